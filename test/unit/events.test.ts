import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftOut, valueWithoutSecrets, withoutSecrets } from '../../src/format/secret.ts';
import { readEvent, type ServerEvent } from '../../src/jetstream/events/event.ts';
import { ndjsonOf } from '../../src/jetstream/events/ndjson.ts';
import { eventRows } from '../../src/jetstream/events/rows.ts';
import { isOfType } from '../../src/jetstream/events/types.ts';

interface Recorded {
	readonly what: string;
	readonly subject: string;
	readonly data: Readonly<Record<string, unknown>>;
}

const recorded: readonly Recorded[] = readFileSync(new URL('../reference/events.jsonl', import.meta.url), 'utf8')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line));

const bytesOf = (body: unknown): Uint8Array =>
	new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
const advisory = '$JS.EVENT.ADVISORY.';

function read(subject: string, body: unknown, now = Date.now()): ServerEvent {
	const event = readEvent(subject, bytesOf(body), now);
	if (event === undefined) throw new Error('no news');
	return event;
}

const find = (what: string): Recorded => {
	const found = recorded.find((each) => each.what === what);
	if (found === undefined) throw new Error(`nothing recorded of ${what}`);
	return found;
};

/** What is said, of what, by whom, on which server. */
const said: readonly (readonly [recorded: string, ...words: readonly string[]])[] = [
	['STREAM.CREATED', 'Stream created', 'ORD'],
	['STREAM.UPDATED', 'Stream updated', 'ORD'],
	['STREAM.DELETED', 'Stream deleted', 'ORD'],
	['CONSUMER.CREATED', 'Consumer created', 'ORD PULL'],
	['CONSUMER.DELETED', 'Consumer deleted', 'ORD PULL'],
	['PAUSE on', 'Consumer paused until 2026-11-30 01:41:04', 'ORD P2'],
	['PAUSE off', 'Consumer resumed', 'ORD P2'],
	['PINNED', 'Group g1 pinned client nsmtKlTWTBrKTwjEaeMs1X', 'ORD PIN'],
	['UNPINNED admin', 'Group g1 lost its pinned client: somebody unpinned it', 'ORD PIN'],
	['UNPINNED timeout', 'Group g1 lost its pinned client: it was silent too long', 'ORD PIN'],
	['MAX_DELIVERIES', 'Consumer gave up message 3 after 2 deliveries', 'ORD PULL'],
	['MSG_NAKED', 'Client rejected message 2 (-NAK), delivery 1', 'ORD PULL'],
	['MSG_TERMINATED', 'Client terminated message 2 (+TERM), delivery 2', 'ORD PULL'],
	['MSG_TERMINATED by deletion', 'Delivery of message 4 ended: Unacknowledged message was deleted', 'ORD PULL'],
	['ACK metric', 'Client acknowledged message 1 in 1.5 ms, delivery 1', 'ORD PULL'],
	['SNAPSHOT_CREATE', 'Backup started: 2 messages, 74 B', 'ORD', 'app@127.0.0.1 NATS CLI Version v0.5.1'],
	['SNAPSHOT_COMPLETE', 'Backup finished in 8 ms', 'ORD', 'app@127.0.0.1 NATS CLI Version v0.5.1'],
	['RESTORE_CREATE', 'Restore started', 'ORD', 'app@127.0.0.1 NATS CLI Version v0.5.1'],
	['RESTORE_COMPLETE', 'Restore finished: 248 B in 5 ms', 'ORD', 'app@127.0.0.1 NATS CLI Version v0.5.1'],
	['STREAM.LEADER_ELECTED account', 'c15-n3 leads the stream now', 'ORD'],
	['STREAM.LEADER_ELECTED system', 'c15-n3 leads the stream now', 'ORD'],
	['CONSUMER.LEADER_ELECTED 2.10 (active since 1970)', 'c10-n2 leads the consumer now', 'ORD PULL'],
	['STREAM.QUORUM_LOST', 'Stream lost its quorum: c15-n1 offline', 'BAT'],
	['CONSUMER.QUORUM_LOST', 'Consumer lost its quorum: c15-n1 offline', 'ORD PIN'],
	['BATCH_ABANDONED', 'Server abandoned batch b1: incomplete', 'BAT'],
	['BATCH_ABANDONED timeout', 'Server abandoned batch b2: timeout', 'BAT'],
	['DOMAIN.LEADER_ELECTED', 'c15-n3 leads the meta group of cluster c15 now'],
	['DOMAIN.LEADER_ELECTED 2.10', 'c10-n2 leads the meta group of cluster c10 now'],
	['SERVER.REMOVED', 'Server c15-n4 was removed from the meta group of cluster c15', '', '', 'c15-n4'],
	['META_RESCUE', 'Meta group of cluster c15 was rescued: its quorum is 1 now, not 2', '', '', 'c15-n2'],
	[
		'API audit, change',
		'Client purged the stream: 2 messages removed',
		'ORD',
		'app@127.0.0.1 NATS CLI Version v0.5.1',
		'c15-n3',
	],
	[
		'API audit, error',
		'Server refused “Stream information”: stream not found (10059)',
		'NOPE',
		'app@127.0.0.1 NATS CLI Version v0.5.1',
		'c15-n2',
	],
	['API audit, system account (client empty)', 'Client asked the meta leader to step down', '', '', 'c15-n2'],
	['API audit 2.9', 'Client purged the stream: 2 messages removed', 'ORD', 'APP', 'c9-n1'],
	['CONNECT', 'Client connected, go 1.55.0', '', 'app@127.0.0.1 NATS CLI Version v0.5.1', 'c15-n1'],
	['CONNECT 2.9', 'Client connected, go 1.55.0', '', 'app@127.0.0.1 NATS CLI Version v0.5.1', 'c9-n1'],
	['DISCONNECT', 'Client disconnected: Client Closed', '', 'app@127.0.0.1 NATS CLI Version v0.5.1', 'c15-n1'],
	['DISCONNECT kicked', 'Client disconnected: Kicked', '', 'app@127.0.0.1 victim', 'c15-n1'],
	[
		'AUTH.ERR',
		'Client could not log in: Authentication Failure',
		'',
		'app@127.0.0.1 NATS CLI Version v0.5.1',
		'c15-n1',
	],
	['SERVER.CONNS', 'Account APP has 1 connection', '', '', 'c15-n1'],
	['SERVER.CONNS 2.10', 'Account APP has 1 connection', '', '', 'c10-n2'],
	['STATSZ', 'Server has 1 connection, CPU 1 %, memory 28.0 MiB', '', '', 'c15-n1'],
	['LAMEDUCK', 'Server entered lame duck mode: clients move away', '', '', 'c15-n4'],
	['SHUTDOWN', 'Server shut down', '', '', 'c15-n1'],
	['API.LIMIT_REACHED', 'Server dropped 5 API requests: its request queue was full', '', '', 't1'],
];

