import { array, assert, boolean, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyList, type ListState } from '../../src/store/list.ts';
import type { DeckState } from '../../src/store/state.ts';
import { chooseSubjects } from '../../src/store/subjects/choose-subjects.ts';
import { everySubject, type SubjectAsk, type SubjectCounts } from '../../src/store/subjects/subject-counts.ts';
import { amountOf } from '../../src/views/amount.ts';
import { crumbSpans } from '../../src/views/crumbs.ts';
import { emptyLines } from '../../src/views/empty.ts';
import { interestsOf } from '../../src/views/interests.ts';
import { listRowOf } from '../../src/views/lists.ts';
import { deckState, ready, streamInfo, subjectCounts, withStreams } from '../support/state.ts';

type Counts = SubjectCounts['counts'];

const id = 'subjects:DEV';
const name = (at: number): string => `dev.${String(at).padStart(6, '0')}`;

describe('the subjects that are held of many', () => {
	/** What a sort of everything would put first. */
	const sorted = (counts: Counts, { column, descending }: SubjectAsk['sort']): Counts =>
		counts.toSorted(([a, one], [b, other]) => {
			const byName = a < b ? -1 : 1;
			const value = column === 'subject' ? byName : one - other || (descending ? -byName : byName);
			return descending ? -value : value;
		});

	it('are the first of all in every order, equals by name', () => {
		assert(
			property(
				array(integer({ min: 0, max: 5 }), { maxLength: 30 }),
				tuple(constantFrom('subject', 'messages'), boolean()),
				integer({ min: 1, max: 12 }),
				(messages, [column, descending], most) => {
					const all = messages.map((each, at) => [name(at), each] as const);
					const sort = { column, descending };
					const { counts, matching } = chooseSubjects(all, { filter: '', sort }, most);
					expect(matching).toBe(all.length);
					expect(sorted(counts, sort)).toEqual(sorted(all, sort).slice(0, most));
				},
			),
		);
	});

	it('are those that match, wherever they are', () => {
		const all = Array.from({ length: 50 }, (_, at) => [name(at), at] as const);
		const found = (filter: string) => chooseSubjects(all, { ...everySubject, filter }, 10);
		expect(found('000049')).toEqual({ counts: [['dev.000049', 49]], matching: 1 });
		expect(found('subject:dev.000003').counts).toEqual([['dev.000003', 3]]);
		expect(found('!0004').matching).toBe(39);
	});
});

/** A stream of so many subjects, with these read of it. */
function large(all: number, counts: SubjectCounts, list: Partial<ListState> = {}): DeckState {
	const info = streamInfo('DEV', { state: { num_subjects: all, messages: all } });
	return deckState({
		...withStreams([info]),
		views: [{ kind: 'stream', stream: 'DEV', pane: 'subjects' }],
		subjects: { entries: new Map([['DEV', ready(counts)]]) },
		lists: new Map([[id, { ...emptyList, ...list }]]),
	});
}

const held = Array.from({ length: 10_000 }, (_, at) => [name(at), 10] as const);
const crumbs = (state: DeckState): string =>
	crumbSpans(state)
		.left.map(({ text }) => text)
		.join('');
const emptyText = (state: DeckState): string =>
	(emptyLines(state, id) ?? []).map((line) => line.map(({ text }) => text.trim()).join('')).join(' ');
const asked = (state: DeckState): string | undefined =>
	interestsOf(state)
		.map(({ key }) => key)
		.find((key) => key.startsWith('subjects:'));

