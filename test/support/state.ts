import { emptyConsole } from '../../src/console/state.ts';
import { groupBy } from '../../src/format/group-by.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { AccountInfo, ConsumerInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import type { ServerIdentity } from '../../src/nats/link.ts';
import type { Datum } from '../../src/store/datum.ts';
import { nothingHeard } from '../../src/store/events/heard.ts';
import type { Rates } from '../../src/store/rates.ts';
import type { ConsumerEntry, DeckState, StreamEntry } from '../../src/store/state.ts';
import { everySubject, type SubjectCounts } from '../../src/store/subjects/subject-counts.ts';
import { loggedInSlice } from '../../src/store/system/logged-in.ts';
import { noServers } from '../../src/store/system/servers.ts';
import { consumerKey } from '../../src/store/view.ts';
import { bucketsSlice } from '../../src/views/buckets/slice.ts';
import { keysSlice } from '../../src/views/keys/slice.ts';
import { lineageSlice } from '../../src/views/lineage/slice.ts';
import { objectsSlice } from '../../src/views/objects/slice.ts';
import { watchSlice, writeWatch } from '../../src/views/watch/watch.ts';

/** The moment at which every state made here is looked at: 2026-03-31T12:00:00Z. */
export const now = Date.parse('2026-03-31T12:00:00Z');

/** A timestamp that many milliseconds before `now`. */
export function before(ms: number): string {
	return new Date(now - ms).toISOString();
}

export const server: ServerIdentity = {
	name: 'n1',
	id: 'NABC',
	version: '2.15.1',
	jetstream: true,
	apiLevel: 5,
	maxPayload: 1_048_576,
	headers: true,
	address: 'nats://127.0.0.1:4222',
};

/** Something that was read a moment ago. */
export function ready<T>(value: T, age = 500): Datum<T> {
	return { phase: 'ready', value, at: now - age };
}

interface StreamParts {
	readonly config?: Partial<StreamInfo['config']>;
	readonly state?: Partial<StreamInfo['state']>;
	readonly info?: Partial<Omit<StreamInfo, 'config' | 'state'>>;
}

/** A STREAM.INFO reply as nats-server 2.15 gives it, of a healthy file stream. */
export function streamInfo(name: string, { config, state, info }: StreamParts = {}): StreamInfo {
	return {
		config: {
			name,
			subjects: [`${name.toLowerCase()}.>`],
			retention: 'limits',
			max_consumers: -1,
			max_msgs: -1,
			max_bytes: -1,
			max_age: 0,
			max_msgs_per_subject: -1,
			max_msg_size: -1,
			discard: 'old',
			storage: 'file',
			num_replicas: 1,
			duplicate_window: 120_000_000_000,
			compression: 'none',
			allow_direct: false,
			mirror_direct: false,
			sealed: false,
			deny_delete: false,
			deny_purge: false,
			allow_rollup_hdrs: false,
			consumer_limits: {},
			allow_msg_ttl: false,
			metadata: { '_nats.level': '0', '_nats.req.level': '0', '_nats.ver': '2.15.1' },
			...config,
		},
		created: before(90 * 86_400_000),
		state: {
			messages: 812,
			bytes: 1_153_434,
			first_seq: 1,
			first_ts: before(86_400_000),
			last_seq: 812,
			last_ts: before(4000),
			num_subjects: 3,
			consumer_count: 1,
			...state,
		},
		cluster: { leader: 'n1' },
		ts: before(500),
		...info,
	};
}

interface ConsumerParts {
	readonly config?: Partial<ConsumerInfo['config']>;
	readonly info?: Partial<Omit<ConsumerInfo, 'config' | 'stream_name' | 'name'>>;
}

