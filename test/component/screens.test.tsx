import { afterEach, describe, expect, test } from 'vitest';
import { stringifyJson } from '../../src/format/json.ts';
import { sanitise } from '../../src/format/sanitise.ts';
import { width } from '../../src/format/width.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { type Drawing, draw, unstyled } from '../support/draw.tsx';
import { hostileTexts, isHarmless, sampleState, streamInfo, withStreams } from '../support/state.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

function show(parts: Partial<DeckState> = {}): Drawing {
	drawing = draw(sampleState(parts));
	return drawing;
}

/** The state of a deck with so many streams, `S00001` and so on. */
function manyStreams(amount: number): Partial<DeckState> {
	return withStreams(Array.from({ length: amount }, (_, at) => streamInfo(`S${String(at + 1).padStart(5, '0')}`)));
}

const stream = (pane: Extract<View, { kind: 'stream' }>['pane']): View => ({ kind: 'stream', stream: 'LOGS', pane });

const views: readonly View[] = [
	{ kind: 'account' },
	{ kind: 'streams' },
	stream('overview'),
	stream('consumers'),
	stream('subjects'),
	stream('json'),
	{ kind: 'consumers' },
	{ kind: 'consumer', stream: 'LOGS', consumer: 'archive', pane: 'overview' },
	{ kind: 'consumer', stream: 'LOGS', consumer: 'archive', pane: 'json' },
	{ kind: 'lag' },
];

const sizes = [
	{ columns: 60, rows: 16 },
	{ columns: 80, rows: 24 },
	{ columns: 119, rows: 19 },
	{ columns: 200, rows: 60 },
	{ columns: 250, rows: 80 },
] as const;

/** How a text of the server is shown as JSON. */
function jsonShown(text: string): string {
	return sanitise(stringifyJson(text).slice(1, -1));
}

describe('the frame', () => {
	test.each(sizes)('fills $columns×$rows in every view and is never wider', (size) => {
		for (const view of views) {
			const { lines, end } = show({ size, views: [view] });
			expect(lines(), JSON.stringify(view)).toHaveLength(size.rows);
			for (const line of lines()) expect(width(line), line).toBeLessThanOrEqual(size.columns);
			end();
		}
	});

	test('of the streams at 80×24', () => {
		const { lines } = show();
		expect(lines().map((line) => line.trimEnd())).toEqual([
			'jetdeck  nats://127.0.0.1:4222 · ORDERS · n1 2.15.1 · 0.8 ms           ● live 2s',
			'Streams 2 · by name ↑',
			'  NAME↑              MESSAGES      BYTES    MSG/S   CONS   LAST  HEALTH',
			'▸ LOGS             12,345,678   10.2 GiB    1,204      3   0.7s  R3 ✓',
			'  ORDERS                  812    1.1 MiB        3      1     4s  n2 lag 12',
			...Array.from({ length: 17 }, () => ''),
			'↵ open  n new  u consumers  m messages  e edit  x change  P purge  ^D delete',
			expect.stringMatching(/^\/ filter {2}: command {2}s subjects {2}y JSON {2}d describe .*5 lag {2}\? help +1\/2$/),
		]);
	});

	test('of the streams at 200×60 shows what there is room for', () => {
		const { lines } = show({ size: { columns: 200, rows: 60 } });
		expect(lines()[2]).toMatch(/NAME↑ +SUBJECTS .*DESCRIPTION/);
		expect(lines()[3]).toContain('everything that');
		expect(lines().at(-2)).toContain('↵ open');
	});

	test.each(sizes)('always tells the key of the help, at $columns×$rows', (size) => {
		for (const view of views) {
			const { text, end } = show({ size, views: [view] });
			expect(text(), JSON.stringify(view)).toContain('? help');
			end();
		}
	});

	test.each([
		{ columns: 59, rows: 24 },
		{ columns: 80, rows: 15 },
		{ columns: 12, rows: 4 },
	])('is one sentence at $columns×$rows', (size) => {
		const { lines, text } = show({ size });
		expect(text().replace(/\s+/g, ' ')).toContain('jetdeck needs');
		expect(text()).not.toContain('LOGS');
		expect(lines().length).toBeLessThanOrEqual(size.rows);
		for (const line of lines()) expect(width(line)).toBeLessThanOrEqual(size.columns);
	});

	test('follows the size', async () => {
		const { deck, lines, shows } = show();
		deck.store.setState({ size: { columns: 200, rows: 30 } });
		await shows('DESCRIPTION');
		expect(lines()).toHaveLength(30);
	});
});

