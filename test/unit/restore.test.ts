import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/changes/journal.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import { lackingIn, notRestored } from '../../src/changes/rows/transfers.ts';
import { isAtStop, type StepResult } from '../../src/changes/run.ts';
import type { Held } from '../../src/jetstream/backup/contents.ts';
import {
	type End,
	isTaken,
	isWhole,
	notOurs,
	type Remains,
	whereMissing,
} from '../../src/jetstream/backup/restore-remains.ts';
import type { Problem } from '../../src/jetstream/problem.ts';
import type { StreamConfig, StreamInfo, StreamState } from '../../src/jetstream/wire.ts';

const state: StreamState = {
	messages: 100,
	bytes: 5000,
	first_seq: 1,
	first_ts: '2026-01-01T00:00:00Z',
	last_seq: 100,
	last_ts: '2026-01-02T00:00:00Z',
	consumer_count: 2,
};
const config = { name: 'A', subjects: ['a'], storage: 'file' } as StreamConfig;
const v1: Held = { format: 'v1', consumers: 2 };
const v2: Held = { format: 'v2', consumers: 2, messages: 90, state };

const infoOf = (now: Partial<StreamState>, more: Partial<StreamConfig> = {}): StreamInfo => ({
	config: { ...config, ...more },
	state: { ...state, ...now },
});

const problem = (more: Partial<Problem>): Problem => ({ kind: 'api', subject: '', message: 'no', advice: '', ...more });

describe('what is there after a restore that did not end well', () => {
	it.each<[what: string, errCode: number, message: string, taken: boolean]>([
		['a name in use', 10130, 'stream name already in use, cannot restore', true],
		['a name in use, of another configuration', 10058, 'stream name already in use', true],
		['a name in use, wrapped', 10062, 'restore failed: stream name already in use', true],
		['a damaged archive', 10062, 'restore failed: s2: corrupt input', false],
	])('is of somebody else after %s', (_, errCode, message, taken) => {
		expect(isTaken({ kind: 'refused', problem: problem({ errCode, message }) })).toBe(taken);
		expect(isTaken({ kind: 'silent', problem: problem({ errCode, message }) })).toBe(false);
	});

	it.each<[what: string, now: Partial<StreamState>, holds: Held, isAll: boolean, whole: boolean]>([
		['all', {}, v1, true, true],
		['fewer messages than the stream had', { messages: 90 }, v1, true, false],
		['the messages that the archive has', { messages: 90 }, v2, true, true],
		['fewer than the archive has, up to its last', { messages: 10 }, v2, true, true],
		['not the last sequence', { messages: 90, last_seq: 99 }, v2, true, false],
		['all, of which not all was sent', {}, v2, false, false],
	])('is whole with %s', (_, now, holds, isAll, whole) => {
		expect(isWhole({ ...state, ...now }, { state, holds, isAll })).toBe(whole);
	});

	it.each<[what: string, info: StreamInfo, holds: Held, why: RegExp | undefined]>([
		['a part', infoOf({ messages: 40, last_seq: 50, last_ts: '2026-01-01T12:00:00Z' }), v2, undefined],
		['a part without messages', infoOf({ messages: 0, last_seq: 0 }), v2, undefined],
		['a stream, where older servers leave none', infoOf({ messages: 0, last_seq: 0 }), v1, /leaves none/],
		['an empty stream of another kind', infoOf({ messages: 0, last_seq: 0 }, { subjects: ['b'] }), v2, /configuration/],
		['an empty stream that had more', infoOf({ messages: 0, last_seq: 500 }), v2, /not in the backup/],
		['newer messages', infoOf({ messages: 3, last_seq: 3, last_ts: '2026-02-01T00:00:00Z' }), v2, /not in the backup/],
	])('is ours only if it is certainly so: %s', (_, info, holds, why) => {
		const found = notOurs(info, { config, state, holds });
		if (why === undefined) expect(found).toBeUndefined();
		else expect(found).toMatch(why);
	});

	const silent = (more: Partial<Problem>): End => ({ kind: 'silent', problem: problem({ kind: 'timeout', ...more }) });

	it.each<[what: string, end: End, holds: Held, isAll: boolean, left: Remains['kind']]>([
		['an older server has all, and says nothing', silent({}), v1, true, 'there'],
		['the connection was lost after the end was sent', silent({ kind: 'disconnected' }), v1, true, 'there'],
		['the end was never sent', silent({ kind: 'disconnected', unsent: true }), v1, true, 'nothing'],
		['the server had given up before', silent({ kind: 'no-responders' }), v1, true, 'nothing'],
		['not all was sent', silent({}), v1, false, 'nothing'],
		['the server refused it', { kind: 'refused', problem: problem({}) }, v1, true, 'nothing'],
		['nats-server 2.15 has none', silent({}), v2, true, 'nothing'],
	])('may still come if no stream is there yet: %s', (_, end, holds, isAll, kind) => {
		expect(whereMissing({ config, end, holds, isAll }).kind).toBe(kind);
	});

	it.each<[left: Remains, outcome: 'failed' | 'unknown']>([
		[{ kind: 'nothing' }, 'failed'],
		[{ kind: 'removed', messages: 3 }, 'failed'],
		[{ kind: 'there', why: 'Part of stream A is left.' }, 'unknown'],
	])('is in the journal: %j', (left, kind) => {
		for (const restored of [
			{ kind: 'stopped', left } as const,
			{ kind: 'failed', left, problem: problem({ kind: 'timeout' }) } as const,
		])
			expect(outcomeOf(notRestored('', restored, 1))).toMatchObject({
				kind,
				message: expect.stringMatching(/ Nothing of|The half|Part of/),
			});
	});
});

describe('a restored stream', () => {
	it.each<[what: string, now: Partial<StreamState>, then: StreamState | undefined, holds: Held, lacks: RegExp]>([
		['has all', {}, state, v1, /^$/],
		['has what is left in the archive', { messages: 90 }, state, v2, /^$/],
		['has more, for somebody publishes to it', { messages: 130 }, state, v2, /^$/],
		['has fewer than the archive', { messages: 80 }, state, v2, /has 80 messages, and the backup has 90: its limits/],
		[
			'has fewer than the stream had',
			{ messages: 80 },
			state,
			v1,
			/and the stream had 100: .*or the backup lacks them/,
		],
		['is of a folder without a state', { messages: 80 }, undefined, v1, /^$/],
		[
			'lacks a consumer',
			{ consumer_count: 1 },
			state,
			v1,
			/^The restored stream has 1 consumer, and the backup has 2\.$/,
		],
	])('%s', (_, now, then, holds, lacks) => {
		expect(lackingIn({ ...state, ...now }, then, holds)).toMatch(lacks);
	});
});

describe('a run', () => {
	const done: StepResult = { kind: 'done', reply: {}, ms: 1, came: [] };
	const warned: StepResult = { ...done, warning: 'It lacks messages.' };
	const refused: StepResult = { kind: 'refused', problem: problem({}), ms: 1, came: [] };

	it.each<[stopsAt: Proposal['stopsAt'], result: StepResult, stops: boolean]>([
		[undefined, refused, false],
		['failure', refused, true],
		['failure', warned, false],
		['warning', warned, true],
		['warning', done, false],
		['elsewhere', refused, false],
		['elsewhere', { kind: 'refused', problem: problem({ elsewhere: true }), ms: 1, came: [] }, true],
	])('that stops at a %s goes on after what is good enough', (stopsAt, result, stops) => {
		const proposal = { ...(stopsAt && { stopsAt }) } as Proposal;
		expect(isAtStop({ proposal, results: [done, result] })).toBe(stops);
	});
});
