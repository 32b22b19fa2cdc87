import { afterEach, describe, expect, test } from 'vitest';
import { emptyConsole } from '../../src/console/state.ts';
import type { DeckState } from '../../src/store/state.ts';
import { toast } from '../../src/store/toast.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { spoken } from '../../src/ui/parts/spoken.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { exchange } from '../support/exchanges.ts';
import { sampleState } from '../support/state.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

function read(parts: Partial<DeckState> = {}): Drawing {
	drawing = draw(sampleState(parts), { screenReader: true });
	return drawing;
}

describe('for a screen reader', () => {
	test('the list is linear text, the selected row in words at its end', () => {
		const { lines } = read();
		expect(lines()).toEqual([
			'jetdeck, nats://127.0.0.1:4222, ORDERS, n1 2.15.1, 0.8 ms, live 2s',
			'Streams 2, by name ascending',
			'Rows 1 to 2 of 2:',
			'LOGS',
			'ORDERS',
			expect.stringMatching(/^LOGS, selected, row 1 of 2, subjects logs\.>, .*messages 12,345,678, bytes 10\.2 GiB/),
			'Press ? for the keys that work here.',
		]);
	});

	test('a long reply says how much of it was not read', () => {
		const long = exchange([Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`key${at}`, at]))]);
		const { text } = read({
			views: [{ kind: 'console' }],
			console: { ...emptyConsole(), exchanges: [long] },
		});
		expect(text()).toMatch(/key30.*\n.*\d+ more lines: press esc, then j\./s);
		expect(text()).not.toContain('key59');
	});

	test('nothing is drawn with escape sequences or signs for the eye', async () => {
		const { raw, typeFor, text } = read();
		await typeFor('?', 'Keys');
		expect(raw()).not.toContain('\u001b');
		expect(text()).not.toMatch(/[│┃╭╰▸●]/u);
		expect(text()).toContain('Show the account');
	});

	test('a mark stays with its row, a column that is not shown is not read', async () => {
		const { typeFor, lines } = read();
		await typeFor(keyBytes('space'), 'ORDERS, selected, row 2 of 2');
		expect(lines()).toContain('LOGS, marked');
		expect(lines()).toContain('ORDERS');
	});

	test.each([
		['↑↓ choose', 'up, down choose'],
		['^Y copy request  ^N copy nats line', 'ctrl+Y copy request, ctrl+N copy nats line'],
		['a^B', 'a^B'],
		['KEY↑', 'KEY ascending'],
	])('%s is read aloud as words', (text, said) => {
		expect(spoken([{ text, tone: 'plain' }])).toBe(said);
	});

	test('a key moves and tells the row', async () => {
		await read().typeFor('j', 'ORDERS, selected, row 2 of 2');
	});

	test('a stream is read as lines, without blank ones', () => {
		const { lines } = read({ views: [{ kind: 'stream', stream: 'ORDERS', pane: 'overview' }] });
		expect(lines()).toContain('Messages, 812');
		expect(lines()).not.toContain('');
	});

	test('polls are silent; keys and messages are not', async () => {
		const { deck, written, typeFor, shows, text } = read();
		written();
		deck.store.setState((state) => ({ now: state.now + 2000, roundTripMs: 5, streams: { ...state.streams } }));
		deck.store.setState((state) => ({ now: state.now + 2000, apiRates: [1, 2] }));
		await new Promise((resolve) => setImmediate(resolve));
		expect(written()).toBe('');
		toast(deck.store, 'bad', 'The server is gone.');
		await shows('The server is gone.');
		expect(text()).not.toContain('┃');
		await typeFor('j', '5.0 ms');
	});

	test('a row is told once more when there is more to tell of it than its name', async () => {
		const known = sampleState();
		const { deck, shows, lines } = read({ streams: { entries: new Map() } });
		expect(lines()).toContain('LOGS, selected, row 1 of 2');
		deck.store.setState({ streams: known.streams });
		await shows('messages 12,345,678');
	});

	test('what the keys do is told where ? is text', async () => {
		const { typeFor, text } = read();
		await typeFor(':', 'Command or stream');
		expect(text()).toContain('enter run, tab complete, esc close');
		expect(text()).not.toContain('Press ?');
		await typeFor(keyBytes('esc'), 'Press ? for the keys that work here.');
	});

	test('a line that is typed is read', async () => {
		const { typeFor } = read();
		await typeFor('/', '/');
		await typeFor('ord', '1 of 2');
		await typeFor(keyBytes('enter'), 'filter ord');
	});
});