describe('a list', () => {
	test('marks the selected row and the marked ones without colour', () => {
		const list = { index: 1, offset: 0, filter: '', marked: new Set(['LOGS']), cursor: 'ORDERS' };
		const { lines } = show({ lists: new Map([['streams', list]]) });
		expect(lines()[3]).toMatch(/^ \*LOGS/);
		expect(lines()[4]).toMatch(/^▸ ORDERS/);
	});

	test('draws only the rows in view and says where one is', () => {
		const list = { index: 4999, offset: 4990, filter: '', marked: new Set<string>(), cursor: 'S05000' };
		const { lines, text } = show({ ...manyStreams(10_000), lists: new Map([['streams', list]]) });
		expect(text()).toContain('▸ S05000');
		expect(text()).toContain('5,000/10,000');
		expect(lines().filter((line) => /S\d{5}/.test(line))).toHaveLength(19);
	});

	test('keeps columns aligned under wide characters and emoji', () => {
		const names = ['plain', '客户行为', 'emoji👩‍👩‍👧x', 'acc\u0301ent', '日本語ﾊﾝｶｸ'];
		const infos = names.map((name) => streamInfo(name, { config: { description: `${name} 你好` } }));
		const { lines } = show({ ...withStreams(infos), size: { columns: 200, rows: 24 } });
		const ends = lines()
			.slice(3, 3 + names.length)
			.map((line) => width(line.slice(0, line.indexOf('1.1 MiB'))));
		expect(new Set(ends).size, lines().join('\n')).toBe(1);
	});

	test('lets nothing of a hostile text reach the terminal', () => {
		for (const description of hostileTexts) {
			const infos = [streamInfo('LOGS', { config: { description, subjects: [description] } })];
			for (const view of [{ kind: 'streams' } as const, stream('overview'), stream('json')]) {
				const { raw, lines, text, end } = show({
					...withStreams(infos),
					views: [view],
					size: { columns: 200, rows: 40 },
				});
				expect(isHarmless(unstyled(raw()).replaceAll('\n', '')), JSON.stringify(description)).toBe(true);
				// Ink drops what takes no column, unseen: a hostile text is to be seen for what it is.
				const shown = view.kind === 'stream' && view.pane === 'json' ? jsonShown(description) : sanitise(description);
				expect(text(), JSON.stringify(description)).toContain(shown.slice(0, 10));
				for (const line of lines()) expect(width(line)).toBeLessThanOrEqual(200);
				end();
			}
		}
	});

	test('says why it is empty', () => {
		expect(show(withStreams([])).text()).toContain('No streams in this account yet.');
	});
});

describe('a stream', () => {
	test('shows its panes as tabs, the present one in brackets', () => {
		expect(show({ views: [stream('overview')] }).text()).toMatch(
			/\[overview\] consumers {2}messages {2}subjects {2}JSON/,
		);
	});

	test('scrolls its text to the end and no further', async () => {
		const { typeFor, lines, text } = show({ views: [stream('json')] });
		expect(text()).toMatch(/lines 1-20 of \d+/);
		const total = Number(/of (\d+)/.exec(lines().at(-1) ?? '')?.[1]);
		await typeFor('GG', `lines ${total - 19}-${total} of ${total}`);
		expect(lines()[21]?.trim()).toBe('}');
	});
});
