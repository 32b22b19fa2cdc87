import { afterEach, expect, test } from 'vitest';
import { newExchangeId, textOf } from '../../src/console/state.ts';
import { goTo } from '../../src/store/nav.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { nowhere } from '../support/nats-lines.ts';
import { sampleState } from '../support/state.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

/** Something that was sent, and has no reply. */
const asked = {
	id: newExchangeId(),
	text: '$JS.API.INFO',
	verb: 'request',
	effect: 'read',
	subject: '$JS.API.INFO',
	payload: '',
	headers: [],
	cli: nowhere,
	at: Date.now(),
	notes: [],
	phase: 'over',
	several: false,
	replies: [],
	came: 0,
	bytes: 0,
	raw: false,
	toggled: new Set<string>(),
} as const;

test('the key that goes back to the line is not typed into it, whatever was open before', async () => {
	const state = sampleState();
	drawing = draw({
		...state,
		...goTo(state, { kind: 'console' }),
		console: { ...state.console, exchanges: [asked] },
	});
	const { typeFor, shows, deck } = drawing;
	await typeFor(keyBytes('esc'), 'i type');
	await typeFor('?', 'Keys');
	await typeFor(keyBytes('esc'), 'i type');
	await typeFor('i$JS', '› $JS');
	await typeFor(' {"a": 1}', '› $JS {"a": 1}');
	await shows('send');
	expect(textOf(deck.store.getState().console.typed)).toBe('$JS {"a": 1}');
});

test('where there is no room for a panel, the empty transcript explains, and later a line', async () => {
	const state = sampleState();
	const narrow = { ...state, ...goTo(state, { kind: 'console' }), size: { columns: 80, rows: 24 } };
	drawing = draw(narrow);
	const { typeFor, shows, text, deck } = drawing;
	await shows('The API itself');
	await typeFor('$JS.API.STREAM.PURGE.LOGS', 'Removes messages: all');
	await shows('Optional payload');
	deck.store.setState(({ console }) => ({ console: { ...console, exchanges: [asked] } }));
	await shows('Purge a stream · destroys something: asks first');
	expect(text()).not.toContain('Removes messages: all');
});

test('what is offered is filtered by what is typed on, and tab takes the one that is left', async () => {
	const state = sampleState();
	drawing = draw({ ...state, ...goTo(state, { kind: 'console' }), size: { columns: 80, rows: 24 } });
	const { typeFor, shows, text, deck } = drawing;
	await shows('The API itself');
	await typeFor(`$JS.API.STREAM.${keyBytes('tab')}`, 'CANCEL_MOVE.');
	await typeFor('P', '› $JS.API.STREAM.P ');
	await shows('  PEER.');
	expect(text()).not.toContain('CANCEL_MOVE.');
	await typeFor('U', '› $JS.API.STREAM.PU ');
	await shows('  PURGE.  Purge a stream');
	expect(text()).not.toContain('PEER.');
	await typeFor(keyBytes('backspace'), '  PEER.');
	await typeFor(`U${keyBytes('tab')}`, '› $JS.API.STREAM.PURGE.');
	expect(deck.store.getState().console.offers).toBeUndefined();
	await typeFor(`O${keyBytes('tab')}`, '› $JS.API.STREAM.PURGE.ORDERS');
});

test('what may stand in a line is told where nothing is typed, in the help, and where a line goes on', async () => {
	const state = sampleState();
	drawing = draw({ ...state, ...goTo(state, { kind: 'console' }), size: { columns: 80, rows: 24 } });
	const { typeFor, shows, text } = drawing;
	await shows('The API itself');
	const said = text().replaceAll(/\s+/g, ' ');
	for (const part of ["-H 'KEY: VALUE'", '--timeout', '--replies N|all', '--raw', '> FILE', '@FILE', 'ctrl+j'])
		expect(said).toContain(part);
	await typeFor('?', 'The line');
	for (const part of ["-H 'KEY: VALUE'", '--timeout', '--replies N|all', '--raw', '> FILE', '@FILE', 'ctrl+j'])
		expect(text()).toContain(part);
	await typeFor(keyBytes('esc'), 'The API itself');
	await typeFor('foo {"a":\r', 'Unfinished. Column 5: The JSON is not closed. Press enter to add a line.');
});
