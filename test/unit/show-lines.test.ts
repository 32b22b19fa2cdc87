import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/format/line.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { jsonViewLines } from '../../src/views/json-lines.ts';
import type { Fact } from '../../src/views/line.ts';
import { sectionLines } from '../../src/views/section-lines.ts';
import { lineWidth } from '../../src/views/spans.ts';
import { linesOf } from '../../src/views/text-lines.ts';
import {
	accountInfo,
	consumerInfo,
	deckState,
	hostileTexts,
	isHarmless,
	now,
	rates,
	ready,
	sampleState,
	streamInfo,
	withConsumers,
	withStreams,
} from '../support/state.ts';

const text = (line: Line): string =>
	line
		.map((each) => each.text)
		.join('')
		.trimEnd();

describe('lines of sections', () => {
	const facts: readonly Fact[] = [
		{ label: 'Messages', value: '812 of 1,000', share: 0.812 },
		{ label: 'Rate', value: '8', trend: [1, 2, 8] },
		{ label: 'Long', value: 'one two three four five six seven eight nine ten', help: 'no room for it' },
	];

	it('align labels, draw bars and wrap', () => {
		expect(sectionLines([{ kind: 'facts', title: 'State', facts }], 44).map(text)).toEqual([
			'  State',
			'  Messages  812 of 1,000  █████████▊░░ 81%',
			'  Rate      8  ▁▂█',
			'  Long      one two three four five six',
			'            seven eight nine ten',
		]);
	});

	it('stand side by side on a wide screen', () => {
		const one = { kind: 'facts', title: 'One', facts: [{ label: 'a', value: '1' }] } as const;
		const two = {
			kind: 'table',
			title: 'Two',
			columns: [{ title: 'N', align: 'right' }],
			rows: [[{ text: '42' }]],
			empty: '',
		} as const;
		const lines = sectionLines([one, two], 120).map(text);
		expect(lines).toEqual([`  One${' '.repeat(57)}Two`, `  a  1${' '.repeat(57)}N`, `${' '.repeat(62)}42`]);
		expect(sectionLines([one, two], 119).map(text)).toEqual(['  One', '  a  1', '', '  Two', '   N', '  42']);
	});

	it('say what an empty table means', () => {
		const section = {
			kind: 'table',
			title: 'T',
			columns: [{ title: 'N', align: 'left' }],
			rows: [],
			empty: 'None.',
		} as const;
		expect(sectionLines([section], 80).map(text)).toEqual(['  T', '  None.']);
	});
});

describe('lines of JSON', () => {
	it('are indented, with a tone for each kind of part', () => {
		const lines = jsonViewLines({ name: 'S', n: [1, true], big: 12345678901234567890n }, 80);
		expect(lines.map(text)).toEqual([
			'  {',
			'    "name": "S",',
			'    "n": [',
			'      1,',
			'      true',
			'    ],',
			'    "big": 12345678901234567890',
			'  }',
		]);
		expect(lines[1]?.map(({ tone }) => tone)).toEqual(['plain', 'accent', 'dim', 'plain', 'dim']);
	});

	it('wrap what is long, and lose none of it', () => {
		const lines = jsonViewLines({ text: 'abcdefghij'.repeat(10) }, 40).map(text);
		expect(lines).toHaveLength(6);
		expect(
			lines
				.slice(1, -1)
				.map((line) => line.trim())
				.join('')
				.replace('"text": ', ''),
		).toBe(`"${'abcdefghij'.repeat(10)}"`);
	});
});

