import { type ReadFiles, readConfigFiles } from '../../jetstream/config-folder/assets.ts';
import type { FileRemark } from '../../jetstream/config-folder/documents.ts';
import type { Dialect } from '../../jetstream/dialect.ts';
import { readConfigPaths } from '../../terminal/config-paths.ts';

/** The files of the command line, to parse again for the dialect of the server. */
export interface ReadFolder {
	readonly read: (dialect?: Dialect) => ReadFiles;
}

/** Reads the files, before there is a connection; or what is wrong with them, in sentences. */
export async function readFolder(
	paths: readonly string[],
): Promise<ReadFolder | { readonly wrong: readonly string[] }> {
	const found = await readConfigPaths(paths);
	if (!found.ok) return { wrong: found.messages };
	const read = (dialect: Dialect = 'current'): ReadFiles =>
		readConfigFiles(found.files, { variables: process.env, dialect });
	const { faults } = read();
	return faults.length > 0 ? { wrong: faults.map(remarkInWords) } : { read };
}

/** As in compilers: `orders.yaml:3: …`. */
export function remarkInWords({ file, line, message }: FileRemark): string {
	return `${file}${line === undefined ? '' : `:${line}`}: ${message}`;
}
