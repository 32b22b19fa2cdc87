import { plural } from '../format/integer.ts';
import type { Command, CommandContext } from './command.ts';
import type { Host } from './host.ts';
import { unquoted } from './path-words.ts';

/** The keys of a line that takes a path. */
export const completePathCommands: readonly Command[] = [
	{
		id: 'prompt.complete',
		title: 'Complete the path',
		short: (state) => (state.overlay?.kind === 'prompt' && state.overlay.prompt.path !== undefined ? 'complete' : ''),
		keys: ['tab'],
		scopes: ['prompt'],
		group: 'deck',
		rank: 1,
		run: (context) => void complete(context),
	},
];

async function complete({ deck, host, state }: CommandContext): Promise<void> {
	const { overlay } = state;
	if (overlay?.kind !== 'prompt' || overlay.prompt.path === undefined) return;
	const completed = await completedPath(host, overlay.text, overlay.prompt.path);
	// Somebody may have gone on typing.
	if (deck.store.getState().overlay !== overlay) return;
	const { prompt } = overlay;
	deck.store.setState({ overlay: { kind: 'prompt', prompt, text: completed.text, offered: completed.offered } });
}

export interface CompletedPath {
	readonly text: string;
	/** What it may go on with, in words. */
	readonly offered: string;
}

/** Completes the path at the end of a text, up to the first choice. */
export async function completedPath(
	{ pathsLike }: Pick<Host, 'pathsLike'>,
	text: string,
	kind: 'line' | 'words',
): Promise<CompletedPath> {
	for (const { start, quote } of beginnings(text, kind)) {
		const typed = unquoted(text.slice(start));
		const found = await pathsLike(typed);
		const [first = ''] = found;
		if (found.length === 0) continue;
		const common = found.reduce(commonStart, first);
		const isWhole = found.length === 1 && !common.endsWith('/');
		const closed = quote !== '' && isWhole ? quote : '';
		return { text: `${text.slice(0, start)}${quote}${common}${closed}`, offered: offeredInWords(found, typed) };
	}
	return { text, offered: 'There is no such file or folder.' };
}

/** Where the path may begin: at a quote that is open; else at the first word, if it has blanks, or at the last. */
function beginnings(
	text: string,
	kind: 'line' | 'words',
): readonly { readonly start: number; readonly quote: string }[] {
	const open = /(?:^|\s)(["'])(?:(?!\1).)*$/s.exec(text);
	if (open !== null) return [{ start: text.length - open[0].trimStart().length, quote: open[1] ?? '' }];
	const first = text.length - text.trimStart().length;
	const last = /\S*$/.exec(text)?.index ?? first;
	const starts = kind === 'line' || first === last ? [first] : [first, last];
	return starts.map((start) => ({ start, quote: '' }));
}

function commonStart(a: string, b: string): string {
	let at = 0;
	while (at < a.length && a[at] === b[at]) at += 1;
	return a.slice(0, at);
}

const mostOffered = 12;

function offeredInWords(found: readonly string[], typed: string): string {
	if (found.length === 1) return '';
	const cut = typed.lastIndexOf('/') + 1;
	const names = found.slice(0, mostOffered).map((path) => path.slice(cut));
	const more = found.length - names.length;
	return `${names.join('  ')}${more > 0 ? `  and ${plural(more, 'more name')}` : ''}`;
}