describe('the lines of a view', () => {
	const overview: View = { kind: 'stream', stream: 'LOGS', pane: 'overview' };

	it('are the same array until something changes', () => {
		const state = sampleState({ views: [overview] });
		const lines = linesOf(state);
		expect(linesOf({ ...state, toasts: [], touchedAt: 5 })).toBe(lines);
		expect(linesOf({ ...state, now: now + 1000 })).not.toBe(lines);
		expect(linesOf({ ...state, size: { columns: 79, rows: 24 } })).not.toBe(lines);
		expect(linesOf(sampleState())).toEqual([]);
	});

	it('have rates where two polls told them', () => {
		const entries = { LOGS: { rates: rates({ messagesPerSecond: 1204, bytesPerSecond: -2048 }) } };
		const lines = linesOf(deckState({ ...withStreams([streamInfo('LOGS')], entries), views: [overview] })).map(text);
		expect(lines).toContain('  Messages a second  1,204');
		expect(lines).toContain('  Growth             -2 KiB/s');
	});

	it('begin with the problem when data is not renewed', () => {
		const problem = { kind: 'api', subject: '', message: 'stream not found', advice: 'It was deleted.' } as const;
		const value = streamInfo('LOGS', { state: { consumer_count: 0 } });
		const info = { phase: 'failed', problem, at: now, last: { value, at: now - 9000 } } as const;
		const lines = linesOf(deckState({ streams: { entries: new Map([['LOGS', { info }]]) }, views: [overview] })).map(
			text,
		);
		expect(lines.slice(0, 5)).toEqual([
			'  ! stream not found',
			'  It was deleted.',
			'  The data below is 9s old.',
			'',
			'  State',
		]);
	});

	it('say that they are being read, or why they are not', () => {
		expect(linesOf(deckState({ views: [overview] })).map(text)).toEqual(['  Reading…']);
		const problem = {
			kind: 'no-responders',
			subject: '',
			message: 'Nobody answers.',
			advice: 'Enable JetStream.',
		} as const;
		const account = { phase: 'failed', problem, at: now } as const;
		const lines = linesOf(deckState({ account, views: [{ kind: 'account' }] })).map(text);
		expect(lines.slice(0, 4)).toEqual(['  ! Nobody answers.', '  Enable JetStream.', '', '  Connection']);
	});

	it('fit any width and let nothing through', () => {
		const shown = fc.constantFrom<(name: string) => View>(
			() => ({ kind: 'account' }),
			(name) => ({ kind: 'stream', stream: name, pane: 'overview' }),
			(name) => ({ kind: 'stream', stream: name, pane: 'json' }),
			(name) => ({ kind: 'consumer', stream: name, consumer: name, pane: 'overview' }),
			(name) => ({ kind: 'consumer', stream: name, consumer: name, pane: 'json' }),
		);
		fc.assert(
			fc.property(fc.constantFrom(...hostileTexts), shown, fc.integer({ min: 20, max: 250 }), (evil, view, columns) => {
				const lines = linesOf({ ...hostileState(evil), views: [view(evil)], size: { columns, rows: 24 } });
				expect(lines.length).toBeGreaterThan(1);
				for (const line of lines) {
					expect(lineWidth(line)).toBeLessThanOrEqual(columns);
					expect(isHarmless(text(line))).toBe(true);
				}
			}),
			{ numRuns: 60 },
		);
	});
});

/** A state in which every text comes from somebody who means no good. */
function hostileState(evil: string): DeckState {
	const config = { description: evil, subjects: [evil, evil], metadata: { [evil]: evil, b: evil }, [evil]: evil };
	const peers = { leader: evil, name: evil, replicas: [{ name: `${evil}2`, current: false, active: 1, lag: 1 }] };
	const source = { name: evil, lag: 1, active: 1, error: { code: 500, description: evil }, filter_subject: evil };
	const info = {
		cluster: peers,
		mirror: source,
		sources: [source],
		alternates: [{ name: evil, cluster: evil, domain: evil }],
		domain: evil,
	};
	const consumer = consumerInfo(evil, evil, {
		config: {
			description: evil,
			filter_subject: evil,
			deliver_subject: evil,
			metadata: { [evil]: evil },
			pause_until: evil,
		},
		info: { cluster: peers, paused: true, priority_groups: [{ group: evil, pinned_client_id: evil, pinned_ts: evil }] },
	});
	const denied = new Map([[evil, { endpoint: 'stream.info', subject: evil, operation: 'publish', at: now } as const]]);
	return deckState({
		...withStreams([streamInfo(evil, { config, info })]),
		...withConsumers([consumer]),
		account: ready(accountInfo({ domain: evil, tiers: { [evil]: accountInfo() } })),
		user: { user: evil, account: evil },
		denied,
	});
}
