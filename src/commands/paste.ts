import { bytes } from '../format/bytes.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { largestPaste, type Paste } from '../terminal/input-reader.ts';
import type { Scope } from '../views/scope.ts';
import type { CommandContext } from './command.ts';
import { scopesOf } from './scopes.ts';

/** Where letters are text, so that a paste is too. */
const textScopes: ReadonlySet<Scope> = new Set([
	'filter',
	'palette',
	'choice',
	'help',
	'prompt',
	'confirm-typed',
	'form-text',
	'console-line',
	'console-search',
]);

/** Reports that there is nothing to paste into: a paste never runs as keys. */
export function refusePaste({ deck }: Pick<CommandContext, 'deck'>): void {
	const refusal = pasteRefusal(deck.store.getState());
	if (refusal !== undefined) toast(deck.store, 'warn', refusal);
}

function pasteRefusal(state: DeckState): string | undefined {
	const scopes = scopesOf(state);
	if (scopes.some((scope) => textScopes.has(scope))) return undefined;
	const inputs = [
		...(scopes.includes('list') ? ['/ to filter'] : []),
		...(scopes.includes('everywhere') ? [': for a command'] : []),
	];
	const advice = inputs.length === 0 ? '' : ` Press ${inputs.join(' or ')} first, then paste.`;
	return `Paste ignored: there is no text field here.${advice}`;
}

/** Why a paste did not come whole. */
export function pasteFault({ bytes: size, isTooLarge }: Paste): string {
	return isTooLarge
		? `Paste ignored: it has ${bytes(size)}; the limit is ${bytes(largestPaste)}. In the console, @FILE after a subject sends a file.`
		: `The paste stopped after ${bytes(size)}: the terminal did not send its end. Check what was pasted.`;
}
