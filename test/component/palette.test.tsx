import { afterEach, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { isGuarded, paletteMatches, selectedMatch } from '../../src/commands/palette.ts';
import type { DeckState } from '../../src/store/state.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw, stillDeck, stillHost } from '../support/draw.tsx';
import { ready, sampleState, streamInfo, withStreams } from '../support/state.ts';
import { until } from '../support/until.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

const names = ['DELIVERY', 'DM', 'KV_settings', 'LOGS', 'ORDERS', 'ORDERS_EU', 'SEA', 'dm-archive', 'orders'];
const several = withStreams(names.map((name) => streamInfo(name)));
const consumers = new Map([
	['ORDERS', ready(['billing', 'delete'])],
	['LOGS', ready(['billing'])],
]);

function show(parts: Partial<DeckState> = {}): Drawing {
	drawing = draw(sampleState({ ...several, consumerNames: { entries: consumers }, ...parts }));
	return drawing;
}

/** What the palette shows for a line: the row that enter runs, if any, and those below. */
function offered(text: string, parts: Partial<DeckState> = {}) {
	const { deck } = stillDeck(sampleState({ ...several, consumerNames: { entries: consumers }, ...parts }));
	const matches = paletteMatches(contextOf(deck, stillHost().host), text);
	return { matches, selected: matches[selectedMatch(matches, { kind: 'palette', text })] };
}

describe('enter in the palette', () => {
	test.each([
		['DM', 'DM'],
		['dm', 'DM'],
		['ORDERS', 'ORDERS'],
		['orders', 'orders'],
		['SE', 'SEA'],
		['DEL', 'delete'],
		['DELI', 'DELIVERY'],
		['settings', 'KV_settings'],
		['billing', 'billing'],
		['stream ORDERS', ':stream ORDERS'],
		['stream orders', ':stream orders'],
		['consumer ORDERS bill', ':consumer ORDERS billing'],
		['consumer ORDERS ', ':consumer ORDERS billing'],
		['stream ORDERS ', ':stream ORDERS'],
		['streams', ':streams [/FILTER]'],
		['acc', ':account'],
		['delete', ':delete'],
	])('after %s takes %s', (text, label) => expect(offered(text).selected?.label).toBe(label));

	test('after the name of a command takes it, also where a stream is called like it: that is the next row', () => {
		const called = withStreams(['q', 'seal', 'undo', 'LOGS'].map((name) => streamInfo(name)));
		for (const name of ['q', 'seal', 'undo']) {
			const { matches, selected } = offered(name, called);
			expect(selected?.label).toBe(`:${name}`);
			expect(matches[1]).toMatchObject({ label: name, hint: 'Open the stream' });
		}
	});

	test('after a part of the name of what changes something takes nothing', () => {
		const alone = withStreams([streamInfo('LOGS')]);
		for (const command of commands.filter(isGuarded)) {
			for (const alias of command.aliases ?? []) {
				for (let length = 1; length < alias.length; length += 1) {
					for (const text of [alias.slice(0, length), alias.slice(0, length).toUpperCase()]) {
						const { selected } = offered(text, alone);
						const isWhole = selected?.command.aliases?.includes(text) ?? false;
						expect([text, selected !== undefined && isGuarded(selected.command) && !isWhole]).toEqual([text, false]);
					}
				}
			}
		}
		expect(offered('sea', alone).matches[0]?.label).toBe(':seal');
		expect(offered('sea', alone).selected).toBeUndefined();
	});

	test('after a name behind a command that acts on what is selected says so', () => {
		expect(offered('seal ORDERS').selected?.disabled).toBe(
			':seal takes no argument and acts on what is selected, DELIVERY: leave “ORDERS” out, or open it first.',
		);
		expect(offered('account x').selected?.disabled).toContain(':account takes no argument');
	});

	test('after such a name runs nothing, and leaves the line to be corrected', async () => {
		const { typeFor, deck } = show();
		await typeFor(':seal ORDERS', '│ :seal ORDERS ');
		await typeFor('\r', '! :seal takes no argument');
		expect(deck.store.getState().overlay).toMatchObject({ kind: 'palette', text: 'seal ORDERS' });
	});

	test('after :purge and the name of another stream says that it is none of its subjects', async () => {
		const { typeFor, deck } = show();
		await typeFor(':purge ORDERS', '│ :purge ORDERS ');
		await typeFor('\r', '! ORDERS is a stream, not a subject of DELIVERY: open ORDERS, and press P');
		expect(deck.store.getState().overlay).toBeUndefined();
	});

	test('takes an exact name that hundreds are like', () => {
		const many = Array.from({ length: 300 }, (_, at) => `A${at}`);
		const called = withStreams([...many, 'A'].map((name) => streamInfo(name)));
		expect(offered('A', called).selected?.label).toBe('A');
		expect(offered('stream A', called).selected?.label).toBe(':stream A');
	});
});

describe('keys in a burst', () => {
	test('open the stream of that name and change nothing', async () => {
		const { typeFor, asked } = show();
		await typeFor(':DM\r', 'Streams › DM');
		expect(asked()).toEqual(['refresh'].filter((each) => asked().includes(each)));
	});

	test('seal nothing by three letters, and say how it is done', async () => {
		const { typeFor, text, deck } = show(withStreams([streamInfo('LOGS')]));
		await typeFor(':SEA\r', '! Type seal in full, or choose it with the arrow keys.');
		expect(text()).not.toContain('▸ :seal');
		expect(deck.store.getState().overlay?.kind).toBe('palette');
	});

	test.each([
		['completed by tab', `:sea${keyBytes('tab')}\r`],
		['completed by tab, and a blank typed', `:sea${keyBytes('tab')} \r`],
		['chosen by an arrow', `:sea${keyBytes('down')}\r`],
	])('run nothing that was %s before it was seen; another enter does', async (_, keys) => {
		const { typeFor, type, deck } = show(withStreams([streamInfo('LOGS')]));
		await typeFor(keys, '! :seal was not on the screen yet: press enter again.');
		expect(deck.store.getState().overlay?.kind).toBe('palette');
		type('\r');
		await until(() => deck.store.getState().overlay?.kind !== 'palette', { what: 'the palette to close' });
	});

	test('run what was typed whole', async () => {
		const { type, deck } = show(withStreams([streamInfo('LOGS')]));
		type(':seal\r');
		const told = () => [deck.store.getState().overlay?.kind, ...deck.store.getState().toasts.map(({ text }) => text)];
		// Nothing answers this deck: that it asked is enough.
		await until(() => told().some((each) => each === 'wait' || /answer|Apart/.test(each ?? '')), {
			what: 'the plan to seal',
			seen: () => told().join('\n'),
		});
	});

	test('that are pasted with line ends are a text', async () => {
		const { typeFor, asked, deck } = show();
		await typeFor(':\u001b[200~seal\r\ndelete\n\u001b[201~', ':sealdelete');
		expect(asked()).toEqual([]);
		expect(deck.store.getState().overlay).toMatchObject({ kind: 'palette', text: 'sealdelete' });
	});
});

test('tab leaves a line that is complete as it is', async () => {
	const { typeFor } = show();
	await typeFor(':stream ORDERS', '│ :stream ORDERS ');
	for (let times = 0; times < 3; times += 1) await typeFor(keyBytes('tab'), '│ :stream ORDERS ');
	await typeFor('_E', '│ :stream ORDERS_E ');
});

test('names that come while it is open are shown before enter takes them', async () => {
	const { typeFor, deck, shows } = show({ ...withStreams([]), streamNames: { phase: 'loading' } });
	await typeFor(':ORDE', '│ :ORDE ');
	deck.store.setState(withStreams([streamInfo('ORDERS')]));
	await shows('▸ ORDERS');
	await typeFor('\r', 'Streams › ORDERS');
});

test('the cursor stays on its row while others come', async () => {
	const { typeFor, deck, shows } = show(withStreams(['LAB', 'LAC'].map((name) => streamInfo(name))));
	await typeFor(`:LA${keyBytes('down')}`, '▸ LAC');
	deck.store.setState(withStreams(['LA', 'LAA', 'LAB', 'LAC'].map((name) => streamInfo(name))));
	await typeFor('\r', 'Streams › LAC');
	await shows('LAC');
});

describe('of more streams than are offered', () => {
	const many = Array.from({ length: 120 }, (_, at) => `JOBS_${at}`);
	const large = { ...withStreams([]), streamNames: ready(many) };

	test('the last row lists all', () => {
		const labelled = (text: string) => offered(text, large).matches.at(-1)?.label;
		expect(labelled('jobs')).toBe('… all 120 streams like it');
		expect(labelled('stream jobs')).toBe('… all 120 streams like it');
		expect(labelled('jobs_117')).toBe('JOBS_117');
	});

	test('every command is offered', () => {
		const all = offered('').matches;
		expect(all.length).toBeGreaterThan(50);
	});
});
