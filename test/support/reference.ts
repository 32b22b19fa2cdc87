import { readFileSync } from 'node:fs';

/** What servers are known to have, and recorded exchanges: `test/reference/README.md`. */
const folder = new URL('../reference/', import.meta.url);

export const readReference = (path: string): string => readFileSync(new URL(path, folder), 'utf8');

export const readReferenceJson = (path: string): unknown => JSON.parse(readReference(path));

export interface ReferenceRow {
	readonly name: string;
	readonly since: string;
	readonly gone: boolean;
}

/** The rows of one table of api-by-version.md, named by the start of its heading. */
export function apiTable(heading: string): readonly ReferenceRow[] {
	const text = readReference('api-by-version.md');
	const section = text
		.split(/^## /m)
		.find((part) => part === heading || new RegExp(`^${heading}( \\(|\\n)`).test(part));
	if (section === undefined) throw new Error(`api-by-version.md has no table ${heading}`);
	return [...section.matchAll(/^\| `([^`]+)` \|(?:[^|]*\|)? ([\d.]+)( \(gone\))? \|$/gm)].map((match) => ({
		name: match[1] ?? '',
		since: match[2] ?? '',
		gone: match[3] !== undefined,
	}));
}
