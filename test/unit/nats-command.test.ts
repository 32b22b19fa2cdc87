import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NatsTarget } from '../../src/changes/nats-command.ts';
import { goDuration } from '../../src/format/duration.ts';
import { shellLine } from '../../src/format/shell.ts';
import { type EndpointId, endpointById, endpoints } from '../../src/jetstream/endpoints.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { flagCodec } from '../../src/jetstream/nats-cli/flag-codec.ts';
import { natsCommand } from '../support/nats-lines.ts';
import { paramsOf } from '../support/params-of.ts';

type Config = Readonly<Record<string, unknown>>;

const DAY = 86_400_000_000_000;
const S = { stream: 'LOGS' };
const C = { stream: 'LOGS', consumer: 'TAIL' };

describe('creating a stream', () => {
	const created = (config: Config): string | undefined => natsCommand('stream.create', S, { name: 'LOGS', ...config });

	it('is what is not the default', () => {
		const config = {
			subjects: ['logs.>', 'x'],
			storage: 'file',
			max_age: DAY * 1.5,
			max_bytes: 10737418240,
			max_msgs: -1,
		};
		expect(created(config)).toBe(
			"nats stream add LOGS --defaults --subjects='logs.>' --subjects=x --max-bytes=10GiB --max-age=36h --no-allow-direct",
		);
	});

	it.each<readonly [Config, string]>([
		[{}, '--subjects=LOGS --no-allow-direct'],
		[{ allow_direct: true }, '--subjects=LOGS --allow-direct'],
		[{ description: "Bob's $HOME" }, `--description='Bob'\\''s $HOME' --subjects=LOGS --no-allow-direct`],
		[{ metadata: { owner: 'a b', '_nats.ver': '2.15.1' } }, "--subjects=LOGS --metadata='owner=a b' --no-allow-direct"],
		[{ retention: 'workqueue', no_ack: true }, '--subjects=LOGS --retention=work --no-allow-direct --no-ack'],
		[{ mirror: { name: 'ORDERS' } }, '--mirror=ORDERS --no-allow-direct'],
		[{ sources: [{ name: 'A' }, { name: 'B' }] }, '--dupe-window=0s --source=A --source=B --no-allow-direct'],
		[
			{ placement: { cluster: 'c1', tags: ['ssd', 'eu'] } },
			'--subjects=LOGS --cluster=c1 --tag=ssd --tag=eu --no-allow-direct',
		],
		[
			{ republish: { dest: 'copy.>', headers_only: true } },
			"--subjects=LOGS --no-allow-direct --republish-source='>' --republish-destination='copy.>' --republish-headers",
		],
		[{ consumer_limits: { max_ack_pending: 5 } }, '--subjects=LOGS --limit-consumer-max-pending=5 --no-allow-direct'],
		[{ first_seq: 18446744073709551615n }, '--subjects=LOGS --first-sequence=18446744073709551615 --no-allow-direct'],
	])('%o', (config, flags) => {
		expect(created(config)).toBe(`nats stream add LOGS --defaults ${flags}`);
	});

	it.each<readonly [Config, string]>([
		[{ mirror: { name: 'ORDERS', filter_subject: 'a' } }, 'mirror'],
		[{ sources: [{ name: 'A', opt_start_seq: 5 }] }, 'sources'],
		[{ description: 'two\nlines' }, 'description'],
	])('goes through a file for %o', (config, field) => {
		const comment = `LOGS-request.json is the JSON of this request (no flag for ${field})`;
		expect(created(config)).toBe(`nats stream add LOGS --config=LOGS-request.json  # ${comment}`);
	});

	it.each<readonly [number | bigint, string]>([
		[2147483647, '--max-bytes=2147483647'],
		[2147483648, '--max-bytes=2GiB'],
		[5368709120, '--max-bytes=5GiB'],
		[12888047616, '--max-bytes=12291MiB'],
		[2147484672, '--max-bytes=2097153KiB'],
		[5n * 2n ** 60n, '--max-bytes=5242880TiB'],
		[2147483649, 'no flag for max_bytes'],
		[2n ** 62n + 1n, 'no flag for max_bytes'],
	])('writes %d bytes as the program reads them', (max_bytes, expected) => {
		expect(created({ max_bytes })).toContain(expected);
	});

	it('is a plain request where the program might not know a key', () => {
		expect(created({ tomorrow: 1 })).toBe(`nats req '$JS.API.STREAM.CREATE.LOGS' '{"name":"LOGS","tomorrow":1}'`);
		// Older programs drop it from a file, and refuse the flag.
		expect(created({ allow_batched: true })).toContain('--allow-fast');
		expect(created({ allow_batched: true, description: 'two\nlines' })).toMatch(/^nats req /);
		expect(created({ mirror: { name: 'A', consumer: { name: 'c', deliver_subject: 'd' } } })).toMatch(/^nats req /);
		const transform = { src: 'a.*', dest: 'b.{{wildcard(1)}}' };
		expect(created({ subject_transform: transform, tomorrow: 1 })).toMatch(/^nats req --no-templates /);
	});
});

