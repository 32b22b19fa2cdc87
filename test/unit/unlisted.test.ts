import { describe, expect, it } from 'vitest';
import type { Confirm } from '../../src/changes/confirm.ts';
import type { JournalEntry } from '../../src/changes/journal.ts';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import { completionsOf } from '../../src/console/complete.ts';
import { noteInWords } from '../../src/console/note.ts';
import { withExchange } from '../../src/console/state.ts';
import type { Line } from '../../src/format/line.ts';
import { setAt } from '../../src/forms/draft.ts';
import { formWarnings } from '../../src/forms/faults.ts';
import { streamEdit } from '../../src/forms/open.ts';
import { emptyList, type ListState } from '../../src/store/list.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { ListId, View } from '../../src/store/view.ts';
import { amountOf } from '../../src/views/amount.ts';
import { confirmLines } from '../../src/views/confirm-lines.ts';
import { crumbSpans } from '../../src/views/crumbs.ts';
import { emptyLines } from '../../src/views/empty.ts';
import { journalEntryLines } from '../../src/views/journal-lines.ts';
import { mostConsumers, mostDeliveries } from '../../src/views/messages/fetched.ts';
import { newest } from '../../src/views/messages/stream-messages.ts';
import { listOf } from '../../src/views/places.ts';
import { exchange } from '../support/exchanges.ts';
import { before, deckState, ready, sampleState, streamInfo } from '../support/state.ts';

/** Every list that has a bound says it where it bites. */

function at(view: View, parts: Partial<DeckState>, list: Partial<ListState> = {}): DeckState {
	return deckState({
		views: [view],
		size: { columns: 200, rows: 30 },
		lists: new Map([[listOf(view), { ...emptyList, ...list }]]),
		...parts,
	});
}

const crumbs = (state: DeckState): string =>
	crumbSpans(state)
		.left.map(({ text }) => text)
		.join('');
const emptyText = (state: DeckState, id: ListId): string =>
	(emptyLines(state, id) ?? []).map((line) => line.map(({ text }) => text.trim()).join('')).join(' ');

describe('messages', () => {
	const view: View = { kind: 'stream', stream: 'LOGS', pane: 'messages' };
	const entries = [4, 5].map((seq) => ({
		seq,
		subject: 'logs.a',
		time: before(1),
		size: 9,
		payload: 0,
		headers: 0,
		start: 'x',
	}));
	const read = (parts: { readonly atStart: boolean }) => {
		const page = ready({ entries, atEnd: true, upTo: 5, confirmed: true, ...parts });
		return { messages: { entries: new Map([['LOGS', { wish: newest(), page }]]) } };
	};

	it('are searched as far as they were read', () => {
		const state = at(view, read({ atStart: false }), { filter: 'nobody' });
		expect(amountOf(state, 'messages:LOGS')).toBe('0 of 2 read');
		expect(emptyText(state, 'messages:LOGS')).toContain(
			'Nothing matches /nobody among the 2 messages read. Press f to filter',
		);
	});

	it('are searched as a whole where all were read', () => {
		const state = at(view, read({ atStart: true }), { filter: 'nobody' });
		expect(emptyText(state, 'messages:LOGS')).toBe('Nothing matches /nobody. esc clears the filter.');
	});
});

describe('a walk that was stopped', () => {
	const names = Array.from({ length: 300 }, (_, each) => `S${each}`);
	const some: Partial<DeckState> = {
		streamNames: ready(names),
		streams: { entries: new Map([['S0', { info: ready(streamInfo('S0')) }]]) },
	};
	const byMessages = { sort: { column: 'messages', descending: true } };

	it('leaves an order of the streams that were read', () => {
		const state = at({ kind: 'streams' }, some, byMessages);
		expect(crumbs(state)).toContain('by messages ↓, of 1 read; r reads all');
		expect(crumbs({ ...state, swept: { streams: state.now } })).toMatch(/by messages ↓$/);
		const old = { ...state, swept: { streams: state.now - 300_000 } };
		expect(crumbs(old)).toContain('by messages ↓, as of 5m ago; r refreshes');
		expect(crumbs(at({ kind: 'streams' }, some))).toMatch(/by name ↑$/);
	});

	it('leaves streams that a filter by subject has not looked at', () => {
		const state = at({ kind: 'streams' }, some, { filter: 'subject:nobody' });
		expect(emptyText(state, 'streams')).toContain('Not all streams were read: press r to read them.');
		expect(emptyText({ ...state, swept: { streams: 1 } }, 'streams')).not.toContain('Not all');
	});

	it('leaves consumers out', () => {
		const { consumers, streamNames } = sampleState();
		const state = at({ kind: 'consumers' }, { consumers, streamNames, swept: {} });
		expect(crumbs(state)).toMatch(/^Consumers \d+ so far · r reads all/);
		expect(crumbs({ ...state, swept: { consumers: 1 } })).not.toContain('so far');
	});
});

