import { afterEach, describe, expect, test } from 'vitest';
import { planStreamUpdate } from '../../src/changes/plan/stream-configuration.ts';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import type { Plan } from '../../src/changes/proposal.ts';
import type { Run } from '../../src/changes/run.ts';
import { sanitise } from '../../src/format/sanitise.ts';
import { width } from '../../src/format/width.ts';
import type { DeckState } from '../../src/store/state.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw, unstyled } from '../support/draw.tsx';
import { driver } from '../support/driver.ts';
import { hostileTexts, isHarmless, sampleState, streamInfo } from '../support/state.ts';
import { keyOf } from '../support/terminal.ts';
import { until } from '../support/until.ts';

const open: Drawing[] = [];
afterEach(() => {
	for (const drawing of open.splice(0)) drawing.end();
});

const sizes = [
	{ columns: 60, rows: 16 },
	{ columns: 80, rows: 24 },
	{ columns: 200, rows: 60 },
];

const logs = streamInfo('LOGS', { state: { messages: 12_345_678, bytes: 10_952_166_604, consumer_count: 3 } });
const deletion = planStreamDelete([
	{
		info: logs,
		consumers: ['billing', 'mail', 'tail'].map((name) => ({ name, durable_name: name })),
		warnings: ['ARCHIVE mirrors it and gets nothing more.'],
	},
]);
const edit = planStreamUpdate(logs, { ...logs.config, max_bytes: 10 * 1024 ** 3, subjects: ['logs.>', 'audit.>'] });

const harmless = planStreamUpdate(logs, { ...logs.config, description: 'All logs' }, { removed: [] });

function show(plan: Plan, parts: Partial<DeckState> = {}, options: Parameters<typeof draw>[1] = {}) {
	const drawing = draw(sampleState(parts), options);
	open.push(drawing);
	drawing.deck.propose('it', () => plan);
	const person = driver(drawing);
	return { ...drawing, person, dialog: person.dialog() };
}

