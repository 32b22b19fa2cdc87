import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ServerEvent } from '../../src/jetstream/events/event.ts';
import { type NewEvent, nothingHeard, withHeard } from '../../src/store/events/heard.ts';
import { currentView } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import { clock } from '../../src/views/columns/clock.ts';
import { eventList } from '../../src/views/lists/events.ts';
import { type Drawing, draw, stillHost } from '../support/draw.tsx';
import { driver } from '../support/driver.ts';
import { deckState, isHarmless, now, server } from '../support/state.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

const parts: readonly Partial<ServerEvent>[] = [
	{ type: 'stream_action', what: 'Stream created', stream: 'ORDERS' },
	{
		type: 'api_audit',
		what: 'Client purged the stream',
		stream: 'ORDERS',
		who: 'ops@10.0.0.7 night job',
		server: 'n2',
		body: '{"subject":"$JS.API.STREAM.PURGE.ORDERS","server":"n2"}',
	},
	{ type: 'max_deliver', what: 'Consumer gave up message 3', tone: 'bad', stream: 'LOGS', consumer: 'worker' },
	{ type: 'shutdown', what: 'Server shut down', server: 'n3' },
];

function events(first: number, said = parts): readonly NewEvent[] {
	const base = { at: now - 60_000, type: '', what: '', subject: '$JS.EVENT.X', tone: 'plain', isJson: true } as const;
	return said.map((each, at) => ({ ...base, body: '{}', ...each, row: String(first + at) }));
}

function show(more: Partial<DeckState> = {}, options: Parameters<typeof draw>[1] = {}): Drawing {
	const heard = withHeard({ ...nothingHeard(), all: true }, events(1), 0, now);
	drawing = draw(
		deckState({ views: [{ kind: 'events' }], events: heard, size: { columns: 140, rows: 24 }, ...more }),
		options,
	);
	return drawing;
}

/** More comes. */
function hear(drawn: Drawing, unread = 0): void {
	drawn.deck.store.setState((state) => ({
		events: withHeard(state.events, events(state.events.ring.length + 1), unread, now),
	}));
}

const rows = (drawn: Drawing): readonly string[] =>
	drawn.lines().filter((line) => /^[▸ ][ *]\d\d:\d\d:\d\d /.test(line));

