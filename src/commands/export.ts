import { waitFor } from '../changes/propose.ts';
import { type ExportFormatName, exportFormatNames } from '../jetstream/export/format-names.ts';
import { inSentences } from '../jetstream/problem.ts';
import { type ExportSource, readForExport } from '../store/export-account.ts';
import { toast } from '../store/toast.ts';
import { showPrompt } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { pathOf } from './path-of.ts';
import { pathsOf, readPathLine } from './path-words.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'export-folder': object;
	}
}

const argument = 'FOLDER [--format json|yaml|terraform|nats|nack] [--stream PATTERN] [--force]';

/** The account as files. */
export const exportCommands: readonly Command[] = [
	{
		id: 'account.export',
		title: 'Export to a folder',
		more: 'streams and consumers as JSON, YAML, Terraform, NACK or nats lines',
		keys: [],
		scopes: ['everywhere'],
		group: 'take',
		aliases: ['export'],
		argument,
		run: (context, typed) => void begin(context, typed?.trim() ?? ''),
	},
];

/** What cannot be written leaves its line there to be corrected. */
async function begin(context: CommandContext, typed: string): Promise<void> {
	const error = typed === '' ? undefined : await exportTo(context, typed);
	if (typed !== '' && error === undefined) return;
	const prompt = {
		title: 'Export to folder',
		help: `${argument}. Relative to ${context.host.folder}.`,
		secret: false,
		path: 'words',
		asks: { kind: 'export-folder' },
	} as const;
	context.deck.store.setState(showPrompt(prompt, typed, error));
}

export function exportAnswered(context: CommandContext, typed: string): Promise<string | undefined> | string {
	return typed === '' ? 'Type the name of a folder, or press esc.' : exportTo(context, typed);
}

interface Wish {
	readonly format: ExportFormatName;
	readonly patterns: readonly string[];
	readonly force: boolean;
}

const valued = ['--format', '--stream'];

/** The choices of the line's flags, or what is wrong with them. */
function wishOf(flags: ReturnType<typeof readPathLine>['flags']): Wish | string {
	const unknown = flags.find(([name]) => name !== '--force' && !valued.includes(name));
	if (unknown !== undefined)
		return `:export does not know the flag ${unknown[0]}: use ${valued.join(', ')} or --force.`;
	const named = flags.findLast(([name]) => name === '--format')?.[1] ?? 'json';
	const format = exportFormatNames.find((each) => each === named);
	if (format === undefined) return `There is no format ${named}: use ${exportFormatNames.join(', ')}.`;
	const patterns = flags.flatMap(([name, value]) => (name === '--stream' ? [value] : []));
	return { format, patterns, force: flags.some(([name]) => name === '--force') };
}

/** @returns why nothing was written, in sentences */
async function exportTo(context: CommandContext, typed: string): Promise<string | undefined> {
	const { deck, host } = context;
	const line = readPathLine(typed, valued);
	const wish = wishOf(line.flags);
	if (typeof wish === 'string') return wish;
	const [folder, ...more] = await pathsOf(host, line);
	if (folder === undefined) return 'Type the name of a folder.';
	if (more.length > 0) return 'Name one folder; put a name with blanks in quotes.';
	const read = await waitFor(deck.store, `Export to ${folder}`, (signal) =>
		readForExport(deck.api(), { patterns: wish.patterns, signal }),
	);
	if (read === undefined) return undefined;
	return read.ok ? write(context, folder, wish, read.value) : inSentences(read.problem);
}

/** Loaded when needed: few people start the deck for it. */
async function write(
	{ deck, host }: CommandContext,
	folder: string,
	wish: Wish,
	source: ExportSource,
): Promise<string | undefined> {
	const [{ exportFormats }, { leftOver }, lines] = await Promise.all([
		import('../jetstream/export/formats.ts'),
		import('../jetstream/export/left-over.ts'),
		import('../views/export-lines.ts'),
	]);
	const { features } = deck.store.getState();
	const { files: make, beside } = exportFormats[wish.format];
	const files = [...beside, ...make(source.streams, features)];
	const written = await host.writeFolder(pathOf(host, folder), files, wish.force);
	if (!written.ok) {
		const [first = '', ...others] = written.messages;
		const rest = others.length > 0 ? ` And ${others.length} more.` : '';
		return `${first}${rest}${written.exists ? ' Nothing was written: add --force to overwrite.' : ''}`;
	}
	toast(deck.store, 'good', lines.exportedInWords(source, wish.format, folder, written));
	const notes = lines.exportNotes(source, wish.format, files, features, wish.patterns);
	for (const note of [...notes, ...lines.leftInShort(folder, leftOver(written.left, source.others))])
		toast(deck.store, 'warn', note);
	return undefined;
}
