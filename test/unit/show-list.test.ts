import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { width } from '../../src/format/width.ts';
import { emptyList } from '../../src/store/list.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { cellsOf, fittedColumns, gutterOf, headingCells } from '../../src/views/cells.ts';
import { listOf } from '../../src/views/places.ts';
import { rowsOf } from '../../src/views/rows.ts';
import {
	consumerInfo,
	deckState,
	hostileTexts,
	isHarmless,
	now,
	ready,
	sampleState,
	streamInfo,
	subjectCounts,
	withConsumers,
	withStreams,
} from '../support/state.ts';

/** The list as it is drawn, without what stands around it. */
function drawn(state: DeckState): readonly string[] {
	const view = state.views.at(-1);
	if (view === undefined) throw new Error('a state has a view');
	const id = listOf(view);
	const columns = fittedColumns(state, id);
	const rows = rowsOf(state, id).map((row) => cellsOf(state, id, row, columns));
	return [headingCells(state, id, columns), ...rows].map((cells) =>
		`  ${cells.map((cell) => cell.text).join('  ')}`.trimEnd(),
	);
}

describe('the list of streams', () => {
	it('at 80 columns', () => {
		expect(drawn(sampleState())).toEqual([
			'  NAME↑              MESSAGES      BYTES    MSG/S   CONS   LAST  HEALTH',
			'  LOGS             12,345,678   10.2 GiB    1,204      3   0.7s  R3 ✓',
			'  ORDERS                  812    1.1 MiB        3      1     4s  n2 lag 12',
		]);
	});

	it('at 200 columns', () => {
		expect(drawn(sampleState({ size: { columns: 200, rows: 60 } }))).toEqual([
			'  NAME↑         SUBJECTS                    STORE   RETENTION      MESSAGES      BYTES    MSG/S   CONS   LAST       RATE 5 MIN  HEALTH              LEADER    REPLICAS        DESCRIPTION',
			'  LOGS          logs.>                      file    limits       12,345,678   10.2 GiB    1,204      3   0.7s                ·  R3 ✓                n1        n1*, n2, n3     everything that is logged',
			'  ORDERS        orders.*                    file    workqueue           812    1.1 MiB        3      1     4s                ·  n2 lag 12           n1        n1*, n2!, n3    -',
		]);
	});

	it('shows what is not known yet, what failed, what is offline and what is old', () => {
		const known = withStreams([streamInfo('OLD'), streamInfo('FAILED'), streamInfo('FRESH')]);
		const problem = { kind: 'timeout', subject: '', message: 'No answer.', advice: '' } as const;
		const entries = new Map(known.streams.entries);
		entries.set('OLD', { info: ready(streamInfo('OLD'), 7000) });
		entries.set('FAILED', {
			info: { phase: 'failed', problem, at: now, last: { value: streamInfo('FAILED'), at: now - 9000 } },
		});
		entries.set('GONE', { info: { phase: 'unknown' }, offline: 'too new' });
		const state = deckState({
			streamNames: ready(['FAILED', 'FRESH', 'GONE', 'NEW', 'OLD']),
			streams: { entries },
			size: { columns: 60, rows: 24 },
		});
		expect(drawn(state)).toEqual([
			'  NAME↑                MESSAGES      BYTES  HEALTH',
			'  FAILED                    812    1.1 MiB  ! No answer.',
			'  FRESH                     812    1.1 MiB  consumers ?',
			'  GONE                        ·          ·  offline',
			'  NEW                         ·          ·  ·',
			'  OLD                       812    1.1 MiB  7s old · consum…',
		]);
		const columns = fittedColumns(state, 'streams');
		const tones = (row: string) => cellsOf(state, 'streams', row, columns).map(({ tone }) => tone);
		expect(tones('OLD')).toEqual(['dim', 'dim', 'dim', 'dim']);
		expect(tones('FAILED')).toEqual(['dim', 'dim', 'dim', 'bad']);
		expect(tones('FRESH')).toEqual(['strong', 'plain', 'plain', 'dim']);
	});

	it('says at length why a row cannot be read where nothing is known of it', () => {
		const problem = {
			kind: 'api',
			subject: '',
			message: 'The meta leader calls n1 offline.',
			short: 'n1 offline',
			advice: 'Start n1 again.',
		} as const;
		const known = withStreams([streamInfo('FRESH'), streamInfo('WAS')]);
		const entries = new Map(known.streams.entries);
		entries.set('DOWN', { info: { phase: 'failed', problem, at: now } });
		entries.set('WAS', {
			info: { phase: 'failed', problem, at: now, last: { value: streamInfo('WAS'), at: now - 9000 } },
		});
		const names = ready(['DOWN', 'FRESH', 'WAS']);
		const list = { ...emptyList, sort: { column: 'health', descending: true } };
		const stateOf = (columns: number) =>
			deckState({
				streamNames: names,
				streams: { entries },
				lists: new Map([['streams', list]]),
				size: { columns, rows: 24 },
			});
		expect(drawn(stateOf(60))).toEqual([
			'  NAME                 MESSAGES      BYTES  HEALTH↓',
			'  DOWN                        ·          ·  ! n1 offline',
			'  WAS                       812    1.1 MiB  ! n1 offline',
			'  FRESH                     812    1.1 MiB  consumers ?',
		]);
		const wide = drawn(stateOf(160));
		expect(wide[1]).toContain('! The meta leader calls n1 offline.');
		expect(wide[2]).toContain('! The meta leader calls n1 offline.');
		expect(Math.max(...wide.map((line) => width(line)))).toBeLessThanOrEqual(160);
	});

	it('never cuts a number', () => {
		const state = deckState(
			withStreams([streamInfo('S', { state: { messages: 98_765_432_109_876, bytes: 2 ** 62, last_seq: 1e15 } })]),
		);
		expect(drawn(state)[1]).toContain('98.8T');
	});

	it('tells sequences apart that are times in nanoseconds, and sorts by them', () => {
		const last = 1_764_500_000_000_000_003n;
		const behind = [
			['A', 1n],
			['B', 2n],
			['C', 0n],
		] as const;
		const named = behind.map(([name, by]) => streamInfo(name, { state: { last_seq: last + by } }));
		const lists = new Map([['streams', { ...emptyList, sort: { column: 'last-seq', descending: true } }] as const]);
		const state = deckState({ ...withStreams(named), lists, size: { columns: 300, rows: 60 } });
		expect(rowsOf(state, 'streams')).toEqual(['B', 'A', 'C']);
		expect(drawn(state).map((line) => /…[\d,]+/.exec(line)?.[0])).toEqual([
			undefined,
			'…000,000,005',
			'…000,000,004',
			'…000,000,003',
		]);
	});

	it('says by what it is sorted', () => {
		const lists = new Map([['streams' as const, { ...emptyList, sort: { column: 'messages', descending: true } }]]);
		expect(drawn(sampleState({ lists }))[0]).toContain(' MESSAGES↓ ');
	});
});

