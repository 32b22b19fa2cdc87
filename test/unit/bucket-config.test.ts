import { describe, expect, it } from 'vitest';
import { natsCommand } from '../../src/changes/nats-command.ts';
import { writtenConfig } from '../../src/forms/config.ts';
import { typed } from '../../src/forms/draft.ts';
import { choosePurpose } from '../../src/forms/edit.ts';
import { formFaults } from '../../src/forms/faults.ts';
import type { StreamForm } from '../../src/forms/form.ts';
import { openBucketCopy, openBucketEdit, openNewBucket } from '../../src/forms/open.ts';
import { bucketPresets } from '../../src/forms/presets.ts';
import { formRows } from '../../src/forms/rows.ts';
import { stepsOf } from '../../src/forms/steps.ts';
import { bucketOf } from '../../src/jetstream/buckets/bucket.ts';
import { bucketConfig, bucketSettings, editedBucket } from '../../src/jetstream/buckets/config.ts';
import { differences } from '../../src/jetstream/difference.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { StreamConfig } from '../../src/jetstream/wire.ts';
import { deckState, streamInfo, withStreams } from '../support/state.ts';

const minute = 60_000_000_000;

/** What `nats kv add` (0.4) made nats-server 2.15.1 store, but for the fields at their default. */
const kv = (bucket: string, more: object = {}): StreamConfig => ({
	name: `KV_${bucket}`,
	subjects: [`$KV.${bucket}.>`],
	max_msgs_per_subject: 1,
	discard: 'new',
	duplicate_window: 2 * minute,
	deny_delete: true,
	allow_rollup_hdrs: true,
	allow_direct: true,
	...more,
});
const { subjects: _, ...mirrored } = kv('M', { mirror: { name: 'KV_A' }, mirror_direct: true });
const renamed = (from: string, to: string) => ({
	name: `KV_${from}`,
	subject_transforms: [{ src: `$KV.${from}.>`, dest: `$KV.${to}.>` }],
});

/** The same for `nats object add`. */
const store = (bucket: string, more: object = {}): StreamConfig => ({
	name: `OBJ_${bucket}`,
	subjects: [`$O.${bucket}.C.>`, `$O.${bucket}.M.>`],
	discard: 'new',
	duplicate_window: 2 * minute,
	allow_rollup_hdrs: true,
	allow_direct: true,
	...more,
});

/** Options of the nats CLI, the settings that they are, and what it made of them. */
const made: readonly (readonly [line: string, settings: object, stream: StreamConfig])[] = [
	['kv add A', { name: 'A' }, kv('A')],
	[
		"kv add B --description='d d' --history=10 --ttl=1m --max-value-size=1024 --max-bucket-size=1048576 --tags=x",
		{
			name: 'B',
			...{ max_msgs_per_subject: 10, max_age: minute, max_msg_size: 1024, max_bytes: 1_048_576 },
			...{ description: 'd d', placement: { tags: ['x'] } },
		},
		kv('B', {
			...{ max_msgs_per_subject: 10, max_age: minute, max_msg_size: 1024, max_bytes: 1_048_576 },
			...{ description: 'd d', placement: { tags: ['x'] }, duplicate_window: minute },
		}),
	],
	['kv add M --mirror=A', { name: 'M', mirror: { name: 'A' } }, mirrored],
	[
		'kv add M --mirror=A --mirror-domain=X',
		{ name: 'M', mirror: { name: 'A', domain: 'X' } },
		{ ...mirrored, mirror: { name: 'KV_A', external: { api: '$JS.X.API', deliver: '' } } },
	],
	[
		'kv add S --source=A --source=B',
		{ name: 'S', sources: [{ name: 'A' }, { name: 'B' }] },
		kv('S', { sources: [renamed('A', 'S'), renamed('B', 'S')] }),
	],
	[
		'kv add C --compress --metadata=a=b',
		{ name: 'C', compression: 's2', metadata: { a: 'b' } },
		kv('C', { compression: 's2', metadata: { a: 'b' } }),
	],
	[
		'kv add T --history=3 --marker-ttl=5s',
		{ name: 'T', max_msgs_per_subject: 3, subject_delete_marker_ttl: 5_000_000_000 },
		kv('T', { max_msgs_per_subject: 3, subject_delete_marker_ttl: 5_000_000_000, allow_msg_ttl: true }),
	],
	[
		'kv add MEM --ttl=1h --storage=memory',
		{ name: 'MEM', storage: 'memory', max_age: 60 * minute },
		kv('MEM', { storage: 'memory', max_age: 60 * minute }),
	],
	['object add O', { name: 'O' }, store('O')],
	[
		'object add O2 --description=x --ttl=1m --max-bucket-size=1048576 --compress --metadata=a=b',
		{ name: 'O2', max_age: minute, max_bytes: 1_048_576, description: 'x', compression: 's2', metadata: { a: 'b' } },
		store('O2', {
			...{ max_age: minute, max_bytes: 1_048_576, description: 'x', compression: 's2', metadata: { a: 'b' } },
			duplicate_window: minute,
		}),
	],
];

