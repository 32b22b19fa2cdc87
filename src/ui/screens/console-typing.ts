import { typeInConsole } from '../../commands/console-line.ts';
import type { Deck } from '../../commands/deck-handle.ts';
import { bodyInView } from '../../views/places.ts';
import { consoleEdits, typeable } from '../parts/line-edit.ts';

/**
 * Types a key that no command uses into the console's line. Keys of commands must not come here: the key that returns to the line
 * would be typed into it.
 * @param name of terminal/key-name.ts
 * @param input the text of the key
 */
export function typeKeyInConsole(deck: Deck, name: string, input: string): void {
	const state = deck.store.getState();
	if (state.overlay !== undefined || bodyInView(state) !== 'console') return;
	const edit = consoleEdits[name];
	if (edit !== undefined) typeInConsole(deck, edit);
	else if (name === 'ctrl+j' || name === '\n') insert(deck, '\n');
	else if (name === 'space' || isText(name)) insert(deck, typeable(input));
}

/** Inserts pasted text at the cursor; line ends stay. */
export function pasteInConsole(deck: Deck, pasted: string): void {
	const text = pasted.replaceAll(/\r\n?/g, '\n').replaceAll('\t', '  ');
	insert(deck, text.split('\n').map(typeable).join('\n'));
}

function insert(deck: Deck, text: string): void {
	typeInConsole(deck, ({ before, after }) => ({ before: before + text, after }));
}

const isText = (name: string): boolean => [...name].length === 1;
