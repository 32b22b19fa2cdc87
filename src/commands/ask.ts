import { type Change, showOverlay } from '../store/nav.ts';
import type { Choice, ChoiceList, Prompt, Question } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import type { CommandContext } from './command.ts';

/** Offers a short list, starting at the current choice or a given one. */
export function choose(
	{ deck }: CommandContext,
	title: string,
	choices: readonly Omit<Choice, 'id'>[],
	begin = 0,
): void {
	const rows = choices.map((choice, at): Choice => ({ id: String(at), ...choice }));
	const current = rows.findIndex((choice) => choice.current === true);
	const index = current < 0 ? begin : current;
	deck.store.setState((state) => showOverlay(choiceList(state, title, rows, rows[index]?.id)));
}

/** A list to pick one of, with the cursor on `begin`. */
export function choiceList(
	{ burst }: Pick<DeckState, 'burst'>,
	title: string,
	choices: readonly Choice[],
	begin?: string,
): ChoiceList {
	return { kind: 'choice', title, choices, text: '', chosen: begin, begin, burst };
}

export function askLine(
	{ deck }: CommandContext,
	{ title, help, path, text = '' }: Pick<Prompt, 'title' | 'help' | 'path'> & { readonly text?: string },
	asks: Question,
): void {
	deck.store.setState(showPrompt({ title, help, secret: false, ...(path && { path }), asks }, text));
}

/** Asks with a text that typing replaces; `error` says why the last answer was refused. */
export function showPrompt(prompt: Prompt, text: string, error?: string): Change {
	const shown = { kind: 'prompt' as const, prompt, text, isPrefilled: text !== '' };
	return showOverlay(error === undefined ? shown : { ...shown, error });
}