/** A CONSUMER.INFO reply of nats-server 2.15: a durable pull consumer that has seen everything. */
export function consumerInfo(stream: string, name: string, { config, info }: ConsumerParts = {}): ConsumerInfo {
	return {
		stream_name: stream,
		name,
		created: before(30 * 86_400_000),
		config: {
			name,
			durable_name: name,
			deliver_policy: 'all',
			ack_policy: 'explicit',
			ack_wait: 30_000_000_000,
			max_deliver: -1,
			replay_policy: 'instant',
			max_waiting: 512,
			max_ack_pending: 1000,
			num_replicas: 0,
			metadata: { '_nats.level': '0', '_nats.req.level': '0', '_nats.ver': '2.15.1' },
			...config,
		},
		delivered: { consumer_seq: 812, stream_seq: 812, last_active: before(4000) },
		ack_floor: { consumer_seq: 812, stream_seq: 812, last_active: before(4000) },
		num_ack_pending: 0,
		num_redelivered: 0,
		num_waiting: 1,
		num_pending: 0,
		cluster: { leader: 'n1' },
		ts: before(500),
		...info,
	};
}

export function accountInfo(parts: Partial<AccountInfo> = {}): AccountInfo {
	return {
		memory: 0,
		storage: 11_000_000_000,
		reserved_memory: 0,
		reserved_storage: 0,
		streams: 2,
		consumers: 4,
		limits: {
			max_memory: -1,
			max_storage: 21_474_836_480,
			max_streams: -1,
			max_consumers: -1,
			max_ack_pending: -1,
			memory_max_stream_bytes: -1,
			storage_max_stream_bytes: -1,
			max_bytes_required: false,
		},
		api: { level: 5, total: 12_345, errors: 2 },
		...parts,
	};
}

export function rates(parts: Partial<Omit<Rates, 'sample'>> = {}): Rates {
	const began = { at: now, count: 0 };
	return { trend: [], ...parts, sample: { at: now, clock: 'own', created: '', counters: [], began } };
}

/** A connected deck on its list of streams, with nothing read yet but what `parts` says. */
export function deckState(parts: Partial<DeckState> = {}): DeckState {
	return {
		target: {
			label: 'nats://127.0.0.1:4222',
			beforeServer: '',
			servers: ['nats://127.0.0.1:4222'],
			timeoutMs: 5000,
			identity: 'no credentials',
			cli: { variables: [], connection: ['--no-context', '--server=nats://127.0.0.1:4222'], api: [] },
			notes: [],
		},
		link: { phase: 'connected', since: now - 60_000, server },
		roundTripMs: 0.8,
		user: { user: 'ops', account: 'ORDERS' },
		features: features(server.version, server.apiLevel),
		account: ready(accountInfo()),
		apiRates: [],
		streamNames: { phase: 'unknown' },
		streams: { entries: new Map() },
		subjects: { entries: new Map() },
		messages: { entries: new Map() },
		fetched: new Map(),
		...keysSlice.initial(),
		...objectsSlice.initial(),
		...lineageSlice.initial(),
		...loggedInSlice.initial(),
		...bucketsSlice.initial(),
		...watchSlice.initial(),
		overlaps: { entries: new Map() },
		consumerNames: { entries: new Map() },
		consumers: { entries: new Map() },
		swept: {},
		denied: new Map(),
		advisories: true,
		events: nothingHeard(),
		system: { own: false },
		servers: noServers(),
		readOnly: false,
		intervalMs: 2000,
		lastTick: { at: now - 500, ms: 3 },
		now,
		views: [{ kind: 'streams' }],
		lists: new Map(),
		toasts: [],
		forms: new Map(),
		console: emptyConsole(),
		runs: [],
		journal: [],
		journalPlace: {},
		touchedAt: 0,
		burst: 0,
		size: { columns: 80, rows: 24 },
		lagLimits: { pending: 1000, ackPending: 0.8, idleMs: 300_000 },
		quitting: false,
		...parts,
	};
}