const kindOf = (stream: StreamConfig) => (stream.name.startsWith('KV_') ? 'kv' : 'objects');
const target = deckState().target;
const lineOf = (stream: StreamConfig) =>
	natsCommand({ endpoint: 'stream.create', params: { stream: stream.name }, body: stream }, target);

describe('the stream of a bucket', () => {
	it.each(made)('is that of nats %s', (line, settings, stream) => {
		expect(differences(streamFields, bucketConfig(kindOf(stream), { ...settings }), stream)).toEqual([]);
		expect(lineOf(stream)?.replace(/^.*?(?=kv |object )/, '')).toBe(line);
	});

	it.each(made)(
		'goes back to the settings of nats %s, and under another name gets other subjects',
		(_line, __, stream) => {
			const bucket = bucketOf(stream);
			if (bucket === undefined) throw new Error('it is no bucket');
			const settings = bucketSettings(bucket);
			expect(
				differences(streamFields, bucketConfig(bucket.kind, { ...settings, name: bucket.bucket }), stream),
			).toEqual([]);
			const copy = JSON.stringify(bucketConfig(bucket.kind, { ...settings, name: 'copy' }));
			expect(copy).not.toContain(`.${bucket.bucket}.>`);
		},
	);

	it('has no line of its own where it differs from what the nats CLI makes', () => {
		expect(lineOf(kv('a', { deny_delete: false }))).toContain('stream add KV_a');
		expect(lineOf(kv('a', { subjects: ['a.>'] }))).toContain('stream add KV_a');
	});

	it('is edited, deleted and sealed by the commands for buckets, as far as they do the same', () => {
		const line = (endpoint: 'stream.update' | 'stream.delete', before: StreamConfig, body?: object) =>
			natsCommand({ endpoint, params: { stream: before.name }, body, before }, target)?.replace(
				/^.*?(?=kv |object |stream )/,
				'',
			);
		const edit = (more: object) => line('stream.update', kv('a'), editedBucket('kv', kv('a'), kv('a', more)));
		expect(edit({ max_age: minute })).toBe('kv edit a --ttl=1m');
		expect(edit({ max_msgs_per_subject: 5, compression: 's2' })).toBe('kv edit a --history=5 --compress');
		expect(edit({ deny_delete: false })).toMatch(/^stream edit KV_a/);
		expect(edit({ metadata: { a: 'b' } })).toMatch(/^stream edit KV_a/);
		expect(line('stream.delete', kv('a'))).toBe('kv del a --force');
		expect(line('stream.delete', store('a'))).toBe('object del a --force');
		expect(line('stream.delete', kv('a', { no_ack: true }))).toBe('stream rm KV_a --force');
		expect(line('stream.update', store('a'), store('a', { sealed: true }))).toBe('object seal a --force');
	});
});