describe('the list of events', () => {
	it('shows the newest first: what, where, who, on which server', () => {
		const [first, second, third, last] = rows(show());
		expect(first).toMatch(/^▸ .*Server shut down .* n3/);
		expect(second).toMatch(/Consumer gave up message 3 +LOGS › worker/);
		expect(third).toMatch(/Client purged the stream +ORDERS +ops@10.0.0.7 night job +n2/);
		expect(last).toMatch(/Stream created +ORDERS/);
	});

	it('says since when it is complete: of what came before only the few were heard', () => {
		const since = (after: number) => ({ at: now - 30_000, after });
		const heard = withHeard({ ...nothingHeard(), all: true, allSince: since(2) }, events(1), 0, now);
		const says = (state: Partial<DeckState>): string => {
			drawing?.end();
			return show({ events: heard, ...state }).text();
		};
		expect(says({})).toContain(`Events 4 · complete since ${clock(now - 30_000)}`);
		const whole = says({ events: { ...heard, allSince: since(0) } });
		expect(whole).not.toContain('complete since');
		expect(whole).not.toContain('some may be missing');
		const unknown = { ...heard, allSince: undefined };
		expect(says({ events: unknown })).toContain('Events 4 · some may be missing');
		expect(says({ events: { ...unknown, ring: [] } })).not.toContain('some may be missing');
		// What came too fast came after that.
		const dropped = withHeard(heard, events(5), 3, now);
		expect(says({ events: dropped })).toContain(`Events 8 · complete since ${clock(now)} · 3 dropped`);
		const paused = { ring: heard.ring, total: heard.total };
		expect(says({ events: { ...dropped, paused } })).toContain('Events 4 · paused, 7 new · 3 dropped');
		const link = { phase: 'reconnecting', since: now, attempt: 1, server } as const;
		expect(says({ link })).not.toContain('complete since');
	});

	it('is filtered by text and by words', async () => {
		const drawn = show();
		const person = driver(drawn);
		for (const [filter, left] of [
			['type:max', ['Consumer gave up']],
			['stream:orders client', ['Client purged']],
			['user:ops', ['Client purged']],
			['consumer:work', ['Consumer gave up']],
			['n3', ['Server shut down']],
			['!stream:orders', ['Server shut down', 'Consumer gave up']],
		] as const) {
			person.filter(filter);
			const isLeft = (row: string, at: number): boolean => row.includes(left[at] ?? '?');
			await drawn.waitFor(() => rows(drawn).length === left.length && rows(drawn).every(isLeft));
			person.run('go.back');
			await drawn.waitFor(() => rows(drawn).length === parts.length);
		}
	});

	it('is filtered once: of what was checked, only what comes is checked later', async () => {
		const drawn = show();
		driver(drawn).filter('n3');
		await drawn.waitFor(() => rows(drawn).length === 1);
		const check = vi.spyOn(eventList, 'filterable');
		hear(drawn);
		await drawn.waitFor(() => rows(drawn).length === 2);
		expect(check).toHaveBeenCalledTimes(parts.length);
		check.mockRestore();
	});

	it('shows repetitions in one row, opens all of them, and saves each', async () => {
		const naks = [1, 2, 3].map((message) => ({
			type: 'nak',
			repeats: true as const,
			what: `Client rejected message ${message}`,
			stream: 'LOGS',
			consumer: 'worker',
		}));
		const drawn = show({ events: withHeard(nothingHeard(), events(1, [...parts, ...naks]), 0, now) });
		const person = driver(drawn);
		expect(rows(drawn)).toHaveLength(5);
		expect(rows(drawn)[0]).toMatch(/Client rejected message 3 .*×3 +\d\d:\d\d:\d\d +LOGS › worker/);
		person.run('event.open');
		await drawn.shows('×3, since ');
		for (const { what } of naks) expect(drawn.text()).toContain(what);
		person.run('events.save');
		person.dialog().title('Save 3 events as');
	});

	it('says so when the filter leaves none', async () => {
		const drawn = show();
		const person = driver(drawn);
		person.filter('nothing like it');
		await drawn.waitFor(() => rows(drawn).length === 0);
		person.run('event.copy');
		await drawn.shows('No event matches the filter.');
	});

	it('goes along with what comes while the cursor is on the first row', async () => {
		const drawn = show();
		const person = driver(drawn);
		person.run('move.down');
		person.run('move.first');
		hear(drawn);
		await drawn.shows('1/8');
		person.run('move.down');
		await drawn.shows('2/8');
		hear(drawn);
		await drawn.shows('6/12');
	});

	it('is paused while new ones are counted, and says how many were dropped', async () => {
		const drawn = show();
		const person = driver(drawn);
		person.run('events.pause');
		await drawn.shows('paused, 0 new');
		hear(drawn, 3);
		await drawn.shows('paused, 7 new · 3 dropped');
		expect(rows(drawn)).toHaveLength(4);
		person.run('events.pause');
		await drawn.waitFor(() => rows(drawn).length === 8);
		expect(drawn.text()).not.toContain('paused');
	});

	it('leads to the stream and the consumer, where the event is about one', async () => {
		const drawn = show();
		const person = driver(drawn);
		person.run('event.stream');
		await drawn.shows('The event is not about a stream.');
		person.run('move.down');
		person.run('event.consumer');
		await drawn.waitFor(() => currentView(drawn.deck.store.getState()).kind === 'consumer');
		expect(currentView(drawn.deck.store.getState())).toMatchObject({ stream: 'LOGS', consumer: 'worker' });
	});

	it('is saved, one JSON a line, the oldest first', async () => {
		const saved: string[] = [];
		const { host } = stillHost();
		const save = async (path: string, data: string | Uint8Array) => {
			saved.push(String(data));
			return { ok: true, path } as const;
		};
		const drawn = show({}, { host: { ...host, save } });
		const person = driver(drawn);
		person.filter('stream:');
		person.run('events.save');
		await person.dialog().title('Save 4 events as').enter();
		await drawn.shows('Saved ');
		const lines = saved.join('').trimEnd().split('\n');
		expect(lines.map((line) => JSON.parse(line).event.server)).toEqual([undefined, 'n2', undefined, undefined]);
	});

	it('says what it listens to while nothing came, and which subscription is missing', () => {
		const subject = '$JS.EVENT.METRIC.>';
		const denied = new Map([[subject, { subject, operation: 'subscribe', at: now } as const]]);
		const drawn = show({ events: { ...nothingHeard(), all: true, isSystem: false }, denied });
		expect(drawn.text()).toContain('No events yet.');
		expect(drawn.text()).toContain('jetdeck listens to $JS.EVENT.ADVISORY.>.');
		expect(drawn.text()).toContain(`! This user may not subscribe to ${subject}.`);
		expect(drawn.text()).not.toContain('sampled acknowledgements');
	});

	it('says what is heard where only advisories as a whole are refused', () => {
		const subject = '$JS.EVENT.ADVISORY.>';
		const denied = new Map([[subject, { subject, operation: 'subscribe', at: now } as const]]);
		const text = show({ events: { ...nothingHeard(), all: true, isSystem: false }, denied }).text();
		expect(text).toContain('jetdeck listens to $JS.EVENT.ADVISORY.STREAM.CREATED.*,');
		expect(text).toContain('some changes, leader elections and losses; sampled acknowledgements');
		expect(text).not.toContain('refused requests');
		drawing?.end();
		const ofSystem = show({ events: { ...nothingHeard(), all: true, isSystem: true }, denied }).text();
		expect(ofSystem).toContain('$JS.EVENT.ADVISORY.DOMAIN.LEADER_ELECTED,');
		expect(ofSystem.split('$SYS.SERVER.*.LAMEDUCK')).toHaveLength(2);
	});
});

describe('an event', () => {
	it('is shown in words and as JSON, and stays when it falls out of the list', async () => {
		const drawn = show();
		const person = driver(drawn);
		person.run('move.down');
		person.run('move.down');
		person.run('event.open');
		await drawn.shows('"$JS.API.STREAM.PURGE.ORDERS"');
		for (const words of [
			'Client purged the stream',
			'can make up such an event',
			'ops@10.0.0.7 night job',
			'api_audit',
			'1m ago',
		])
			expect(drawn.text()).toContain(words);
		drawn.deck.store.setState(({ events }) => ({ events: { ...events, ring: [] } }));
		await drawn.flushed();
		expect(drawn.text()).toContain('ops@10.0.0.7 night job');
	});

	it('draws nothing that acts on a terminal', async () => {
		const hostile = '\u001b[2J\u202eevil\u009b';
		const one = { type: hostile, what: hostile, stream: hostile, who: hostile, server: hostile, subject: hostile };
		const body = JSON.stringify({ [hostile]: hostile });
		const drawn = show({ events: withHeard(nothingHeard(), events(1, [{ ...one, body }]), 0, now) });
		driver(drawn).run('event.open');
		await drawn.shows('Subject');
		for (const line of drawn.lines()) expect(isHarmless(line)).toBe(true);
	});
});
