import type { Line } from '../console/parsed-line.ts';
import type { CommandContext } from './command.ts';
import type { Deck } from './deck-handle.ts';
import { pathOf } from './path-of.ts';

/** The file of a payload, or the payload as it was typed. */
export async function payloadOf(
	{ host }: CommandContext,
	line: Line,
): Promise<{ readonly text: string } | { readonly message: string }> {
	const { payload } = line;
	if (payload === undefined) return { text: '' };
	if (payload.from === 'text') return { text: payload.text };
	if (payload.from === 'input') return { message: 'The console has no standard input: type the payload, or @FILE.' };
	const file = await host.read(pathOf(host, payload.path));
	return file.ok ? { text: file.text } : { message: file.message };
}

/** Says under the line why it was not sent. */
export function say(deck: Deck, { message, column }: { readonly message: string; readonly column?: number }): void {
	deck.store.setState((state) => ({
		console: { ...state.console, fault: { message, ...(column !== undefined && { column }) } },
	}));
}
