import { count, plural } from '../format/integer.ts';
import { lackingTool } from '../forms/review.ts';
import type { ExportedFile } from '../jetstream/export/asset.ts';
import type { ExportFormatName } from '../jetstream/export/format-names.ts';
import { exportFormats } from '../jetstream/export/formats.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Features } from '../jetstream/server-features.ts';
import type { ExportSource } from '../store/export-account.ts';

/** What happened to the files of a folder. */
interface Written {
	readonly created: readonly string[];
	readonly changed: readonly string[];
	readonly unchanged: number;
}

/** The last line of an export. */
export function exportedInWords(
	source: ExportSource,
	format: ExportFormatName,
	folder: string,
	written: Written,
): string {
	const parts = [
		...(written.created.length > 0 ? [`${plural(written.created.length, 'file')} created`] : []),
		...(written.changed.length > 0 ? [`${count(written.changed.length)} changed`] : []),
		...(written.unchanged > 0 ? [`${count(written.unchanged)} unchanged`] : []),
	];
	const files = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
	return `Exported ${amountOf(source)} to ${folder} as ${exportFormats[format].label}${files}.`;
}

function amountOf({ streams }: ExportSource): string {
	const consumers = streams.reduce((sum, each) => sum + each.consumers.length, 0);
	return `${plural(streams.length, 'stream')} and ${plural(consumers, 'consumer')}`;
}

/** What is missing from an export, and what to know about it, one sentence each. */
export function exportNotes(
	{ streams, ephemeral, unread }: ExportSource,
	format: ExportFormatName,
	files: readonly ExportedFile[],
	features: Features,
	patterns: readonly string[],
): readonly string[] {
	const lacking = format === 'terraform' ? lackingTool('Terraform', features) : undefined;
	return [
		...unread.map(([asset, problem]) => `Not exported: ${asset}. ${inSentences(problem)}`),
		...(streams.length === 0 && patterns.length > 0 ? [`No stream has a name like ${patterns.join(' or ')}.`] : []),
		...(ephemeral > 0
			? [`${plural(ephemeral, 'ephemeral consumer')} ${ephemeral === 1 ? 'is' : 'are'} left out: programs create them.`]
			: []),
		...unsaidInWords(format, files),
		...(lacking === undefined ? [] : [lacking]),
	];
}

const mostNamed = 3;

function namedFew(names: readonly string[]): string {
	const named = names.slice(0, mostNamed);
	const more = names.length - named.length;
	return more > 0 ? `${named.join(', ')} and ${plural(more, 'more file')}` : named.join(' and ');
}

function unsaidInWords(format: ExportFormatName, files: readonly ExportedFile[]): readonly string[] {
	const some = files.filter(({ unsaid }) => unsaid.length > 0);
	if (some.length === 0) return [];
	const total = some.reduce((sum, { unsaid }) => sum + unsaid.length, 0);
	const where = namedFew(some.map(({ name }) => name));
	return [
		`${exportFormats[format].label} does not express everything: read the ${total === 1 ? 'comment' : `${count(total)} comments`} in ${where}.`,
	];
}

/** Files of an earlier export whose stream or consumer no longer exists. */
export function leftInWords(folder: string, left: readonly string[]): readonly string[] {
	return left.map(
		(name) => `${folder.replace(/\/$/, '')}/${name} is left from an earlier export: delete it if it is not needed.`,
	);
}

/** The same in one sentence; none without such files. */
export function leftInShort(folder: string, left: readonly string[]): readonly string[] {
	if (left.length < 2) return leftInWords(folder, left);
	return [`${namedFew(left)} in ${folder} are left from an earlier export: delete what is not needed.`];
}