describe('the form of a bucket', () => {
	const state = deckState(withStreams([streamInfo('ORDERS')]));
	const opened = (change: ReturnType<typeof openNewBucket>) => [...(change.forms?.values() ?? [])].at(-1) as StreamForm;
	const anew = () => opened(openNewBucket(state));
	const messages = (form: StreamForm) => formFaults(form, state).map(({ message }) => message);

	it.each(bucketPresets.filter(({ from }) => from === undefined))(
		'makes a valid bucket for $label',
		({ id, draft }) => {
			const chosen = choosePurpose(anew(), id, state.features);
			const more = draft.mirror === undefined ? {} : { mirror: { name: typed('flags') } };
			const form = { ...chosen, draft: { ...chosen.draft, ...more, name: typed('test') } } as StreamForm;
			expect(messages(form)).toEqual([]);
			expect(bucketOf(writtenConfig(form).config as StreamConfig)).toMatchObject({ bucket: 'test', kind: form.bucket });
		},
	);

	it.each([
		[{ name: typed('a b') }, 'Bucket: a name has letters, digits, - and _ only.'],
		[{ name: typed('') }, 'Bucket is required.'],
		[
			{ name: typed('a'), max_msgs_per_subject: typed('65') },
			'History kept must be 1 to 64, as client libraries allow.',
		],
		[{ name: typed('a'), max_age: typed('50ms') }, 'TTL must be at least 100 ms.'],
		[{ name: typed('a'), subject_delete_marker_ttl: typed('500ms') }, 'Marker TTL must be at least 1 s.'],
	])('refuses %j', (draft, message) => {
		expect(messages({ ...anew(), draft })).toContain(message);
	});

	it('shows what an older server lacks, with the version that has it', () => {
		const lacks = (version: string) => {
			const form = choosePurpose(anew(), 'blank', features(version, undefined));
			return stepsOf(form).flatMap((_, step) =>
				formRows({ ...form, step }, features(version, undefined)).flatMap(({ path, lacks: since, closed }) =>
					since === undefined ? [] : [[path, since, closed?.includes(`nats-server ${since}`)]],
				),
			);
		};
		expect(lacks('2.9.10')).toEqual([
			['subject_delete_marker_ttl', '2.11', true],
			['compression', '2.10', true],
			['sources.0', '2.10', true],
			['metadata', '2.10', true],
		]);
		expect(lacks('2.10.27')).toEqual([['subject_delete_marker_ttl', '2.11', true]]);
		expect(lacks('2.15.1')).toEqual([]);
	});

	it('changes the duplicate window with the TTL, as nats kv edit does', () => {
		const info = streamInfo('KV_a', { config: kv('a') });
		const form = opened(openBucketEdit(state, info));
		const after = writtenConfig({ ...form, draft: { ...form.draft, max_age: typed('30s') } } as StreamForm).config;
		expect(after).toMatchObject({ max_age: 30_000_000_000, duplicate_window: 30_000_000_000, name: 'KV_a' });
		const other = writtenConfig({ ...form, draft: { ...form.draft, max_bytes: 5 } } as StreamForm).config;
		expect(differences(streamFields, info.config, other).map(({ path }) => path)).toEqual(['max_bytes']);
	});

	it('gives the keys of a source that is added the prefix of the bucket, and leaves the others alone', () => {
		const info = streamInfo('KV_S', { config: kv('S', { sources: [renamed('A', 'S')] }) });
		const form = opened(openBucketEdit(state, info));
		const sources = [...(info.config.sources ?? []), { name: typed('B') }];
		const { config } = writtenConfig({ ...form, draft: { ...form.draft, sources } } as StreamForm);
		expect(config.sources).toEqual([renamed('A', 'S'), renamed('B', 'S')]);
	});

	it('lets the history of a foreign bucket be, as long as nobody changes it', () => {
		const form = opened(openBucketEdit(state, streamInfo('KV_a', { config: kv('a', { max_msgs_per_subject: 100 }) })));
		const faults = (draft: object) => messages({ ...form, draft: { ...form.draft, ...draft } });
		expect(faults({ max_bytes: 1000 })).toEqual([]);
		expect(faults({ max_msgs_per_subject: typed('99') })).toEqual([
			'History kept must be 1 to 64, as client libraries allow.',
		]);
	});

	it('copies what a bucket republishes: all of it, or a part as it is', () => {
		const copied = (republish: object) => {
			const form = opened(openBucketCopy(state, streamInfo('KV_a', { config: kv('a', { republish }) })));
			return writtenConfig({ ...form, draft: { ...form.draft, name: typed('b') } } as StreamForm).config.republish;
		};
		expect(copied({ src: '$KV.a.>', dest: 'r.>' })).toEqual({ dest: 'r.>' });
		expect(copied({ src: '$KV.a.x', dest: 'r.x' })).toEqual({ src: '$KV.a.x', dest: 'r.x' });
	});

	it('copies a bucket with what is odd about it, but for its name and seal', () => {
		const sealed = { sealed: true, deny_delete: true, deny_purge: true, allow_rollup_hdrs: false };
		const form = opened(
			openBucketCopy(state, streamInfo('OBJ_a', { config: store('a', { ...sealed, no_ack: true }) })),
		);
		const { config } = writtenConfig({ ...form, draft: { ...form.draft, name: typed('b') } } as StreamForm);
		expect(config).toMatchObject({ ...store('b'), no_ack: true });
		expect(config.sealed).toBeUndefined();
	});
});
