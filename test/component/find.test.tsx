import { afterEach, describe, expect, test } from 'vitest';
import { openStreamEdit } from '../../src/forms/open.ts';
import { goTo } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { sampleState, streamInfo, withStreams } from '../support/state.ts';
import { until } from '../support/until.ts';

const open: Drawing[] = [];
afterEach(() => {
	for (const drawing of open.splice(0)) drawing.end();
});

const info = streamInfo('LOGS', { config: { max_age: 3_600_000_000_000, max_msgs: 1_000, description: 'all logs' } });

function show(change: (state: DeckState) => Partial<DeckState>, size = { columns: 80, rows: 24 }): Drawing {
	const state = sampleState({ ...withStreams([info]), size });
	const drawing = draw({ ...state, ...change(state) });
	open.push(drawing);
	return drawing;
}

const json = (state: DeckState) => goTo(state, { kind: 'stream', stream: 'LOGS', pane: 'json' });
const enter = keyBytes('enter');
const esc = keyBytes('esc');

describe('a text is searched', () => {
	test('as one types, on and back with n and N, and no more after esc', async () => {
		const { typeFor, text, lines } = show(json, { columns: 80, rows: 16 });
		await typeFor('/', 'type to find a line');
		await typeFor('MAX', '1 of 6 lines');
		await typeFor('_m', '1 of 3 lines');
		await typeFor(enter, '“MAX_m” 1 of 3');
		await typeFor('n', '“MAX_m” 2 of 3');
		await typeFor('n', '3 of 3');
		await typeFor('n', '1 of 3');
		await typeFor('N', '3 of 3');
		expect(lines().some((line) => line.includes('"max_m'))).toBe(true);
		await typeFor(esc, '[JSON]');
		expect(text()).not.toContain('MAX_m');
	});

	test('in vain, and says so; esc goes back to where one was', async () => {
		const { typeFor, text } = show(json, { columns: 80, rows: 16 });
		await typeFor(keyBytes('pagedown'), 'lines 14-');
		await typeFor('/', 'type to find a line');
		await typeFor('name', '1 of ');
		await typeFor('xyz', 'no line matches');
		await typeFor(enter, 'no line matches');
		await typeFor(esc, 'lines 14-');
		await until(() => !text().includes('xyz'), { what: 'the search to close' });
	});

	test.each([
		['an overview', (state: DeckState) => goTo(state, { kind: 'stream', stream: 'LOGS', pane: 'overview' }), 'logs'],
		['the account', (state: DeckState) => goTo(state, { kind: 'account' }), 'streams'],
	])('%s', async (_, change, wanted) => {
		const { typeFor, text } = show(change);
		expect(text()).toContain('/ find');
		await typeFor('/', 'type to find a line');
		await typeFor(wanted, '1 of ');
		await typeFor(enter, `“${wanted}” 1 of `);
	});
});

describe('a form is searched', () => {
	test('for a field, by its label or its name, wherever letters are text or not', async () => {
		const { typeFor, shows } = show((state) => openStreamEdit(state, info));
		await typeFor(keyBytes('ctrl+f'), 'type to find a field');
		await typeFor('max_age', '1 of 1 field');
		await typeFor(enter, '“max_age” 1 of 1');
		await shows('1h');
		await typeFor(keyBytes('ctrl+f'), '↵ find again');
		await typeFor('message', '1 of ');
		await typeFor(keyBytes('down'), '2 of ');
		await typeFor(esc, '“max_age” 1 of 1');
	});

	test('and its review does not offer to go on with that', async () => {
		const { typeFor, text } = show((state) => openStreamEdit(state, info));
		await typeFor(keyBytes('ctrl+f'), 'type to find a field');
		await typeFor('max_age', '1 of 1 field');
		await typeFor(enter, '“max_age” 1 of 1');
		await typeFor(keyBytes('ctrl+r'), 'step 2 of 2');
		expect(text()).toContain('/ find');
		expect(text()).not.toContain('find next');
	});

	test('from its review, back to the field', async () => {
		const { typeFor } = show((state) => openStreamEdit(state, info));
		await typeFor(keyBytes('ctrl+r'), 'step 2 of 2');
		await typeFor('/', 'type to find a field');
		await typeFor('replicas', '1 of ');
		await typeFor(enter, 'step 1 of 2');
	});
});