describe('what servers announce', () => {
	it('is read all, as it was recorded', () => {
		expect(said.map(([what]) => what)).toEqual(recorded.map(({ what }) => what));
	});

	it.each(said)('%s: %s', (what, words = '', where = '', who = '', server = '') => {
		const { subject, data } = find(what);
		const at = Date.parse(String(data.timestamp ?? data.time ?? (data.server as { time?: string }).time));
		const event = read(subject, data, at + 40);
		expect(event.what).toBe(words);
		expect([event.stream, event.consumer].filter(Boolean).join(' ')).toBe(where);
		expect(event.who ?? '').toBe(who);
		expect(event.server ?? '').toBe(server);
		expect(event.at).toBe(at);
		expect(JSON.parse(event.body)).toEqual(data);
		expect(JSON.parse(ndjsonOf(event))).toEqual({ time: new Date(at).toISOString(), subject, event: data });
	});

	it('has one row a type', () => {
		const types = eventRows.map(({ type }) => type);
		expect(types).toEqual([...new Set(types)]);
	});

	it('is shown by name and JSON where its type is not known', () => {
		const type = 'io.nats.jetstream.advisory.v1.stream_thawed';
		const event = read(`${advisory}STREAM.THAWED.ORD`, { type, stream: 'ORD', reason: 'spring' });
		expect(event).toMatchObject({ type, what: '“stream thawed”: spring', stream: 'ORD', isJson: true });
		expect(isOfType(event.type, ['stream_thawed'])).toBe(true);
		expect(isOfType(event.type, ['thawed'])).toBe(false);
	});

	it('is shown by name where a known type has another body', () => {
		const type = 'io.nats.jetstream.advisory.v1.max_deliver';
		const event = read(`${advisory}CONSUMER.MAX_DELIVERIES.A.B`, { type, stream: 'A', deliveries: 'many' });
		expect(event).toMatchObject({ type: 'max_deliver', what: '“max deliver”', stream: 'A' });
		expect(event.means).toBeUndefined();
	});
});

it('a deletion says that a stream or consumer is gone', () => {
	for (const [what, means] of [
		['STREAM.DELETED', 'gone'],
		['CONSUMER.DELETED', 'gone'],
		['STREAM.CREATED', undefined],
	] as const) {
		const { subject, data } = find(what);
		expect(read(subject, data).means).toBe(means);
	}
});

describe('the secrets of the login', () => {
	const without = (secret: string) => ({ withoutOwnSecrets: (text: string) => text.replaceAll(secret, '[hidden]') });

	it.each(['nats', '1234', 'stream', '"'])(
		'leave an event readable, and are hidden where the client is said: %s',
		(secret) => {
			const { subject, data } = find('API audit, change');
			const audit = { ...data, client: { ...(data.client as object), user: `${secret}<`, id: 1234 } };
			const event = readEvent(subject, bytesOf(audit), 0, without(secret));
			expect(event).toMatchObject({
				what: 'Client purged the stream: 2 messages removed',
				stream: 'ORD',
				isJson: true,
			});
			expect(event?.who).toContain('[hidden]<@');
			expect(JSON.parse(event?.body ?? '')).toMatchObject({ type: data.type, client: { user: '[hidden]<', id: 1234 } });
		},
	);

	it('are hidden in a text that is no event, also where it is cut', () => {
		const secret = 'sesame-open';
		for (const before of [0, 7_995]) {
			const event = readEvent('x', bytesOf(`${'-'.repeat(before)}${secret} and more`), 0, without(secret));
			expect(event).toMatchObject({ what: 'Not an event', isJson: false });
			expect(event?.body).not.toContain('sesam');
		}
	});
});

