import { describe, expect, it } from 'vitest';
import { planKvCompact } from '../../src/changes/plan/kv-compact.ts';
import { planKvDelete, planKvPurge } from '../../src/changes/plan/kv-delete.ts';
import { planKvImport } from '../../src/changes/plan/kv-import.ts';
import { planKvCreate, planKvPut, planKvRevert, planKvUpdate } from '../../src/changes/plan/kv-put.ts';
import type { Plan, Proposal } from '../../src/changes/proposal.ts';
import type { KvWire } from '../../src/changes/wire.ts';
import { kvWire } from '../../src/changes/wires/kv.ts';
import { kvLineFrom } from '../../src/cli/kv/kv-line.ts';
import { kvBucketOf } from '../../src/jetstream/buckets/kv-bucket.ts';
import type { KvEntry } from '../../src/jetstream/kv/entry.ts';
import type { OpenKvBucket } from '../../src/jetstream/kv/open-bucket.ts';
import type { DeletedKey } from '../../src/jetstream/kv/read-deleted.ts';
import type { Api } from '../../src/jetstream/request.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { StreamConfig, StreamInfo } from '../../src/jetstream/wire.ts';

const now = Date.parse('2026-12-01T12:00:00Z');
const at = (minutesAgo: number): string => new Date(now - minutesAgo * 60_000).toISOString();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function open(config: object = {}, version = '2.15.1', prefix = '$JS.API'): OpenKvBucket {
	const whole = {
		name: 'KV_B',
		subjects: ['$KV.B.>'],
		max_msgs_per_subject: 1,
		allow_rollup_hdrs: true,
		...config,
	} as StreamConfig;
	const info = { config: whole, created: at(999) } as StreamInfo;
	const bucket = kvBucketOf(whole);
	if (bucket === undefined) throw new Error('no bucket');
	const source = { api: { prefix } as Api, info, features: features(version, undefined) };
	return bucket.origin?.api === undefined ? { bucket, source, target: info } : { bucket, source };
}

const entry = (more: Partial<KvEntry> = {}): KvEntry => ({
	key: 'k',
	revision: 7,
	time: at(60),
	operation: 'put',
	value: bytes('old'),
	headers: [],
	size: 3,
	...more,
});

function proposed(plan: Plan): Proposal {
	if ('refusal' in plan) throw new Error(plan.refusal);
	return plan;
}

const textOf = (plan: Plan): string =>
	'refusal' in plan ? plan.refusal : plan.consequences.map(({ text }) => text).join('\n');

describe('a value that is lost for good', () => {
	const large = entry({ size: 300 * 1024 });
	const elsewhere = open({ subjects: undefined, mirror: { name: 'KV_O', external: { api: '$JS.hub.API' } } });

	it.each([
		['a large value that is replaced', planKvPut(open(), { key: 'k', value: bytes('v') }, large), 'k'],
		['the same, at a revision', planKvUpdate(open(), { key: 'k', value: bytes('v'), revision: 7 }, large), 'k'],
		['a small one, which undo brings back', planKvPut(open(), { key: 'k', value: bytes('v') }, entry()), undefined],
		[
			'a large one that the history keeps',
			planKvPut(open({ max_msgs_per_subject: 5 }), { key: 'k', value: bytes('v') }, large),
			undefined,
		],
		['a deletion where another domain decides', planKvDelete(elsewhere, [{ key: 'k', now: entry() }]), 'k'],
		['a value where another domain decides', planKvPut(elsewhere, { key: 'k', value: bytes('v') }, entry()), 'k'],
		['a revert there', planKvRevert(elsewhere, entry({ revision: 3 }), entry()), 'k'],
		['a first value there', planKvPut(elsewhere, { key: 'k', value: bytes('v') }, undefined), undefined],
	])('%s', (_what, plan, typed) => {
		expect(proposed(plan).typed).toBe(typed);
		expect(proposed(plan).effect).toBe(typed === undefined ? 'change' : 'destroy');
	});
});

describe('an import', () => {
	const choice = { file: '-', absent: false };
	const filled = (messages: number): OpenKvBucket => {
		const whole = open();
		return { ...whole, target: { ...whole.target, state: { messages } } as StreamInfo };
	};

	it('says that values are lost only where the bucket has some', () => {
		expect(textOf(planKvImport(filled(1), choice))).toMatch(/are lost: the bucket keeps one value a key/);
		expect(textOf(planKvImport(filled(0), choice))).toBe('The bucket has no keys that would be replaced.');
	});

	it('asks for words before values are replaced where another domain decides what stays', () => {
		const elsewhere = open({ subjects: undefined, mirror: { name: 'KV_O', external: { api: '$JS.hub.API' } } });
		const figures = { keys: 2, replaced: 1, equal: 0, mostLines: 1 };
		expect(proposed(planKvImport(elsewhere, choice, figures)).typed).toBe('replace 1 value');
		expect(proposed(planKvImport(elsewhere, choice, { ...figures, replaced: 0 })).typed).toBeUndefined();
	});
});