describe('what was fetched', () => {
	const view: View = { kind: 'fetched', stream: 'LOGS', consumer: 'c' };
	it('is kept of the latest consumers only', () => {
		const others = Array.from({ length: mostConsumers }, (_, each) => `LOGS\0other${each}`);
		const fetched = new Map(others.map((key) => [key, { created: undefined, messages: [] }]));
		expect(emptyText(at(view, { fetched }), 'fetched:LOGS\0c')).toMatch(
			/^jetdeck keeps the fetched messages of the latest/,
		);
		expect(emptyText(at(view, {}), 'fetched:LOGS\0c')).toMatch(/^No messages were fetched yet/);
	});

	it('says where only the latest deliveries are kept', () => {
		const message = { stream: 'LOGS', consumer: 'c', consumerSeq: 1, deliveries: 1, pending: 0, at: 0 };
		const entry = { seq: 1, subject: 'logs.a', time: before(1), size: 1, headers: [], payload: new Uint8Array() };
		const messages = Array.from({ length: mostDeliveries }, (_, each) => ({ ...message, entry, reply: `r${each}` }));
		const of = (kept: typeof messages): string =>
			crumbs(at(view, { fetched: new Map([['LOGS\0c', { created: undefined, messages: kept }]]) }));
		expect(of(messages)).toContain('the latest 1,000');
		expect(of(messages.slice(1))).not.toContain('latest');
	});
});

it('the console says when its first lines are gone', () => {
	const line = (id: number) => exchange([], { id });
	let exchanges = [line(1)];
	for (let id = 2; id <= 200; id += 1) exchanges = [...withExchange(exchanges, line(id))];
	expect(exchanges.flatMap(({ notes }) => notes)).toEqual([]);
	exchanges = [...withExchange(exchanges, line(201))];
	expect([exchanges.length, exchanges[0]?.id]).toEqual([200, 2]);
	expect(exchanges[0]?.notes.map(noteInWords)).toEqual(['jetdeck keeps only the latest 200 lines.']);
});

it('every name completes a line of the console, wherever it is in the list', () => {
	const names = Array.from({ length: 10_000 }, (_, each) => `S${String(each).padStart(5, '0')}`);
	const state = sampleState({ streamNames: ready(names) });
	const line = '$JS.API.STREAM.INFO.S0999';
	const offers = completionsOf(state, '$JS.API', line, line.length);
	expect(offers?.items.map(({ text }) => text.trim())).toEqual(names.slice(9_990));
	const nats = completionsOf(state, '$JS.API', 'nats stream info S0999', 22);
	expect(nats?.items).toHaveLength(10);
});

it('a form says what it is not compared with', () => {
	const state = deckState();
	const of = (consumers: number, subjects: number): readonly string[] => {
		const info = streamInfo('LOGS', { state: { consumer_count: consumers } });
		const form = streamEdit({ forms: new Map() }, info);
		const written = {
			...form,
			draft: setAt(
				form.draft,
				'subjects',
				Array.from({ length: subjects }, (_, n) => `a${n}`),
			),
		};
		const streams = { entries: new Map([['LOGS', { info: ready(info) }]]) };
		return formWarnings(written, { ...state, streams }).map(({ message }) => message);
	};
	expect(of(256, 32)).toEqual([]);
	expect(of(257, 33)).toEqual([
		'jetdeck compares only the first 32 of 33 subjects with other streams; the server compares all.',
		'jetdeck does not compare this with the 257 consumers of LOGS; the server does.',
	]);
});

const textOf = (lines: readonly Line[]): string =>
	lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

it('a dialog of many requests says whose payloads it does not show', () => {
	const dialog = (requests: number): string => {
		const infos = Array.from({ length: requests }, (_, each) => streamInfo(`S${each}`));
		const plan = planStreamDelete(infos.map((info) => ({ info, warnings: [] })));
		const wires = plan.steps.map(() => ({
			subject: 'x',
			headers: [],
			payload: '{"a":1}',
			request: '',
			nats: 'n'.repeat(2_001),
		}));
		return textOf(confirmLines({ kind: 'confirm', proposal: plan, wires, text: '', offset: 0 } as Confirm, 100));
	};
	expect(dialog(5)).not.toContain('not shown');
	expect(dialog(7)).toContain('2 payloads not shown: press ^Y to copy every request.');
	expect(dialog(1)).toContain('The nats line has 2,001 characters: press ^N to copy it.');
});

it('an entry of the journal says where only the beginning of a payload is kept', () => {
	const entry: JournalEntry = {
		...{ id: '1', time: before(1), target: 't', title: 'Publish', effect: 'change', endpoint: '', subject: 'a' },
		...{ asset: { kind: 'stream', stream: 'S' }, text: 'abc', outcome: { kind: 'sent' } },
	};
	const shown = (parts: Partial<JournalEntry>): string =>
		textOf(journalEntryLines(deckState({ journal: [{ ...entry, ...parts }] }), '1'));
	expect(shown({})).not.toContain('…');
	expect(shown({ textLength: 70_000 })).toContain('… the first 3 of 70,000 characters; the journal stores no more.');
});