describe('an audit', () => {
	const { subject, data } = find('API audit, error');
	const own = { clientId: 8774, server: 'c15-n1' };
	const listed = {
		...data,
		subject: '$JS.API.STREAM.LIST',
		response: `{"type":"io.nats.jetstream.api.v1.stream_list_response","streams":["${'x'.repeat(200_000)}"]}`,
	};

	it('of a request that only reads is no news, unless it was refused', () => {
		expect(readEvent(subject, bytesOf(listed), 0)).toBeUndefined();
		expect(readEvent(subject, bytesOf(data), 0)).toBeDefined();
	});

	it('of a poll of ours is none, of a change of ours is', () => {
		expect(readEvent(subject, bytesOf(data), 0, own)).toBeUndefined();
		const change = { ...data, subject: '$JS.API.STREAM.DELETE.A', response: '{"success":true}' };
		expect(readEvent(subject, bytesOf(change), 0, own)).toMatchObject({
			what: 'Client deleted the stream',
			who: 'this jetdeck, app@127.0.0.1 NATS CLI Version v0.5.1',
		});
	});

	it('keeps no secret of the request, and cuts long texts', () => {
		const request = JSON.stringify({ metadata: { password: 'hunter2', note: 'n'.repeat(9000) } });
		const { body } = read(subject, {
			...data,
			subject: '$JS.API.STREAM.CREATE.A',
			request,
			client: { jwt: 'eyJx.y.z' },
		});
		expect(body).not.toMatch(/hunter2|eyJx/);
		expect(body).toContain(leftOut);
		expect(body.length).toBeLessThan(8_000);
	});
});

describe('a hostile body', () => {
	it('never breaks the reader, and is kept bounded', () => {
		const bodies = fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '[]', 'null', '{', '"x"', '['.repeat(5000)));
		fc.assert(
			fc.property(fc.string(), bodies, (subject, body) => {
				const event = readEvent(subject, bytesOf(body), 0);
				if (event?.isJson) JSON.parse(event.body);
			}),
		);
	});

	it('of any field of a known type neither', () => {
		const values = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()), fc.object());
		fc.assert(
			fc.property(fc.constantFrom(...recorded), fc.nat(), values, ({ subject, data }, at, value) => {
				const keys = Object.keys(data);
				const changed = { ...data, [keys[at % keys.length] ?? '']: value };
				const event = readEvent(subject, bytesOf(changed), 0);
				expect(event === undefined || event.what.length > 0).toBe(true);
			}),
		);
	});

	it('of megabytes leaves no more in memory than what is kept', () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		const used = (): number => {
			collect();
			// Long texts lie outside of the heap.
			const { heapUsed, external } = process.memoryUsage();
			return heapUsed + external;
		};
		const before = used();
		const large = bytesOf(`not JSON ${'x'.repeat(2 * 1024 * 1024)}`);
		const events = Array.from({ length: 40 }, () => readEvent('x', large, 0));
		expect(used() - before).toBeLessThan(20 * 1024 * 1024);
		expect(events.every((event) => event?.body.length === 8_000)).toBe(true);
	});

	it('of megabytes is cut', () => {
		const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`key ${at}`, 'v'.repeat(20)]));
		const event = read(`${advisory}X`, { type: 'x'.repeat(5000), stream: 's'.repeat(5000), ...many });
		expect(event.body.length).toBeLessThan(33_000);
		expect((event.stream ?? '').length).toBeLessThanOrEqual(256);
		expect(event.what.length).toBeLessThanOrEqual(400);
	});
});

it('a text that has no sign of a secret holds none', () => {
	const names = ['password', 'Authorization', 'api_key', 'TOKEN', 'seed', 'my-cookie', 'otp', 'cvv', 'x.sig', 'salt'];
	const shapes = [
		`S${'A'.repeat(57)}`,
		'eyJhbGciOi.J9.x',
		'nats://user:pass@host',
		'-----BEGIN PRIVATE KEY-----\nx',
		`AKIA${'1'.repeat(16)}`,
		`ghp_${'a'.repeat(30)}`,
		`glpat-${'a'.repeat(20)}`,
		`xoxb-${'1'.repeat(12)}`,
		`sk_live_${'a'.repeat(12)}`,
		`AIza${'b'.repeat(35)}`,
		'PIN 123456',
		`Bearer ${'t'.repeat(20)}`,
	];
	for (const name of names) expect(withoutSecrets(`{"${name}":"v4lue"}`)).not.toContain('v4lue');
	for (const shape of shapes) {
		expect(withoutSecrets(`"${shape}"`)).toContain(leftOut);
		expect(valueWithoutSecrets([shape])).not.toEqual([shape]);
	}
});