describe('a plan for a key', () => {
	it.each([
		['a first value', planKvPut(open(), { key: 'k', value: bytes('v') }, undefined), /does not exist yet/],
		[
			'a value over another',
			planKvPut(open(), { key: 'k', value: bytes('v') }, entry()),
			/the present one will be lost/,
		],
		[
			'a value in a history',
			planKvPut(open({ max_msgs_per_subject: 5 }), { key: 'k', value: bytes('v') }, entry()),
			/replaces revision 7, 3 B\.\nThe bucket keeps 5 revisions a key: the oldest goes/,
		],
		[
			'a key that is there',
			planKvCreate(open(), { key: 'k', value: bytes('v') }, entry()),
			/exists already, at revision 7/,
		],
		[
			'a key that no library takes',
			planKvPut(open(), { key: 'a b', value: bytes('v') }, undefined),
			/Nothing was sent/,
		],
		[
			'a header of the protocol',
			planKvPut(open(), { key: 'k', value: bytes('v'), headers: [['nats-rollup', 'all']] }, undefined),
			/belongs to the protocol/,
		],
		['a sealed bucket', planKvPut(open({ sealed: true }), { key: 'k', value: bytes('v') }, undefined), /is sealed/],
		[
			'a revert to a deletion',
			planKvRevert(open(), entry({ operation: 'delete' }), entry({ revision: 9 })),
			/is no value/,
		],
		['a revert to the present', planKvRevert(open(), entry(), entry()), /at revision 7 already/],
		[
			'a revert without its TTL',
			planKvRevert(open({ max_msgs_per_subject: 5 }), entry({ ttl: 5e9 }), entry({ revision: 9 })),
			/TTL of that revision is not set again/,
		],
		[
			'a deletion of what is gone',
			planKvDelete(open(), [{ key: 'k', now: entry({ operation: 'purge' }) }]),
			/not exist, or was deleted already/,
		],
		['a deletion with one revision', planKvDelete(open(), [{ key: 'k', now: entry() }]), /The value will be lost/],
		[
			'a deletion with more',
			planKvDelete(open({ max_msgs_per_subject: 5 }), [{ key: 'k', now: entry() }]),
			/up to 5 revisions a key/,
		],
		[
			'a purge without roll-up',
			planKvPurge(open({ allow_rollup_hdrs: false }), [{ key: 'k', now: entry() }]),
			/does not have allow_rollup_hdrs/,
		],
		['a purge of a wildcard', planKvPurge(open(), [{ key: 'a.*', now: entry() }]), /No bucket can have the key/],
	])('%s', (_what, plan, words) => {
		expect(textOf(plan)).toMatch(words);
	});

	it.each([
		['k', 'k'],
		['ü😀', 'ü😀'],
		['a\u001b[2J', 'purge 1 key'],
		['\u202Ea', 'purge 1 key'],
		['k'.repeat(300), 'purge 1 key'],
	])('the key %j is confirmed by what can be typed', (key, typed) => {
		expect(planKvPurge(open(), [{ key, now: entry({ key }) }])).toMatchObject({ typed });
	});

	it('a deletion that loses the value asks for the key, and loses no other value', () => {
		const lost = planKvDelete(open({ max_msgs_per_subject: 1 }), [{ key: 'k', now: entry() }]);
		expect(lost).toMatchObject({ typed: 'k', effect: 'destroy', steps: [{ wire: { write: { revision: 7 } } }] });
		const kept = planKvDelete(open({ max_msgs_per_subject: 5 }), [{ key: 'k', now: entry() }]);
		expect(kept).toMatchObject({ effect: 'change' });
		expect(kept).not.toHaveProperty('typed');
		expect(kept).not.toHaveProperty('steps.0.wire.write.revision');
	});

	it.each([
		['2.10.27', {}, 5e9, /needs nats-server 2\.11 \(this one is 2\.10\.27\)/],
		['2.15.1', { allow_msg_ttl: true }, 15e8, /whole number of seconds/],
		['2.15.1', { allow_msg_ttl: true, max_age: 2e9 }, 5e9, /expires after 2s, the max_age of the bucket/],
		['2.15.1', {}, 5e9, /does not have allow_msg_ttl/],
		['2.15.1', { allow_msg_ttl: true }, 5e8, /one second or more/],
		['2.15.1', { allow_msg_ttl: true }, 5e9, /expires after 5s/],
		[
			'2.15.1',
			{ allow_msg_ttl: true, max_msgs_per_subject: 3, subject_delete_marker_ttl: 60e9 },
			5e9,
			/raises the TTL from 5s to 1m/,
		],
		['2.15.1', { allow_msg_ttl: true, subject_delete_marker_ttl: 60e9 }, 5e9, /expires after 5s/],
		['2.15.1', { allow_msg_ttl: true }, 'never', /never expires/],
	] as const)('with a TTL on %s, %j: %s', (version, config, ttl, words) => {
		expect(textOf(planKvPut(open(config, version), { key: 'k', value: bytes('v'), ttl }, undefined))).toMatch(words);
	});

	// Seen on 2.15.1, with and without subject_delete_marker_ttl.
	it.each([
		['an earlier value', { allow_msg_ttl: true, max_msgs_per_subject: 3 }, entry(), true],
		[
			'one where markers stay',
			{ allow_msg_ttl: true, max_msgs_per_subject: 3, subject_delete_marker_ttl: 1e9 },
			entry(),
			true,
		],
		['none', { allow_msg_ttl: true, max_msgs_per_subject: 3 }, undefined, false],
		['one that is not kept', { allow_msg_ttl: true }, entry(), false],
	] as const)('says that a TTL brings back %s', (_which, config, now, isSaid) => {
		const said = textOf(planKvPut(open(config, '2.15.1'), { key: 'k', value: bytes('v'), ttl: 5e9 }, now));
		expect(/is the value of the key again/.test(said)).toBe(isSaid);
	});

	it('says that nothing is lost only where that is sure', () => {
		const far = open({ subjects: undefined, mirror: { name: 'KV_O', external: { api: '$JS.HUB.API' } } });
		const put = { key: 'k', value: bytes('v') };
		expect(planKvPut(open(), put, undefined)).toMatchObject({ lossless: true });
		for (const plan of [planKvPut(open({ max_msgs_per_subject: 5 }), put, entry()), planKvPut(far, put, entry())])
			expect(plan).not.toHaveProperty('lossless');
		expect(textOf(planKvPut(far, put, entry()))).toMatch(/Bucket O decides whether the present value stays/);
	});

	it('for several keys is typed', () => {
		const keys = [
			{ key: 'a', now: entry() },
			{ key: 'b', now: entry() },
			{ key: 'c', now: undefined },
		];
		expect(planKvDelete(open(), keys)).toMatchObject({
			effect: 'destroy',
			typed: 'delete 2 keys',
			stopsAt: 'elsewhere',
		});
		expect(planKvPurge(open(), keys)).toMatchObject({ effect: 'destroy', typed: 'purge 2 keys', stopsAt: 'elsewhere' });
	});
});