describe('a list of the first subjects of many', () => {
	const first = subjectCounts(held, { matching: 300_000 });

	it('says how many there are, and how to get to the others', () => {
		expect(crumbs(large(300_000, first))).toContain('subjects 10,000 of 300,000 · / searches all · by messages ↓');
	});

	it('says nothing of the kind where every one is there', () => {
		const all = large(2, subjectCounts(held.slice(0, 2)));
		expect(amountOf(all, id)).toBe('2');
		expect(crumbs(all)).toMatch(/by messages ↓$/);
	});

	it('is asked for anew with another filter or order, and claims nothing until that is there', () => {
		const state = large(300_000, first, { filter: '299', sort: { column: 'subject', descending: true } });
		expect(asked(state)).toBe('subjects:DEV\x00299\0subject\0true');
		expect(crumbs(state)).toContain('so far');
		expect(crumbs(state)).toContain('searching 300,000…');
		const none = large(300_000, first, { filter: 'nobody' });
		expect(emptyText(none)).toBe('Searching 300,000 subjects for /nobody… esc clears the filter.');
	});

	it('waits for enter while a filter is typed', () => {
		const state = large(300_000, first, { filter: '29' });
		const typing: DeckState = { ...state, overlay: { kind: 'filter', text: '29', before: emptyList } };
		expect([asked(state), asked(typing)]).toEqual(['subjects:DEV\x0029\0messages\0true', 'subjects:DEV']);
	});

	it('is asked for as one list where all of them can be held, whatever the filter', () => {
		expect(asked(large(10_000, subjectCounts(held), { filter: '29' }))).toBe('subjects:DEV');
	});

	it('of a filter says among how many it looked', () => {
		const ask = { ...everySubject, filter: '299' };
		const few = subjectCounts([['dev.000299', 1]], { read: 300_000, ask });
		expect(amountOf(large(300_000, few, { filter: '299' }), id)).toBe('1 of 300,000');
		const none = subjectCounts([], { read: 300_000, ask });
		expect(emptyText(large(300_000, none, { filter: '299' }))).toBe(
			'Nothing matches /299 among all 300,000 subjects. esc clears the filter.',
		);
		const many = subjectCounts(held, { matching: 45_000, read: 300_000, ask: { ...everySubject, filter: 'dev' } });
		const state = large(300_000, many, { filter: 'dev' });
		expect(crumbs(state)).toContain('10,000 of 45,000 that match');
		expect(crumbs(state)).toContain('narrow the filter');
	});

	it('says where not even all were looked through, and what the server can look for', () => {
		const cut = subjectCounts(held, { matching: 500_000, total: 3_000_000 });
		expect(crumbs(large(3_000_000, cut))).toContain('10,000 of 3,000,000 · ! 500,000 read; /subject:a.>');
		const ask = { ...everySubject, filter: 'nobody' };
		const none = subjectCounts([], { read: 500_000, total: 3_000_000, ask });
		expect(emptyText(large(3_000_000, none, { filter: 'nobody' }))).toContain(
			'among the first 500,000 of 3,000,000 subjects by name. To read others, filter on the server: /subject:orders.>',
		);
	});

	it('is read again the more seldom the longer that takes', () => {
		const every = (ms: number): number | undefined =>
			interestsOf(large(300_000, subjectCounts(held, { matching: 300_000, ms }))).find(({ key }) =>
				key.startsWith('subjects:'),
			)?.every;
		expect(every(0)).toBe(45);
		expect(every(30_000)).toBe(20 * 15);
		expect(interestsOf(large(5, subjectCounts(held.slice(0, 5), { ms: 30_000 }))).at(-1)?.every).toBe(5);
	});

	it('says how far the reading is, and how old the counts are', () => {
		const some = { ...subjectCounts(held, { matching: 100_000, total: 300_000 }), reading: true } as const;
		expect(crumbs(large(300_000, some))).toContain('10,000 so far · 100,000 of 300,000 read…');
		const state = large(300_000, first);
		const later = { ...state, now: state.now + 60_000 };
		expect(crumbs(later)).toContain('10,000 of 300,000 · / searches all, counted 1m ago');
	});

	it('gives shares of the whole stream', () => {
		const uneven = subjectCounts([[name(0), 150_000], ...held.slice(1)], { matching: 300_000 });
		const [{ text } = { text: '' }] = listRowOf(id)?.cells(large(300_000, uneven), name(0), ['share'], 'DEV') ?? [];
		expect(text).toMatch(/ 50%$/);
	});
});