/** The tables of a state that knows these streams and their names, and has found nothing wrong with any. */
export function withStreams(
	infos: readonly StreamInfo[],
	more: Readonly<Record<string, Partial<StreamEntry>>> = {},
): Pick<DeckState, 'streamNames' | 'streams' | 'watch'> {
	const names = infos.map(({ config }) => config.name);
	const entries = infos.map((info): [string, StreamEntry] => [
		info.config.name,
		{ info: ready(info), ...more[info.config.name] },
	]);
	const watch = writeWatch(watchSlice.initial(), (watched) => {
		for (const info of infos) {
			const { name } = info.config;
			watched.set(name, {
				infoAt: now - 500,
				ledAt: now - 500,
				consumersAt: now - 500,
				consumersLedAt: now - 500,
				own: [],
				consumers: [],
				count: info.state.consumer_count,
			});
		}
	});
	return { streamNames: ready(names), streams: { entries: new Map(entries) }, watch };
}

/** The tables of a state that knows these consumers, and their names by stream. */
export function withConsumers(
	infos: readonly ConsumerInfo[],
	more: Readonly<Record<string, Partial<ConsumerEntry>>> = {},
): Pick<DeckState, 'consumerNames' | 'consumers'> {
	const names = groupBy(infos, ({ stream_name: stream }) => stream);
	return {
		consumerNames: {
			entries: new Map([...names].map(([stream, each]) => [stream, ready(each.map(({ name }) => name))])),
		},
		consumers: {
			entries: new Map(
				infos.map((info): [string, ConsumerEntry] => [
					consumerKey(info.stream_name, info.name),
					{ info: ready(info), ...more[info.name] },
				]),
			),
		},
	};
}

/** The streams of the sample picture: a busy one, a replicated one that lags, one that nobody has read yet. */
export function sampleState(parts: Partial<DeckState> = {}): DeckState {
	const logs = streamInfo('LOGS', {
		config: { num_replicas: 3, description: 'everything that is logged' },
		state: {
			messages: 12_345_678,
			bytes: 10_952_166_604,
			consumer_count: 3,
			last_ts: before(700),
			last_seq: 12_345_678,
		},
		info: clusterOf(['n2', 0], ['n3', 0]),
	});
	const orders = streamInfo('ORDERS', {
		config: { num_replicas: 3, subjects: ['orders.*'], retention: 'workqueue' },
		info: clusterOf(['n2', 12], ['n3', 0]),
	});
	return deckState({
		...withStreams([logs, orders], {
			LOGS: { rates: rates({ messagesPerSecond: 1204, bytesPerSecond: 1_000_000 }) },
			ORDERS: { rates: rates({ messagesPerSecond: 3, bytesPerSecond: 4096 }) },
		}),
		...withConsumers([
			consumerInfo('LOGS', 'archive', { info: { num_pending: 45_000, num_waiting: 0 } }),
			consumerInfo('LOGS', 'search', { info: { num_ack_pending: 12, num_redelivered: 2 } }),
			consumerInfo('ORDERS', 'billing', { config: { filter_subject: 'orders.new' } }),
		]),
		...parts,
	});
}

/** Replicas by name and operations behind; one that is behind is not current. */
export function clusterOf(...peers: readonly (readonly [name: string, lag: number])[]): Pick<StreamInfo, 'cluster'> {
	const replicas = peers.map(([name, lag]) => ({ name, current: lag === 0, active: 200_000_000, lag, peer: name }));
	return { cluster: { name: 'C1', leader: 'n1', replicas } };
}

/** Texts that must never reach a terminal as they are. */
export const hostileTexts: readonly string[] = [
	'\u001b[2J\u001b[31mred',
	'\u001b]52;c;aGVsbG8=\u0007',
	'back\r\nspace\b\u0000',
	'\u202egnp.exe',
	'\u009b31m c1',
	'日本語 and 👩‍👩‍👧 emoji',
	'x'.repeat(10_240),
];

/** Whether a text is harmless: no control character and no text-direction override. */
export function isHarmless(text: string): boolean {
	return !/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029]/u.test(text);
}

/** Subjects of a stream as they were read, the first by messages. Default of all of them. */
export function subjectCounts(
	counts: SubjectCounts['counts'],
	{ matching = counts.length, read = matching, total = read, ask = everySubject, ms = 0 }: Partial<SubjectCounts> = {},
): SubjectCounts {
	return { counts, matching, read, total, ask, ms };
}