describe('purging deleted keys', () => {
	const marker = (key: string, revision: number, minutesAgo: number, more: Partial<DeletedKey> = {}): DeletedKey => ({
		...entry({ key, revision, time: at(minutesAgo), operation: 'delete', value: bytes('') }),
		alone: false,
		...more,
	});

	it('removes old markers, and only the history of young ones', () => {
		const markers = [
			marker('old', 4, 31),
			marker('young', 9, 29),
			marker('alone', 8, 29, { alone: true }),
			marker('k', 10, 31, { operation: 'put' }),
		];
		const plan = proposed(planKvCompact(open({ max_msgs_per_subject: 5 }), markers, now));
		expect(plan.steps.map(({ wire }) => wire.kind === 'request' && wire.body)).toEqual([
			{ filter: '$KV.B.old', seq: 5 },
			{ filter: '$KV.B.young', seq: 9 },
		]);
		expect(textOf(plan)).toMatch(/2 keys were deleted less than 30 minutes ago: their markers stay/);
	});

	it('says what it removes: only histories, or the first thousand', () => {
		const young = proposed(planKvCompact(open({ max_msgs_per_subject: 5 }), [marker('young', 9, 1)], now));
		expect(textOf(young)).toMatch(
			/^The history of 1 deleted key will be removed\. It cannot.*\n1 key was deleted less/,
		);
		expect(young.done).toBe('Removed the history of 1 deleted key of bucket B.');
		const many = Array.from({ length: 1_500 }, (_, index) => marker(`k${index}`, index + 1, 31));
		const first = proposed(planKvCompact(open(), many, now));
		expect(textOf(first)).toMatch(/^The markers of 1,000 deleted keys will be removed.*\n.*purge again for the others/);
		expect(first.steps).toHaveLength(1_000);
	});

	it.each([
		[[], /has no deleted keys/],
		[[marker('young', 9, 1, { alone: true })], /Nothing to purge\. 1 key was deleted/],
	])('has nothing to do for %j', (markers, words) => {
		expect(textOf(planKvCompact(open(), markers, now))).toMatch(words);
	});

	it('is for the origin of a far mirror', () => {
		const far = open({ subjects: undefined, mirror: { name: 'KV_O', external: { api: '$JS.HUB.API' } } });
		expect(textOf(planKvCompact(far, [marker('old', 4, 31)], now))).toMatch(/in another domain or account/);
	});
});

