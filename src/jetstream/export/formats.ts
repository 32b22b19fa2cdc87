import type { Features } from '../server-features.ts';
import type { ExportedFile, ExportedStream } from './asset.ts';
import type { ExportFormatName } from './format-names.ts';
import { jsonFiles, yamlFiles } from './plain.ts';
import { nackFiles, providerFile, terraformFiles } from './resources.ts';
import { scriptFile } from './script.ts';

/** What streams and consumers can be exported as. */
interface ExportFormat {
	readonly label: string;
	/** One for each stream and each consumer, or one of all. */
	readonly files: (streams: readonly ExportedStream[], features: Features) => readonly ExportedFile[];
	/** Files that it needs besides. */
	readonly beside: readonly ExportedFile[];
	/** All in one text, which means the same. */
	readonly together: (texts: readonly string[]) => string;
}

const after =
	(line: string) =>
	(texts: readonly string[]): string =>
		texts.join(line);

export const exportFormats = {
	json: { label: 'JSON', files: jsonFiles, beside: [], together: listOfJson },
	yaml: { label: 'YAML', files: yamlFiles, beside: [], together: after('---\n') },
	terraform: { label: 'Terraform', files: terraformFiles, beside: [providerFile], together: after('\n') },
	nats: { label: 'a nats script', files: (streams) => [scriptFile(streams)], beside: [], together: after('\n') },
	nack: { label: 'NACK', files: nackFiles, beside: [], together: after('---\n') },
} as const satisfies Readonly<Record<ExportFormatName, ExportFormat>>;

/** No text of JSON has a line break inside. */
function listOfJson(texts: readonly string[]): string {
	const entries = texts.map((text) => text.trimEnd().replaceAll(/^/gm, '  '));
	return entries.length === 0 ? '[]\n' : `[\n${entries.join(',\n')}\n]\n`;
}

/** A stream and its consumers as one text, without what they share with others; or only its first consumer. */
export function exportText(
	format: ExportFormatName,
	stream: ExportedStream,
	features: Features,
	isOfConsumer = false,
): string {
	const { files, together } = exportFormats[format];
	const made = files([stream], features);
	return together((isOfConsumer ? made.slice(1, 2) : made).map(({ text }) => text));
}
