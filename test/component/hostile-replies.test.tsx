import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringifyJson } from '../../src/format/json.ts';
import { decodeReply } from '../../src/jetstream/decode.ts';
import { type EndpointId, endpointById } from '../../src/jetstream/endpoints.ts';
import type { Answer } from '../../src/jetstream/problem.ts';
import type { AccountInfo, ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import { answered } from '../../src/store/datum.ts';
import { putConsumer, putStream } from '../../src/store/entries.ts';
import type { ConsumerEntry, DeckState, StreamEntry } from '../../src/store/state.ts';
import { type ConsumerKey, consumerKey, type View } from '../../src/store/view.ts';
import { draw } from '../support/draw.tsx';
import {
	accountInfo,
	clusterOf,
	consumerInfo,
	now,
	ready,
	sampleState,
	streamInfo,
	withStreams,
} from '../support/state.ts';

/** Many more find more: HOSTILE_RUNS=5000. */
const numRuns = Number(process.env.HOSTILE_RUNS ?? 150);
const timeout = 120_000 + numRuns * 200;

const junk = fc.oneof(
	fc.constantFrom(undefined, null, '', 'x', 5, -1, 0.5, 1e300, 2n ** 60n, true, [], {}, ['x'], [null], [{}], {
		a: null,
	}),
	fc.constantFrom([[]], { name: 5 }, [{ name: null }], '0001-01-01T00:00:00Z', '\u001B[2J', 'a'.repeat(500)),
	fc.jsonValue({ maxDepth: 2 }),
);

function pathsOf(value: unknown): readonly (readonly string[])[] {
	if (typeof value !== 'object' || value === null) return [[]];
	return [[], ...Object.entries(value).flatMap(([key, entry]) => pathsOf(entry).map((path) => [key, ...path]))];
}

function withJunk(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
	if (key === undefined || typeof value !== 'object' || value === null) return put;
	const entries = Object.entries(value).map(([name, entry]) => [
		name,
		name === key ? withJunk(entry, rest, put) : entry,
	]);
	return Array.isArray(value) ? entries.map(([, entry]) => entry) : Object.fromEntries(entries);
}

/** A reply that is whole but for one place or two. */
function spoilt(whole: object): fc.Arbitrary<unknown> {
	const place = fc.tuple(fc.constantFrom(...pathsOf(whole)), junk);
	return fc
		.array(place, { minLength: 1, maxLength: 2 })
		.map((places) => places.reduce<unknown>((value, [path, put]) => withJunk(value, path, put), whole));
}

function answerTo<T>(id: EndpointId, reply: unknown): Answer<T> {
	const endpoint = endpointById(id);
	const type = `io.nats.jetstream.api.v1.${endpoint.replyType[0]}`;
	const text = typeof reply === 'object' && reply !== null ? { type, ...reply } : (reply ?? null);
	const decoded = decodeReply(endpoint, new TextEncoder().encode(stringifyJson(text)));
	if (decoded.kind === 'value') return { ok: true, value: decoded.value as T, at: now, ms: 1 };
	const message = decoded.kind === 'malformed' ? `The reply ${decoded.reason}.` : String(decoded.error.description);
	return { ok: false, problem: { kind: 'malformed', subject: 'x', message, advice: '' }, at: now, ms: 1 };
}

const stream: StreamInfo = streamInfo('LOGS', {
	config: {
		description: 'what is logged',
		max_age: 60_000_000_000,
		mirror: {
			name: 'M',
			opt_start_seq: 4,
			external: { api: '$JS.x.API', deliver: 'd' },
			subject_transforms: [{ src: 'a', dest: 'b' }],
		},
		sources: [{ name: 'Q', filter_subject: 'y' }],
		placement: { cluster: 'c', tags: ['t'] },
		republish: { src: 'a', dest: 'b' },
		subject_transform: { src: 'a', dest: 'b' },
		consumer_limits: { inactive_threshold: 5 },
	},
	state: { lost: { msgs: [1], bytes: 4 }, subjects: { a: 1 }, num_deleted: 3, deleted: [3] },
	info: {
		...clusterOf(['n2', 0], ['n3', 9]),
		mirror: { name: 'M', lag: 4, active: 5, error: { code: 4, description: 'no' }, external: { api: 'x' } },
		sources: [{ name: 'Q', lag: 4, active: 7, filter_subject: 'y', subject_transforms: [{ src: 'a', dest: 'b' }] }],
		alternates: [{ name: 'A', cluster: 'c' }],
		domain: 'hub',
	},
});

const consumer: ConsumerInfo = consumerInfo('LOGS', 'archive', {
	config: {
		filter_subjects: ['a', 'b'],
		backoff: [1000, 2000],
		priority_groups: ['g'],
		priority_policy: 'overflow',
		deliver_subject: 'x',
	},
	info: {
		...clusterOf(['n2', 0]),
		push_bound: true,
		paused: true,
		pause_remaining: 5e9,
		priority_groups: [{ group: 'g', pinned_client_id: 'x', pinned_ts: '2026-03-31T11:00:00Z' }],
	},
});

const account: AccountInfo = accountInfo({ tiers: { R1: accountInfo() }, domain: 'hub' });

/** The frame has its header, so that nothing was thrown while it was drawn. */
function isDrawn(parts: Partial<DeckState>, views: readonly View[]): void {
	for (const view of views) {
		const drawing = draw(sampleState({ ...parts, size: { columns: 200, rows: 60 }, views: [view] }));
		try {
			expect(drawing.text()).toMatch(/^jetdeck {2}nats:/);
		} finally {
			drawing.end();
		}
	}
}

const ofStream = { kind: 'stream', stream: 'LOGS' } as const;
const ofConsumer = { kind: 'consumer', stream: 'LOGS', consumer: 'archive' } as const;

function drawStream(reply: unknown): void {
	const entries = new Map<string, StreamEntry>();
	putStream(entries, 'LOGS', answerTo('stream.info', reply));
	isDrawn({ streamNames: ready(['LOGS']), streams: { entries } }, [
		{ kind: 'streams' },
		{ ...ofStream, pane: 'overview' },
		{ ...ofStream, pane: 'json' },
	]);
}

function drawConsumer(reply: unknown): void {
	const entries = new Map<ConsumerKey, ConsumerEntry>();
	putConsumer(entries, consumerKey('LOGS', 'archive'), answerTo('consumer.info', reply));
	const consumerNames = { entries: new Map([['LOGS', ready(['archive'])]]) };
	isDrawn({ ...withStreams([stream]), consumerNames, consumers: { entries } }, [
		{ kind: 'lag' },
		{ ...ofStream, pane: 'consumers' },
		{ ...ofConsumer, pane: 'overview' },
		{ ...ofConsumer, pane: 'json' },
	]);
}

function drawAccount(reply: unknown): void {
	isDrawn({ account: answered({ phase: 'unknown' }, answerTo<AccountInfo>('account.info', reply)) }, [
		{ kind: 'account' },
	]);
}

const cases = [
	{ what: 'a stream', id: 'stream.info', whole: stream, drawIt: drawStream },
	{ what: 'a consumer', id: 'consumer.info', whole: consumer, drawIt: drawConsumer },
	{ what: 'the account', id: 'account.info', whole: account, drawIt: drawAccount },
] as const;

/** One of each kind, for every place. */
const kinds: readonly unknown[] = [undefined, null, 'x', 5, true, [], {}];

describe('whatever answers in the place of a server, the deck stays up', { timeout }, () => {
	test.each(cases)('and takes what is whole, of $what', ({ id, whole }) => {
		expect(answerTo(id, whole)).toMatchObject({ ok: true });
	});

	test.each(cases)('of $what, with each kind in each place', ({ id, whole, drawIt }) => {
		const replies = pathsOf(whole).flatMap((path) => kinds.map((put) => withJunk(whole, path, put)));
		// What is refused looks the same wherever its fault is: the draws below have enough of it.
		const taken = replies.filter((reply) => answerTo(id, reply).ok);
		expect(taken.length).toBeGreaterThan(0);
		for (const reply of taken) drawIt(reply);
	});

	test.each(cases)('of $what, with anything in any place', ({ whole, drawIt }) => {
		fc.assert(fc.property(spoilt(whole), drawIt), { numRuns });
	});
});
