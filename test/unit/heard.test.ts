import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../src/jetstream/events/event.ts';
import {
	type Heard,
	lossLastsMs,
	mostEvents,
	type NewEvent,
	nothingHeard,
	withHeard,
} from '../../src/store/events/heard.ts';
import { emptyList } from '../../src/store/list.ts';
import { consumerKey } from '../../src/store/view.ts';
import { eventOf, eventRows, eventsOfRow, missingSubjects, newestOf } from '../../src/views/events.ts';
import { deckState } from '../support/state.ts';

let rows = 0;

function event(parts: Partial<ServerEvent> = {}): NewEvent {
	rows += 1;
	const base = {
		at: 0,
		type: 'stream_action',
		subject: 's',
		what: 'Stream created',
		tone: 'plain',
		isJson: true,
	} as const;
	return { ...base, body: '{}', ...parts, row: String(rows) };
}

const heard = (news: readonly NewEvent[], before: Heard = nothingHeard(), now = 0): Heard =>
	withHeard(before, news, 0, now);

describe('what was heard', () => {
	it('is bounded in events; what fell out is counted, and what came too fast', () => {
		const many = Array.from({ length: mostEvents + 5 }, () => event());
		const first = heard(many);
		expect(first).toMatchObject({ total: mostEvents + 5, dropped: 5 });
		expect(first.ring).toHaveLength(mostEvents);
		expect(first.ring[0]?.row).toBe(many[5]?.row);
		const then = withHeard(first, [event()], 7, 0);
		expect(then).toMatchObject({ total: mostEvents + 13, dropped: 13 });
		expect(then.ring).toHaveLength(mostEvents);
	});

	it('is bounded in bytes, by which it gets back what it drops', () => {
		const large = (): NewEvent => event({ body: 'x'.repeat(30_000) });
		let all = nothingHeard();
		for (let round = 0; round < 20; round += 1) all = heard(Array.from({ length: 100 }, large), all);
		expect(all.ring.length).toBeLessThan(500);
		expect(all.ring.length + all.dropped).toBe(2000);
		expect(all.bytes).toBeLessThanOrEqual(24 * 1024 * 1024);
	});

	it('counts all texts, and is the same array while nothing comes', () => {
		const most = { stream: 's', consumer: 'c', account: 'a', who: 'w', server: 'n', id: 'i', body: 'b', what: 't' };
		const long = Object.fromEntries(Object.entries(most).map(([key, text]) => [key, text.repeat(100)]));
		const one = heard([event(long)]);
		expect(one.bytes - heard([event({ ...most })]).bytes).toBe(2 * 99 * 8);
		expect(heard([], one).ring).toBe(one.ring);
	});

	it('is found by its row, the newest first in the list', () => {
		const before = heard(Array.from({ length: mostEvents }, (_, at) => event({ what: `${at}` })));
		const { ring } = heard([event({ what: 'a' }), event({ what: 'b' }), event({ what: 'c' })], before);
		const state = deckState({ events: { ...nothingHeard(), ring } });
		const listed = eventRows(state);
		expect(listed).toHaveLength(mostEvents);
		expect(eventOf(state, listed[0] ?? '')).toBe(ring.at(-1));
		expect(eventOf(state, listed.at(-1) ?? '')).toBe(ring[0]);
		expect(eventOf(state, '1')).toBeUndefined();
		expect(eventOf(state, 'x')).toBeUndefined();
	});

	it('names each subject that is refused, those of the few only while not everything is listened to', () => {
		const few = ['STREAM.DELETED.*', 'DOMAIN.LEADER_ELECTED', 'SERVER.*'].map((tail) => `$JS.EVENT.ADVISORY.${tail}`);
		const subjects = [...few, '$SYS.SERVER.*.SHUTDOWN', '$JS.EVENT.ADVISORY.>', 'orders.>'];
		const denied = new Map(subjects.map((subject) => [subject, { subject, operation: 'subscribe', at: 0 } as const]));
		const missing = (all: boolean) => missingSubjects(deckState({ denied, events: { ...nothingHeard(), all } }));
		expect(missing(false)).toEqual(subjects.slice(0, -1));
		expect(missing(true)).toEqual(['$SYS.SERVER.*.SHUTDOWN', '$JS.EVENT.ADVISORY.>']);
	});

	it('is one row of the list while the same happens again to the same, whatever message it names', () => {
		const nak = (at: number, consumer = 'c') =>
			event({ type: 'nak', what: `Client rejected message ${at}`, repeats: true, stream: 'A', consumer, at });
		const first = heard([event({ what: 'x' }), nak(1), nak(2)]);
		const { ring } = heard([nak(3), nak(4, 'd'), nak(5), event({ what: 'x' }), event({ what: 'y' })], first);
		const state = deckState({ events: { ...nothingHeard(), ring } });
		const said = eventRows(state).map((row) => {
			const newest = newestOf(state, row);
			return [newest?.what, newest?.run.times, newest?.run.at, eventsOfRow(state, row).map(({ at }) => at)];
		});
		expect(said).toEqual([
			['y', 1, 0, [0]],
			['x', 1, 0, [0]],
			['Client rejected message 5', 1, 5, [5]],
			['Client rejected message 4', 1, 4, [4]],
			['Client rejected message 3', 3, 1, [1, 2, 3]],
			['x', 1, 0, [0]],
		]);
		const filtered = deckState({ ...state, lists: new Map([['events', { ...emptyList, filter: 'rejected' }]]) });
		expect(eventRows(filtered)).toHaveLength(ring.length);
		expect(eventRows(filtered).flatMap((row) => eventsOfRow(filtered, row))).toEqual(ring.toReversed());
	});

	it('counts a repetition from its beginning, though that fell out of the ring', () => {
		const { ring } = heard(Array.from({ length: mostEvents + 7 }, (_, at) => event({ at })));
		const state = deckState({ events: { ...nothingHeard(), ring } });
		const [row = '', ...others] = eventRows(state);
		expect([others, newestOf(state, row)?.run]).toEqual([[], { first: Number(row), at: 0, times: mostEvents + 7 }]);
		expect(eventsOfRow(state, row)).toEqual(ring);
	});

	it('of a stream and a consumer keeps the last, without what comes for each message', () => {
		const naks = Array.from({ length: 50 }, () => event({ frequent: true, stream: 'A', consumer: 'c' }));
		const created = event({ stream: 'A', consumer: 'c' });
		const { recent } = heard([created, ...naks, event({ stream: 'A' })]);
		expect(recent.get('A')).toHaveLength(2);
		const { at, what, tone, consumer } = created;
		expect(recent.get(consumerKey('A', 'c'))).toEqual([{ at, what, tone, consumer }]);
	});

	it('fills no memory with names', () => {
		const { recent, gaveUp, lost } = heard(
			Array.from({ length: 5_000 }, (_, at) => [
				event({ stream: `S${at}`, consumer: 'c', means: 'gave-up' }),
				event({ stream: `S${at}`, means: 'quorum-lost' }),
			]).flat(),
		);
		for (const map of [recent, gaveUp, lost]) expect(map.size).toBe(1_000);
	});

	it('counts what a consumer gave up', () => {
		const gave = (at: number) => event({ stream: 'A', consumer: 'c', means: 'gave-up', at });
		const { gaveUp } = heard([gave(1), gave(2)], heard([gave(0)]));
		expect(gaveUp.get(consumerKey('A', 'c'))).toEqual({ count: 3, at: 2 });
	});

	it('knows which quorum is lost until a leader is elected, or it is not said again', () => {
		const lost = event({ stream: 'A', means: 'quorum-lost' });
		const first = heard([lost, event({ stream: 'A', consumer: 'c', means: 'quorum-lost' })]);
		expect([...first.lost.keys()]).toEqual(['A', consumerKey('A', 'c')]);
		expect([...heard([event({ stream: 'A', means: 'led' })], first).lost.keys()]).toEqual([consumerKey('A', 'c')]);
		expect(heard([event({ stream: 'A', consumer: 'c', means: 'gone' })], first).lost.has('A')).toBe(true);
		expect(heard([event({ stream: 'A', means: 'gone' })], first).lost.size).toBe(0);
		expect(heard([], first, lossLastsMs).lost.size).toBe(2);
		expect(heard([], first, lossLastsMs + 1).lost.size).toBe(0);
	});
});