describe('editing a stream', () => {
	const edited = (before: Config, after: Config): string | undefined =>
		natsCommand('stream.update', S, { name: 'LOGS', ...after }, { name: 'LOGS', ...before });

	it.each<readonly [Config, Config, string]>([
		[{ max_bytes: -1 }, { max_bytes: 10737418240 }, '--max-bytes=10GiB'],
		[{ max_bytes: 1024 }, {}, '--max-bytes=-1'],
		[{ max_age: 1e9 }, { max_age: 0 }, '--max-age=0s --dupe-window=2m'],
		[{ allow_direct: true }, {}, '--no-allow-direct'],
		[{ no_ack: true }, { no_ack: true, max_msgs: 5 }, '--max-msgs=5 --no-ack'],
		[{ placement: { tags: ['ssd'] } }, { placement: { cluster: 'c1' } }, "--cluster=c1 --tag=''"],
		[{ subject_transform: { src: 'a', dest: 'b' } }, {}, '--no-transform'],
		[{ republish: { dest: 'x' } }, {}, '--no-republish'],
		[{ republish: { dest: 'x' } }, { republish: { dest: 'y' } }, "--republish-source='>' --republish-destination=y"],
		[{ mirror: { name: 'A' } }, { subjects: ['a'] }, '--subjects=a --dupe-window=2m --no-mirror'],
	])('from %o to %o', (before, after, flags) => {
		expect(edited(before, after)).toBe(`nats stream edit LOGS --force ${flags}`);
	});

	it.each<readonly [Config, Config, string]>([
		[{ description: 'x' }, {}, 'description'],
		[{ max_consumers: 5 }, {}, 'max_consumers'],
		[{ metadata: { a: 'b' } }, {}, 'metadata'],
		[{}, { sources: [{ name: 'A' }] }, 'sources'],
		[{}, { consumer_limits: { max_ack_pending: 5 } }, 'consumer_limits'],
	])('goes through a file from %o to %o', (before, after, field) => {
		const subjects = ['a'];
		const result = edited(
			{ subjects, duplicate_window: 1e9, ...before },
			{ subjects, duplicate_window: 1e9, ...after },
		);
		expect(result).toMatch(/^nats stream edit LOGS --force --config=LOGS-request\.json {2}# /);
		expect(result).toContain(`no flag for ${field}`);
	});

	it('without what was before is the whole file', () => {
		expect(natsCommand('stream.update', S, { name: 'LOGS' })).toMatch(
			/^nats stream edit LOGS --force --config=LOGS-request\.json/,
		);
	});

	it('is a seal when it seals', () => {
		const after = { sealed: true, deny_delete: true, deny_purge: true, discard: 'new' };
		expect(edited({ max_age: DAY }, after)).toBe('nats stream seal LOGS --force');
		expect(edited({}, { ...after, max_msgs: 5 })).toContain('--config=LOGS-request.json');
	});
});

describe('creating a consumer', () => {
	const added = (config: Config): string | undefined =>
		natsCommand('consumer.create', C, { stream_name: 'LOGS', config: { name: 'TAIL', ...config }, action: 'create' });
	const durable = { durable_name: 'TAIL' };

	it.each<readonly [Config, string]>([
		[{ ...durable, ack_policy: 'explicit' }, '--pull --ack=explicit'],
		[{ ack_policy: 'none', mem_storage: true }, '--ephemeral --pull --ack=none --memory'],
		[{ ...durable, filter_subjects: ['a', 'b.>'], ack_policy: 'all' }, "--filter=a --filter='b.>' --pull --ack=all"],
		[{ ...durable, deliver_policy: 'by_start_sequence', opt_start_seq: 9 }, '--deliver=9 --pull --ack=none'],
		[
			{ ...durable, deliver_policy: 'last_per_subject', filter_subject: 'a' },
			'--deliver=subject --filter=a --pull --ack=none',
		],
		[
			{ ...durable, deliver_subject: 'd', deliver_group: 'g', idle_heartbeat: 5e9, flow_control: true },
			'--target=d --deliver-group=g --heartbeat=5s --flow-control --ack=none',
		],
		[
			{ ...durable, ack_policy: 'explicit', sample_freq: '50%', max_batch: 7 },
			'--pull --ack=explicit --sample=50 --max-pull-batch=7',
		],
		[
			{ ...durable, ack_policy: 'explicit', priority_policy: 'pinned_client', priority_groups: ['g'] },
			'--pull --ack=explicit --pinned-groups=g',
		],
	])('%o', (config, flags) => {
		expect(added(config)).toBe(`nats consumer add LOGS TAIL --defaults ${flags}`);
	});

	it.each<readonly [Config, string]>([
		[{ ...durable, ack_policy: 'explicit', backoff: [1e9, 2e9] }, 'backoff'],
		[{ ...durable, deliver_policy: 'by_start_time', opt_start_time: '2026-03-31T10:00:00Z' }, 'deliver_policy'],
		[{ ...durable, ack_policy: 'explicit', max_ack_pending: -1 }, 'max_ack_pending'],
		[{ ...durable, deliver_subject: 'd', replay_policy: 'original' }, 'replay_policy'],
		[{ ...durable, deliver_subject: 'd', ack_policy: 'flow_control' }, 'ack_policy'],
		[{ ...durable, priority_policy: 'overflow', priority_groups: ['g'] }, 'priority_policy'],
		[{ ...durable, filter_subjects: ['a'] }, 'filter_subjects'],
		[{ ...durable, ack_policy: 'none', max_deliver: 5 }, 'max_deliver'],
		[{ ...durable, pause_until: '2030-01-01T00:00:00Z' }, 'pause_until'],
	])('goes through a file for %o', (config, field) => {
		const comment = `LOGS_TAIL-request.json is the JSON of this request (no flag for ${field})`;
		expect(added(config)).toBe(`nats consumer add LOGS TAIL --config=LOGS_TAIL-request.json  # ${comment}`);
	});

	it('needs no name', () => {
		const body = { stream_name: 'LOGS', config: { ack_policy: 'explicit' } };
		expect(natsCommand('consumer.create.ephemeral', S, body)).toBe(
			'nats consumer add LOGS --defaults --ephemeral --pull --ack=explicit',
		);
	});
});

describe('editing a consumer', () => {
	const edited = (before: Config, after: Config): string | undefined => {
		const base = { name: 'TAIL', durable_name: 'TAIL', ack_policy: 'explicit' };
		const body = { stream_name: 'LOGS', config: { ...base, ...after }, action: 'update' };
		return natsCommand('consumer.create', C, body, { ...base, ...before });
	};

	it.each<readonly [Config, Config, string]>([
		[{}, { max_deliver: 5, ack_wait: 60e9 }, '--wait=1m --max-deliver=5'],
		[{ headers_only: true }, {}, '--no-headers-only'],
		[{ sample_freq: '50' }, {}, '--sample=0'],
		[{ backoff: [1e9], ack_wait: 1e9 }, { ack_wait: 1e9 }, '--backoff=none'],
	])('from %o to %o', (before, after, flags) => {
		expect(edited(before, after)).toBe(`nats consumer edit LOGS TAIL --force ${flags}`);
	});

	it('goes through a file where a flag cannot take away', () => {
		expect(edited({ description: 'x' }, {})).toContain('--config=LOGS_TAIL-request.json');
		expect(edited({ filter_subject: 'a' }, {})).toContain('no flag for filter_subject');
	});

	it('is a plain request where the wait changes next to a back-off: the program refuses that', () => {
		const [before, after] = [
			{ backoff: [1e9], ack_wait: 1e9 },
			{ backoff: [2e9], ack_wait: 2e9 },
		];
		expect(edited(before, after)).toMatch(/^nats req /);
		expect(edited({}, after)).toMatch(/^nats req /);
		expect(edited({ ...before, description: 'x' }, before)).toContain('--config=LOGS_TAIL-request.json');
		const body = { stream_name: 'LOGS', config: { durable_name: 'TAIL', ...after }, action: 'update' };
		expect(natsCommand('consumer.create', C, body)).toMatch(/^nats req /);
	});

	it('is a plain request for one that is not durable', () => {
		const body = { stream_name: 'LOGS', config: { name: 'TAIL', max_batch: 5 }, action: 'update' };
		expect(natsCommand('consumer.create', C, body, { name: 'TAIL' })).toMatch(
			/^nats req '\$JS\.API\.CONSUMER\.CREATE\.LOGS\.TAIL' /,
		);
	});
});

describe('the other changes', () => {
	it.each<readonly [EndpointId, Readonly<Record<string, string>>, object | undefined, string | undefined]>([
		['stream.delete', S, undefined, 'nats stream rm LOGS --force'],
		['stream.purge', S, undefined, 'nats stream purge LOGS --force'],
		['stream.purge', S, { filter: 'a.>', keep: 5 }, "nats stream purge LOGS --subject='a.>' --keep=5 --force"],
		['stream.purge', S, { seq: 9007199254740993n }, 'nats stream purge LOGS --seq=9007199254740993 --force'],
		['stream.msg.delete', S, { seq: 7 }, 'nats stream rmm LOGS 7 --force'],
		[
			'stream.msg.delete',
			S,
			{ seq: 7, no_erase: true },
			`nats req '$JS.API.STREAM.MSG.DELETE.LOGS' '{"seq":7,"no_erase":true}'`,
		],
		[
			'stream.msg.delete',
			S,
			{ seq: 2n ** 63n },
			`nats req '$JS.API.STREAM.MSG.DELETE.LOGS' '{"seq":9223372036854775808}'`,
		],
		['stream.leader.stepdown', S, undefined, 'nats stream cluster step-down LOGS'],
		[
			'stream.leader.stepdown',
			S,
			{ placement: { preferred: 'n2' } },
			'nats stream cluster step-down LOGS --preferred=n2',
		],
		[
			'stream.leader.stepdown',
			S,
			{ placement: { cluster: 'c' } },
			`nats req '$JS.API.STREAM.LEADER.STEPDOWN.LOGS' '{"placement":{"cluster":"c"}}'`,
		],
		['stream.peer.remove', S, { peer: 'n2' }, 'nats stream cluster peer-remove LOGS n2 --force'],
		['stream.peer.evacuate', S, { peer: 'n2' }, `nats req '$JS.API.STREAM.PEER.EVACUATE.LOGS' '{"peer":"n2"}'`],
		['stream.cancel-move', S, undefined, "nats req '$JS.API.STREAM.CANCEL_MOVE.LOGS' ''"],
		['stream.restore', S, { config: {}, state: {} }, undefined],
		['consumer.delete', C, undefined, 'nats consumer rm LOGS TAIL --force'],
		[
			'consumer.pause',
			C,
			{ pause_until: '2026-03-31T12:00:00+02:00' },
			"nats consumer pause LOGS TAIL '2026-03-31 10:00:00' --force",
		],
		[
			'consumer.pause',
			C,
			{ pause_until: '2026-03-31T10:00:00.5Z' },
			`nats req '$JS.API.CONSUMER.PAUSE.LOGS.TAIL' '{"pause_until":"2026-03-31T10:00:00.5Z"}'`,
		],
		['consumer.pause', C, undefined, 'nats consumer resume LOGS TAIL --force'],
		['consumer.pause', C, { pause_until: '0001-01-01T00:00:00Z' }, 'nats consumer resume LOGS TAIL --force'],
		['consumer.unpin', C, { group: 'g' }, 'nats consumer unpin LOGS TAIL g --force'],
		['consumer.reset', C, { seq: 5 }, 'nats consumer reset LOGS TAIL --sequence=5 --force'],
		['consumer.reset', C, undefined, 'nats consumer reset LOGS TAIL --force'],
		['consumer.leader.stepdown', C, undefined, 'nats consumer cluster step-down LOGS TAIL'],
		['consumer.next', C, { batch: 5, expires: 1e9 }, 'nats consumer next LOGS TAIL --count=5 --no-ack'],
		[
			'consumer.next',
			C,
			{ batch: 2, group: 'g' },
			`nats req --replies=2 '$JS.API.CONSUMER.MSG.NEXT.LOGS.TAIL' '{"batch":2,"group":"g"}'`,
		],
		['account.purge', { account: 'ACME' }, undefined, 'nats server account purge ACME --force'],
		['server.remove', {}, { peer: 'n3' }, 'nats server cluster peer-remove n3 --force'],
		['stream.info', S, undefined, undefined],
	])('%s', (id, params, body, expected) => {
		expect(natsCommand(id, params, body)).toBe(expected);
	});

	it('hold names apart that the program takes for flags, or for files', () => {
		expect(natsCommand('stream.delete', { stream: '-x' })).toBe('nats stream rm --force -- -x');
		expect(natsCommand('consumer.delete', { stream: 'A', consumer: '@b' })).toBe('nats consumer rm --force -- A @b');
		// Servers before 2.10 have such names, and the program refuses them.
		expect(natsCommand('consumer.delete', { stream: 'A', consumer: 'a/b' })).toBe(
			"nats req '$JS.API.CONSUMER.DELETE.A.a/b' ''",
		);
	});

	it('say that the program asks, where it does in spite of --force', () => {
		const comment = '# nats asks for confirmation: the stream belongs to a key-value bucket';
		const bucket = { stream: 'KV_cfg' };
		expect(natsCommand('stream.purge', bucket)).toBe(`nats stream purge KV_cfg --force  ${comment}`);
		expect(natsCommand('stream.msg.delete', bucket, { seq: 1 })).toBe(`nats stream rmm KV_cfg 1 --force  ${comment}`);
		expect(natsCommand('stream.update', bucket, { name: 'KV_cfg', max_msgs: 1 }, { name: 'KV_cfg' })).toBe(
			`nats stream edit KV_cfg --force --max-msgs=1  ${comment}`,
		);
		expect(natsCommand('stream.delete', bucket)).toBe('nats stream rm KV_cfg --force');
	});

	it('each have a line, and what only reads has none', () => {
		for (const { id, effect } of endpoints) {
			const params = Object.fromEntries(paramsOf(endpointById(id)).map(({ name }) => [name, 'X']));
			const line = natsCommand(id, params, undefined);
			if (effect === 'read' || id === 'stream.restore') expect(line, id).toBeUndefined();
			else expect(line, id).toMatch(/^nats /);
		}
	});

	it('say where they are sent', () => {
		const cli = { variables: ['NATS_URL='], connection: ['--context=prod'], api: ['--js-domain=hub'] };
		const hub: NatsTarget = { cli, domain: 'hub' };
		expect(natsCommand('stream.delete', S, undefined, undefined, hub)).toBe(
			'NATS_URL= nats --context=prod --js-domain=hub stream rm LOGS --force',
		);
		const prefix: NatsTarget = { cli: { ...cli, api: ['--js-api-prefix=$JS.hub.API'] }, apiPrefix: '$JS.hub.API' };
		expect(natsCommand('stream.delete', S, undefined, undefined, prefix)).toBe(
			"NATS_URL= nats --context=prod --js-api-prefix='$JS.hub.API' stream rm LOGS --force",
		);
		// The subject says it.
		expect(natsCommand('stream.cancel-move', S, undefined, undefined, hub)).toBe(
			"NATS_URL= nats --context=prod req '$JS.hub.API.STREAM.CANCEL_MOVE.LOGS' ''",
		);
	});
});

describe('the column of flags', () => {
	const named = (fields: readonly Field[]): readonly (readonly [string, boolean])[] =>
		fields.flatMap(({ fields: inner = [], ...field }) => [
			...(typeof field.flag === 'object' && 'name' in field.flag
				? [[field.name, flagCodec(field.flag, field) !== undefined] as const]
				: []),
			...named(inner),
		]);

	it.each([
		['stream', streamFields],
		['consumer', consumerFields],
	] as const)('of a %s has a form for each flag that it names', (_kind, fields) => {
		const flags = named(fields);
		expect(flags.length).toBeGreaterThan(20);
		expect(flags.filter(([, isKnown]) => !isKnown)).toEqual([]);
	});
});

describe('a command line', () => {
	it('is read by a shell as the words it was made of', () => {
		const anyWord = fc.oneof(
			fc.string(),
			fc.constantFrom('', "'", '$(x)', '`x`', '--a=b c', '--tag=', '>', '~', '\n', '!x'),
		);
		fc.assert(
			fc.property(
				fc.array(
					anyWord.filter((text) => !text.includes('\0')),
					{ minLength: 1, maxLength: 6 },
				),
				(words) => {
					const out = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${shellLine(words)}`], { encoding: 'utf8' });
					expect(out).toBe(words.map((word) => `${word}\0`).join(''));
				},
			),
			{ numRuns: 60 },
		);
	});

	it.each<readonly [number | bigint, string]>([
		[DAY, '24h'],
		[DAY * 1.5, '36h'],
		[DAY + 60e9, '24h1m'],
		[100_000_000, '100ms'],
		[1500, '1us500ns'],
		[0, '0s'],
		[9223372036854775807n, '2562047h47m16s854ms775us807ns'],
	])('%d ns are %s', (ns, text) => {
		expect(goDuration(ns)).toBe(text);
	});
});