describe('the dialog of a proposal', () => {
	test.each(sizes)('asks for the name, in the screen, at $columns×$rows', async (size) => {
		const { shows, lines, text } = show(deletion, { size });
		await shows('Type LOGS');
		expect(text()).toContain('✗ 12,345,678 messages, 10.2 GiB, will be lost.');
		expect(lines().length).toBeLessThanOrEqual(size.rows);
		for (const line of lines()) expect(width(line)).toBeLessThanOrEqual(size.columns);
	});

	test('says that the journal cannot keep it, and why', async () => {
		const problem = 'The disk is full.';
		const { shows, text } = show(deletion, { journalPlace: { path: '/j', problem }, size: { columns: 120, rows: 40 } });
		await shows('Type LOGS');
		expect(text()).toContain('! jetdeck cannot write the journal. The disk is full.');
		const kept = show(deletion, { journalPlace: { path: '/j' } });
		await kept.shows('Type LOGS');
		expect(kept.text()).not.toContain('journal');
	});

	test('shows the figures, the request, and what depends on it', async () => {
		const { shows, text } = show(deletion, { size: { columns: 120, rows: 40 } });
		await shows('$JS.API.STREAM.DELETE.LOGS');
		expect(text()).toContain('✗ 3 consumers go with it: billing, mail and tail.');
		expect(text()).toContain('! ARCHIVE mirrors it and gets nothing more.');
	});

	test('does nothing for a wrong name, and keeps what was typed', async () => {
		const { dialog, asked } = show(deletion);
		await dialog.type('LOG').isTold('“LOG” is not “LOGS”: nothing was sent.').says('> LOG').text();
		expect(asked()).toEqual([]);
		await dialog.type('S').ready();
		dialog.answer();
		await until(() => asked().length > 0, { what: 'the agreement' });
		expect(asked()).toEqual(['agree Delete stream LOGS']);
	});

	test('shows the difference in the units of people, and its focus is on No', async () => {
		const { dialog, asked, deck } = show(edit, { size: { columns: 100, rows: 60 } });
		await dialog.says('- max_bytes unlimited', '+ max_bytes 10 GiB', /\+ subjects .*audit\.>/).text();
		dialog.answer();
		expect(deck.store.getState().overlay).toBeUndefined();
		expect(asked()).toEqual([]);
	});

	test('says that nothing is lost where that was seen, and then y is yes, but not before it was on the screen', async () => {
		const { shows, type, typeFor, text, asked, deck } = show(harmless, { size: { columns: 100, rows: 30 } });
		await shows('✓ Nothing is lost.');
		expect(text()).toMatch(/↑↓ choose {2}↵ answer {2}y yes {2}esc cancel/);
		deck.store.setState(({ overlay, burst }) => ({
			overlay: overlay?.kind === 'confirm' ? { ...overlay, burst: burst + 1 } : overlay,
		}));
		await typeFor('y', '! The question was not on the screen yet');
		expect(asked()).toEqual([]);
		type('y');
		await until(() => asked().length > 0, { what: 'agreement' });
		expect(asked()).toEqual(['agree Edit stream LOGS']);
	});

	test('takes no y where something may be lost', async () => {
		const { shows, typeFor, text, asked } = show(edit);
		await shows('▸ No');
		expect(text()).not.toContain('Nothing is lost');
		await typeFor('y', '! y answers yes only if nothing is lost');
		expect(asked()).toEqual([]);
	});

	test('agrees with yes', async () => {
		const { dialog, asked } = show(edit);
		await dialog.ready();
		dialog.answer();
		expect(asked()).toEqual(['agree Edit stream LOGS']);
	});

	test('reads on by the mouse wheel, and by a finger that slides, and agrees to nothing by it', async () => {
		const { shows, typeFor, type, text, asked, deck } = show(edit, { size: { columns: 60, rows: 16 } });
		await shows('▸ No');
		await typeFor(keyBytes('down').repeat(3), '3 lines above');
		expect(text()).toContain('▸ No');
		await typeFor(keyBytes('down').repeat(2), '4 lines above');
		expect(text()).toContain('▸ No');
		type(keyBytes('enter'));
		await until(() => deck.store.getState().overlay === undefined, { what: 'the dialog to close' });
		expect(asked()).toEqual([]);
	});

	test('agrees by no digit, nor by keys that came before it was on the screen', async () => {
		const { dialog, shows, type, asked, deck } = show(edit);
		await dialog.title('Edit stream LOGS').text();
		type('2');
		await dialog.ready();
		// As if the dialog had come up in the burst of keys that answers it.
		deck.store.setState(({ overlay, burst }) => ({
			overlay: overlay?.kind === 'confirm' ? { ...overlay, burst: burst + 1 } : overlay,
		}));
		dialog.answer();
		await shows('! The question was not on the screen yet');
		expect(asked()).toEqual([]);
		dialog.answer();
		await until(() => asked().length > 0, { what: 'agreement' });
		expect(asked()).toEqual(['agree Edit stream LOGS']);
	});

	test('is agreed to once, however often enter comes', async () => {
		const { dialog, waitFor, press, asked } = show(deletion);
		await dialog.type('LOGS').ready();
		const enter = keyOf('confirm.answer');
		press(enter, enter, enter);
		await until(() => asked().length > 0, { what: 'agreement' });
		await waitFor(() => true);
		expect(asked()).toEqual(['agree Delete stream LOGS']);
	});

	test('shows and copies lines that go to the server of the deck', async () => {
		const { dialog, person, asked } = show(deletion, { size: { columns: 120, rows: 40 } });
		const there = 'nats --no-context --server=nats://127.0.0.1:4222';
		await dialog.says(`${there} stream rm LOGS --force`).text();
		person.run('confirm.copy');
		person.run('confirm.copy-cli');
		await until(() => asked().length > 1, { what: 'both copies' });
		expect(asked()).toEqual([
			`copy ${there} req '$JS.API.STREAM.DELETE.LOGS' ''`,
			`copy ${there} stream rm LOGS --force`,
		]);
	});

	test('scrolls through what does not fit, to its end and not past it', async () => {
		const { shows, typeFor, text } = show(edit, { size: { columns: 80, rows: 20 } });
		await shows('more lines: page down');
		for (let pages = 0; pages < 12; pages += 1) await typeFor(keyBytes('pagedown'), 'above');
		await until(() => !text().includes('page down'), { what: 'the end', seen: text });
		expect(text()).toContain('_nats.ver');
	});

	test('tells what became of a request, with the code and what to do', async () => {
		const run: Run = {
			id: 'run',
			proposal: edit as Run['proposal'],
			startedAt: 0,
			activity: 'over',
			stopping: false,
			results: [
				{
					kind: 'refused',
					ms: 1,
					came: [],
					problem: { kind: 'api', subject: 's', message: 'subjects overlap', advice: 'Take another.', errCode: 10065 },
				},
			],
		};
		const { dialog, deck } = show(edit, { runs: [run], size: { columns: 100, rows: 40 } });
		await dialog.fails('✗ subjects overlap (err_code 10065)', 'Take another.');
		await dialog.leave();
		expect(deck.store.getState().overlay).toBeUndefined();
	});

	test('says production, in words', async () => {
		const target = { ...sampleState().target, context: { name: 'live', production: true } };
		await show(deletion, { target }).shows('PRODUCTION: Delete stream LOGS');
	});

	test('is read out by a screen reader, without boxes', async () => {
		const { shows, text } = show(deletion, {}, { screenReader: true });
		await shows('Type LOGS');
		expect(text()).not.toMatch(/[╭│╰]/);
	});

	test('carries nothing in colour alone: what is good, worth a warning or lost differs in words or signs', async () => {
		const texts: string[] = [];
		for (const tone of ['plain', 'good', 'warn', 'bad'] as const) {
			const consequences = [{ text: 'The stream keeps 12 messages.', tone }];
			const { shows, text } = show({ ...deletion, consequences }, { size: { columns: 100, rows: 60 } });
			await shows('keeps 12 messages');
			texts.push(text());
		}
		expect(new Set(texts).size).toBe(texts.length);
	});

	test('carries nothing in colour alone: what a field was, what it becomes, and which answer has the focus', async () => {
		const { dialog, text } = show(edit, { size: { columns: 100, rows: 60 } });
		await dialog.title('Edit stream LOGS').text();
		const differing = text()
			.split('\n')
			.filter((line) => line.includes('max_bytes '));
		expect(differing).toEqual([expect.stringContaining('- max_bytes'), expect.stringContaining('+ max_bytes')]);
		const before = text();
		await dialog.ready();
		expect(text()).not.toBe(before);
	});

	test('is harmless whatever a stream is called', async () => {
		for (const name of hostileTexts) {
			const info = streamInfo('LOGS', { config: { name, description: name } });
			const proposals = [
				planStreamDelete([{ info, warnings: [name] }]),
				planStreamUpdate(info, { ...info.config, description: `${name}!` }),
			];
			for (const proposal of proposals) {
				if ('refusal' in proposal) throw new Error(proposal.refusal);
				const wires = [{ subject: name, headers: [[name, name] as const], payload: name, request: name, nats: name }];
				const overlay = { kind: 'confirm', proposal, wires, text: '', offset: 0 } as const;
				const { raw, text, end } = draw(sampleState({ overlay, size: { columns: 100, rows: 40 } }));
				expect(text()).toMatch(/(Delete|Edit) stream/);
				expect(isHarmless(unstyled(raw()).replaceAll('\n', '')), JSON.stringify(name)).toBe(true);
				// Ink drops what takes no column, unseen. The title, and the three lines of the request, show it.
				const seen = text().split(sanitise(name).slice(0, 12)).length - 1;
				expect(seen, JSON.stringify(name)).toBeGreaterThanOrEqual(4);
				end();
			}
		}
	});
});