describe('the nats line of a write', () => {
	const cli = { variables: [], connection: [], api: [] };
	const lineOf = (plan: Plan): string | undefined => {
		const [step] = proposed(plan).steps;
		return kvWire.command?.(step?.wire as KvWire, { cli }, undefined);
	};
	const history = open({ max_msgs_per_subject: 5, allow_msg_ttl: true });
	const put = <More extends object>(value: string, more?: More) => ({
		key: 'k',
		value: bytes(value),
		...(more as More),
	});

	it.each([
		['put', planKvPut(history, put('two words'), undefined), "nats kv put B k 'two words'"],
		['create', planKvCreate(history, put('v', { ttl: 90e9 }), undefined), 'nats kv create B k v --ttl=1m30s'],
		['update', planKvUpdate(history, put('v', { revision: 7 }), entry()), 'nats kv update B k v 7'],
		['delete', planKvDelete(history, [{ key: 'k', now: entry() }]), 'nats kv del B k --force'],
		[
			'purge',
			planKvPurge(history, [{ key: 'k', now: entry() }], { ttl: 5e9 }),
			'nats kv purge B k --ttl=5s --force  # it also purges what was written since',
		],
		[
			'a binary value',
			planKvPut(history, { key: 'k', value: new Uint8Array([0, 255]) }, undefined),
			'nats kv put B k  # it reads the value from stdin',
		],
		['an empty value', planKvPut(history, put(''), undefined), undefined],
		['a put with a TTL', planKvPut(history, put('v', { ttl: 5e9 }), undefined), undefined],
		['a header', planKvPut(history, put('v', { headers: [['A', 'b']] }), undefined), undefined],
		[
			'a deletion at a revision',
			planKvDelete(history, [{ key: 'k', now: entry(), revision: 7 }]),
			'nats kv del B k --force  # it also deletes what was written since',
		],
		['a key that the nats CLI refuses', planKvDelete(history, [{ key: 'ü', now: entry({ key: 'ü' }) }]), undefined],
		['a mirror', planKvPut(open({ subjects: undefined, mirror: { name: 'KV_O' } }), put('v'), undefined), undefined],
	])('%s', (_what, plan, line) => {
		expect(lineOf(plan)).toBe(line);
	});
});

describe('the command line of jetdeck kv', () => {
	it.each([
		[['get', 'B'], {}, 'kv get takes BUCKET KEY [--revision N]'],
		[['update', 'B', 'k', 'v'], {}, 'kv update needs --revision'],
		[['update', 'B', 'k', 'v'], { revision: 'x' }, '--revision is a whole number'],
		[['ls', 'B'], { revision: '7' }, 'kv ls takes no --revision'],
		[['del', 'B', 'a', 'b'], { revision: '7' }, 'kv del takes --revision for one key'],
		[['put', 'B', 'k'], { ttl: 'soon' }, '--ttl is a duration such as 30s or 1h, or never'],
		[['get', 'B', 'k'], { ttl: '5s' }, 'kv get takes no --ttl'],
		[['put', 'B', 'k'], { header: ['x'] }, "a header is 'Key: value'"],
	])('%j %j is refused', (words, options, why) => {
		expect(kvLineFrom(words, options)).toBe(why);
	});

	it('is read whole', () => {
		expect(kvLineFrom(['put', 'B', 'k', 'v'], { ttl: '1m', header: ['A: b: c'], journal: false })).toMatchObject({
			what: 'put',
			bucket: 'B',
			operands: ['k', 'v'],
			ttl: 60e9,
			headers: [['A', 'b: c']],
			journal: false,
			yes: false,
		});
	});
});