describe('the list of consumers', () => {
	it('of a stream at 80 columns', () => {
		expect(drawn(sampleState({ views: [{ kind: 'stream', stream: 'LOGS', pane: 'consumers' }] }))).toEqual([
			'  NAME↑                 PENDING     ACK PEND   REDELIV   LAST  STATE',
			'  archive                45,000      0/1,000         0     4s  45,000 behind',
			'  search                      0     12/1,000         2     4s  2 redelivered',
		]);
	});

	it('by lag at 80 columns', () => {
		expect(drawn(sampleState({ views: [{ kind: 'lag' }] }))).toEqual([
			'  CONSUMER       STREAM         WHAT↓                PENDING     ACK PEND   IDLE',
			'  archive        LOGS           45,000 behind         45,000      0/1,000     4s',
			'  search         LOGS           2 redelivered              0     12/1,000     4s',
			'  billing        ORDERS         up to date ✓               0      0/1,000     4s',
		]);
	});
});

describe('the list of subjects', () => {
	it('shows shares', () => {
		const counts = subjectCounts([
			['a', 3],
			['b', 1],
		]);
		const state = deckState({
			subjects: { entries: new Map([['S', ready(counts)]]) },
			views: [{ kind: 'stream', stream: 'S', pane: 'subjects' }],
			size: { columns: 60, rows: 24 },
		});
		expect(drawn(state)).toEqual([
			'  SUBJECT                  MESSAGES↓  SHARE',
			'  a                                3  ████████████░░░░ 75%',
			'  b                                1  ████░░░░░░░░░░░░ 25%',
		]);
	});
});

describe('cells', () => {
	const views: readonly View[] = [{ kind: 'streams' }, { kind: 'consumers' }, { kind: 'lag' }];

	it('are as wide as their columns and harmless, whatever the server says', () => {
		const hostile = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'grapheme' }));
		const view = fc.constantFrom(...views);
		fc.assert(
			fc.property(hostile, view, fc.integer({ min: 60, max: 300 }), (evil, shown, columns) => {
				const state = deckState({
					...withStreams([streamInfo(evil, { config: { description: evil, subjects: [evil] } })]),
					...withConsumers([consumerInfo(evil, evil, { config: { description: evil, filter_subject: evil } })]),
					views: [shown],
					size: { columns, rows: 24 },
				});
				const id = listOf(shown);
				const fitted = fittedColumns(state, id);
				const [row = ''] = rowsOf(state, id);
				for (const [at, cell] of cellsOf(state, id, row, fitted).entries()) {
					expect(isHarmless(cell.text)).toBe(true);
					expect(width(cell.text)).toBe(fitted[at]?.width);
				}
			}),
		);
	});

	it('have a mark and the cursor before them at once', () => {
		expect([gutterOf(true, false), gutterOf(false, true), gutterOf(true, true)]).toEqual(['▸ ', ' *', '▸*']);
	});
});
