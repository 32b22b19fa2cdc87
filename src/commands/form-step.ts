import { currentForm } from '../forms/current.ts';
import type { Form } from '../forms/form.ts';
import { putForm } from '../forms/open.ts';
import type { DeckState } from '../store/state.ts';
import type { Scope } from '../views/scope.ts';
import type { Command, CommandContext } from './command.ts';

/** A command that makes another form of the form in view. */
export function step(
	id: string,
	title: string,
	keys: readonly string[],
	scopes: readonly Scope[],
	to: (form: Form, state: DeckState) => Form,
): Command {
	return { id, title, keys, scopes, group: 'change', run: (context) => change(context, to) };
}

export function change(
	{ deck, state }: Pick<CommandContext, 'deck' | 'state'>,
	to: (form: Form, state: DeckState) => Form,
): void {
	const form = currentForm(state);
	if (form !== undefined) deck.store.setState(putForm(state, to(form, state)));
}
