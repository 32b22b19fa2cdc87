import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { parseLine } from '../../src/console/line.ts';
import { differences } from '../../src/jetstream/difference.ts';
import { endpointById, endpoints } from '../../src/jetstream/endpoints.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { plainIdentity } from '../../src/jetstream/fields/normal.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { natsCommands } from '../../src/jetstream/nats-cli/read/commands.ts';
import { type NatsRequest, readNatsCommand } from '../../src/jetstream/nats-cli/read/read-command.ts';
import { features, supportsOf } from '../../src/jetstream/server-features.ts';
import { type Config, edited } from '../support/configs.ts';
import { consumerConfigs, validConsumer } from '../support/consumer-configs.ts';
import { natsCommand } from '../support/nats-lines.ts';
import { paramsOf } from '../support/params-of.ts';
import { streamConfigs, validStream } from '../support/stream-configs.ts';

const now = Date.parse('2026-03-31T10:00:00Z');

/** The request of a line, as the console reads it. */
function requestOf(line: string): NatsRequest {
	const parsed = parseLine(line);
	if (parsed.kind !== 'line' || parsed.line.nats === undefined)
		throw new Error(`no request: ${JSON.stringify(parsed)}`);
	return parsed.line.nats.request;
}

/** The same, for words that hold no blanks. */
function read(line: string) {
	return readNatsCommand(
		line.split(' ').map((text) => ({ text, bare: true })),
		now,
	);
}

/** What a line makes of a configuration, with what the program takes by itself. */
function made(line: string, before: Config): Config {
	const { configures } = requestOf(line);
	if (configures === undefined) throw new Error('it configures nothing');
	return { ...configures.defaults, ...configures.apply(before) };
}

describe('a command of the nats CLI is the request that it makes', () => {
	it.each([
		['account info', 'account.info', {}, undefined],
		['a info --json', 'account.info', {}, undefined],
		['stream ls', 'stream.list', {}, undefined],
		['s ls -a -n', 'stream.names', {}, undefined],
		['stream ls --subject orders.>', 'stream.list', {}, { subject: 'orders.>' }],
		['str info LOGS -j', 'stream.info', { stream: 'LOGS' }, undefined],
		['stream subjects LOGS', 'stream.info', { stream: 'LOGS' }, { subjects_filter: '>' }],
		['stream subjects LOGS a.*', 'stream.info', { stream: 'LOGS' }, { subjects_filter: 'a.*' }],
		['stream rm -f LOGS', 'stream.delete', { stream: 'LOGS' }, undefined],
		['stream rm --force -- -x', 'stream.delete', { stream: '-x' }, undefined],
		['stream info -- --', 'stream.info', { stream: '--' }, undefined],
		['consumer rm -f -- -x -y', 'consumer.delete', { stream: '-x', consumer: '-y' }, undefined],
		['stream purge LOGS', 'stream.purge', { stream: 'LOGS' }, undefined],
		['stream purge LOGS --keep 5 --subject=a.>', 'stream.purge', { stream: 'LOGS' }, { keep: 5, filter: 'a.>' }],
		[
			'stream purge LOGS --seq=18446744073709551615',
			'stream.purge',
			{ stream: 'LOGS' },
			{ seq: 18446744073709551615n },
		],
		['stream get LOGS 12', 'stream.msg.get', { stream: 'LOGS' }, { seq: 12 }],
		['stream get LOGS -S a.b', 'stream.msg.get', { stream: 'LOGS' }, { last_by_subj: 'a.b' }],
		['stream rmm LOGS 12 --force', 'stream.msg.delete', { stream: 'LOGS' }, { seq: 12 }],
		['stream cluster down LOGS', 'stream.leader.stepdown', { stream: 'LOGS' }, undefined],
		[
			'stream c sd LOGS --preferred n2',
			'stream.leader.stepdown',
			{ stream: 'LOGS' },
			{ placement: { preferred: 'n2' } },
		],
		['stream cluster peer-remove LOGS n2', 'stream.peer.remove', { stream: 'LOGS' }, { peer: 'n2' }],
		['consumer ls LOGS', 'consumer.list', { stream: 'LOGS' }, undefined],
		['con ls LOGS --names', 'consumer.names', { stream: 'LOGS' }, undefined],
		['obs nfo LOGS TAIL', 'consumer.info', { stream: 'LOGS', consumer: 'TAIL' }, undefined],
		['c rm LOGS TAIL -f', 'consumer.delete', { stream: 'LOGS', consumer: 'TAIL' }, undefined],
		[
			'consumer next LOGS TAIL',
			'consumer.next',
			{ stream: 'LOGS', consumer: 'TAIL' },
			{ batch: 1, expires: 2_000_000_000 },
		],
		[
			'consumer next LOGS TAIL --count 5 --no-ack',
			'consumer.next',
			{ stream: 'LOGS', consumer: 'TAIL' },
			{ batch: 5, expires: 2_000_000_000 },
		],
		[
			'consumer pause LOGS TAIL 1h',
			'consumer.pause',
			{ stream: 'LOGS', consumer: 'TAIL' },
			{ pause_until: '2026-03-31T11:00:00Z' },
		],
		['consumer resume LOGS TAIL -f', 'consumer.pause', { stream: 'LOGS', consumer: 'TAIL' }, undefined],
		['consumer reset LOGS TAIL --sequence 7', 'consumer.reset', { stream: 'LOGS', consumer: 'TAIL' }, { seq: 7 }],
		['consumer unpin LOGS TAIL g', 'consumer.unpin', { stream: 'LOGS', consumer: 'TAIL' }, { group: 'g' }],
		['server account purge ACME --force', 'account.purge', { account: 'ACME' }, undefined],
		['server cluster peer-remove n3', 'server.remove', {}, { peer: 'n3' }],
	])('%s', (line, endpoint, params, body) => {
		const found = read(line);
		expect(found).toMatchObject({ endpoint, params });
		expect(found).not.toHaveProperty('message');
		expect((found as NatsRequest).body).toEqual(body);
	});

	it('takes a time without a zone as UTC, as the program does', () => {
		const { body } = requestOf("nats consumer pause LOGS TAIL '2030-01-02 03:04:05'");
		expect(body).toEqual({ pause_until: '2030-01-02T03:04:05Z' });
	});

	it.each<readonly [string, Config]>([
		[
			'nats str add LOGS --subjects "logs.>" \\\n  --storage file \\\n  --max-msgs=-1 --max-age 1d --max-bytes 1GB',
			{
				name: 'LOGS',
				subjects: ['logs.>'],
				storage: 'file',
				max_msgs: -1,
				max_age: 86_400_000_000_000,
				max_bytes: 1_073_741_824,
				allow_direct: true,
			},
		],
		[
			'nats stream add L --subjects a,b --subjects c --no-ack --retention workq --no-allow-direct',
			{ name: 'L', subjects: ['a', 'b', 'c'], no_ack: true, retention: 'workqueue', allow_direct: false },
		],
		[
			'nats stream add L --source A --source B --cluster c1 --tag x --tag y',
			{
				name: 'L',
				sources: [{ name: 'A' }, { name: 'B' }],
				placement: { cluster: 'c1', tags: ['x', 'y'] },
				// The program's own: servers from 2.14 on have none with sources.
				duplicate_window: 120_000_000_000,
				allow_direct: true,
			},
		],
		[
			'nats stream add L --source A --max-age 1m',
			{
				name: 'L',
				sources: [{ name: 'A' }],
				max_age: 60_000_000_000,
				duplicate_window: 60_000_000_000,
				allow_direct: true,
			},
		],
		[
			'nats stream add L --source A --dupe-window 0s',
			{ name: 'L', sources: [{ name: 'A' }], duplicate_window: 0, allow_direct: true },
		],
		[
			'nats consumer add L C --pull --ack none --max-deliver 5',
			{ name: 'C', durable_name: 'C', ack_policy: 'none', max_deliver: -1 },
		],
		[
			'nats consumer add L C --pull --ack all --max-deliver 5',
			{ name: 'C', durable_name: 'C', ack_policy: 'all', max_deliver: 5 },
		],
		['nats consumer add L C --pull', { name: 'C', durable_name: 'C', ack_policy: 'explicit' }],
		[
			'nats consumer add L C --target out --ephemeral --filter a --filter b --deliver 9 --sample 50%',
			{
				name: 'C',
				ack_policy: 'none',
				deliver_subject: 'out',
				filter_subjects: ['a', 'b'],
				deliver_policy: 'by_start_sequence',
				opt_start_seq: 9,
				sample_freq: '50%',
			},
		],
		[
			'nats consumer add L C --pull --overflow-groups g --deliver subject --filter a --wait 5s',
			{
				name: 'C',
				durable_name: 'C',
				ack_policy: 'explicit',
				priority_policy: 'overflow',
				priority_groups: ['g'],
				deliver_policy: 'last_per_subject',
				filter_subject: 'a',
				ack_wait: 5_000_000_000,
			},
		],
	])('%s', (line, config) => {
		expect(made(line, {})).toEqual(config);
	});

	it('filters everything where the last of each subject is wanted, as servers want a filter there', () => {
		const found = read('consumer add L C --pull --deliver subject') as NatsRequest;
		expect(found.configures?.apply({})).toMatchObject({ deliver_policy: 'last_per_subject', filter_subject: '>' });
	});

	it('pauses a consumer that it creates for a while, and takes either sign between key and value', () => {
		const found = read('consumer add L C --pull --pause 1h --metadata a:b --metadata c=d:e') as NatsRequest;
		expect(found.configures?.apply({})).toMatchObject({
			pause_until: '2026-03-31T11:00:00Z',
			metadata: { a: 'b', c: 'd:e' },
		});
	});

	it('counts back from now where a consumer starts some time ago', () => {
		const found = read('consumer add L C --pull --deliver 1h') as NatsRequest;
		expect(found.configures?.apply({})).toMatchObject({
			deliver_policy: 'by_start_time',
			opt_start_time: '2026-03-31T09:00:00Z',
		});
	});

	it('without a name needs one, or the server makes one up', () => {
		expect(read('consumer add L --pull --ephemeral')).toMatchObject({ endpoint: 'consumer.create.ephemeral' });
		expect(read('consumer add L --pull')).toEqual({
			message: 'The line needs the name of the consumer, or --ephemeral.',
		});
	});

	it('leaves to the file what it does not say', () => {
		const found = read('consumer create --config TAIL.json') as NatsRequest;
		expect(found.params).toEqual({});
		expect(found.configures?.file).toEqual({ path: 'TAIL.json', word: 2 });
		expect(found.configures?.apply({ ack_policy: 'all' })).toEqual({ ack_policy: 'all' });
	});

	it('makes anew what an edit speaks of a part of, where the program does', () => {
		const before = { name: 'L', republish: { src: 'a', dest: 'b', headers_only: true } };
		const line = "nats stream edit L --republish-source='>' --republish-destination=c";
		expect(made(line, before)).toEqual({ name: 'L', republish: { src: '>', dest: 'c' } });
	});

	it.each([
		['--no-republish', { name: 'L', subject_transform: { src: 'a', dest: 'b' }, mirror: { name: 'A' } }],
		['--no-transform', { name: 'L', republish: { dest: 'b' }, mirror: { name: 'A' } }],
		['--no-mirror', { name: 'L', republish: { dest: 'b' }, subject_transform: { src: 'a', dest: 'b' } }],
		[
			// The program lets it win, wherever it stands.
			'--no-republish --republish-source=x --republish-destination=y --no-transform --no-mirror',
			{ name: 'L' },
		],
	])('takes away by an edit: %s', (flags, after) => {
		const before = {
			name: 'L',
			republish: { dest: 'b' },
			subject_transform: { src: 'a', dest: 'b' },
			mirror: { name: 'A' },
		};
		expect(made(`nats stream edit L ${flags}`, before)).toEqual(after);
	});

	it('keeps what an edit does not speak of', () => {
		const before = {
			name: 'L',
			tomorrow: 1,
			placement: { cluster: 'c1', tags: ['x'] },
			sources: [{ name: 'A', filter_subject: 'a' }],
		};
		expect(made("nats stream edit L --tag '' --source A --source B", before)).toEqual({
			...before,
			placement: { cluster: 'c1' },
			sources: [{ name: 'A', filter_subject: 'a' }, { name: 'B' }],
		});
	});
});

describe('a command that cannot be carried out', () => {
	it.each([
		['stream info', undefined, 'nats stream info needs the name of the stream.'],
		['stream info a.b', 2, 'The name of the stream must not contain ".", "*" or ">".'],
		['stream info A B', 3, 'nats stream info takes at most 1 name; flags begin with two dashes.'],
		['stream add A', undefined, 'The line needs --subjects. For a form, press n in the list of streams.'],
		['stream add A --subjects', undefined, '--subjects needs a value: SUBJECT.'],
		['stream add A --subjects a --max-age 3q', 5, 'Max age needs a duration such as 1d12h or 90s, or unlimited.'],
		['stream add A --subjects a --max-msgs 1 --max-msgs 2', 7, '--max-msgs is given twice.'],
		['stream add A --subjects a --storage=tape', 5, '--storage must be one of file, f, memory, m.'],
		['stream edit A --storage=file', 3, 'jetdeck does not know the flag --storage of nats stream edit.'],
		[
			'stream rm -x',
			2,
			'jetdeck does not know the flag -x of nats stream rm. Put a name that begins with - at the end, after --.',
		],
		['stream edit A --force=yes', 3, 'jetdeck does not know the flag --force of nats stream edit.'],
		['stream edit A --dry-run', 3, 'Leave it out: jetdeck shows the difference, and sends nothing before you confirm.'],
		['stream add A --subjects a --metadata x', 5, '--metadata must be KEY=VALUE.'],
		['stream get A', undefined, 'The line needs a sequence, or --last-for SUBJECT.'],
		['stream rmm A x', 3, 'The sequence must be a whole number.'],
		['stream purge A --seq 3 --keep 2', undefined, 'Use --seq or --keep: servers refuse both at once.'],
		[
			'consumer add S C',
			undefined,
			'The line needs --pull or --target SUBJECT. For a form, press n in the list of consumers.',
		],
		['consumer add S C --pull --target x', undefined, 'Use --pull or --target, not both.'],
		[
			'consumer add S C --pull --backoff linear',
			5,
			'jetdeck understands only --backoff=none: write the steps as backoff in JSON.',
		],
		['consumer pause S C soon', 4, 'Give a duration such as 1h, or a time such as 2030-01-01 00:00:00 (UTC).'],
		[
			'stream report',
			0,
			'The console does not run nats stream report. In jetdeck 2 lists the streams; / filters them, and the letter of a column sorts them. Its request is $JS.API.STREAM.LIST.',
		],
		[
			'stream view LOGS',
			0,
			'The console does not run nats stream view. In jetdeck m shows the messages of the selected stream. Its request is $JS.API.STREAM.MSG.GET.LOGS.',
		],
		[
			'stream copy LOGS AGAIN --subjects x',
			0,
			'The console does not run nats stream copy. In jetdeck :duplicate opens a copy of the selected stream as a form. Its request is $JS.API.STREAM.CREATE.AGAIN.',
		],
		[
			'stream cp LOGS',
			0,
			'The console does not run nats stream cp. In jetdeck :duplicate opens a copy of the selected stream as a form. Its request is $JS.API.STREAM.CREATE.{stream}.',
		],
		[
			'stream backup LOGS dir',
			0,
			'The console does not run nats stream backup. In jetdeck :backup backs the selected stream up to a folder. Its request is $JS.API.STREAM.SNAPSHOT.LOGS.',
		],
		[
			'consumer report LOGS',
			0,
			'The console does not run nats consumer report. In jetdeck :lag lists the consumers of all streams, stuck and lagging ones first. Its request is $JS.API.CONSUMER.LIST.LOGS.',
		],
		[
			'consumer copy LOGS TAIL AGAIN',
			0,
			'The console does not run nats consumer copy. In jetdeck :duplicate-consumer opens a copy of the selected consumer as a form. Its request is $JS.API.CONSUMER.CREATE.LOGS.AGAIN.',
		],
	])('%s', (line, word, message) => {
		expect(read(line)).toEqual({ message, ...(word !== undefined && { word }) });
	});

	it.each(['', 'stream', 'stream fly', 'kv ls', 'constructor toString'])('%j is none of it', (line) => {
		expect(read(line)).toBeUndefined();
	});
});

describe('the line that a dialog shows of a request', () => {
	const supports = supportsOf(features('2.15.1', 5));
	const same = (fields: readonly Field[], wanted: Config, got: Config) =>
		differences(fields, exact(wanted) as Config, got);
	const plain = (line: string | undefined): line is string =>
		line !== undefined && / (add|edit|seal) .*/.test(line) && !/--config=/.test(line);

	it('is read as the creation of the same stream', () => {
		let lines = 0;
		fc.assert(
			fc.property(streamConfigs('LOGS', streamFields, supports), (wish) => {
				const config = { name: 'LOGS', ...validStream(wish, supports) };
				const line = natsCommand('stream.create', { stream: 'LOGS' }, config);
				if (!plain(line) || line.startsWith('nats req')) return;
				lines += 1;
				expect(same(streamFields, config, made(line, {})), line).toEqual([]);
			}),
			{ numRuns: 600 },
		);
		expect(lines).toBeGreaterThan(100);
	});

	it('is read as the same change of a stream', () => {
		let lines = 0;
		const configs = streamConfigs('LOGS', streamFields, supports);
		fc.assert(
			fc.property(configs, configs, fc.nat(), (first, other, which) => {
				const wish = withOne(first, other, which);
				const before: Config = { name: 'LOGS', ...validStream(first, supports) };
				const after: Config = { name: 'LOGS', ...validStream(edited(before, wish, streamFields, supports), supports) };
				const line = natsCommand('stream.update', { stream: 'LOGS' }, after, before);
				if (!plain(line) || line.startsWith('nats req')) return;
				// The program turns acknowledgements on by an edit that does not speak of them; the deck changes what is said.
				if (before.no_ack === true && after.no_ack !== true) return;
				lines += 1;
				const sealed = line.includes(' seal ') ? { ...after, ...sealing(after) } : after;
				expect(
					same(streamFields, sealed, {
						...made(line, exact(before) as Config),
						...sealing(made(line, exact(before) as Config)),
					}),
					line,
				).toEqual([]);
			}),
			{ numRuns: 600 },
		);
		expect(lines).toBeGreaterThan(50);
	});

	it('is read as the creation of the same consumer, and the same change of it', () => {
		let lines = 0;
		const configs = consumerConfigs('TAIL', 'logs', consumerFields, supports);
		const params = { stream: 'LOGS', consumer: 'TAIL' };
		const body = (config: Config, action: string) => ({ stream_name: 'LOGS', config, action });
		fc.assert(
			fc.property(configs, configs, fc.nat(), (first, other, which) => {
				const wish = withOne(first, other, which);
				const before: Config = { name: 'TAIL', ...validConsumer(first, supports) };
				const added = natsCommand('consumer.create', params, body(before, 'create'));
				if (plain(added) && !added.startsWith('nats req')) {
					lines += 1;
					expect(same(consumerFields, before, made(added, {})), added).toEqual([]);
				}
				const after = { name: 'TAIL', ...validConsumer(edited(before, wish, consumerFields, supports), supports) };
				const changed = natsCommand('consumer.create', params, body(after, 'update'), before);
				// A share of 0 and none are the same.
				if (!plain(changed) || changed.startsWith('nats req') || changed.includes('--sample=0')) return;
				lines += 1;
				expect(same(consumerFields, after, made(changed, exact(before) as Config)), changed).toEqual([]);
			}),
			{ numRuns: 600 },
		);
		expect(lines).toBeGreaterThan(20);
	});

	it('is read as the same request, whatever it is', () => {
		const bodies: Readonly<Record<string, object | undefined>> = {
			'stream.purge': { filter: 'a.>', keep: 5 },
			'stream.msg.delete': { seq: 7 },
			'stream.leader.stepdown': { placement: { preferred: 'n2' } },
			'stream.peer.remove': { peer: 'n2' },
			'consumer.pause': { pause_until: '2030-01-02T03:04:05Z' },
			'consumer.reset': { seq: 7 },
			'consumer.unpin': { group: 'g' },
			'consumer.next': { batch: 5, expires: 2_000_000_000 },
			'server.remove': { peer: 'n2' },
		};
		let lines = 0;
		for (const { id, effect } of endpoints) {
			const configures = id.endsWith('.create') || id.includes('.create.') || id === 'stream.update';
			if (effect === 'read' || configures) continue;
			const params = Object.fromEntries(paramsOf(endpointById(id)).map(({ name }) => [name, 'X']));
			const line = natsCommand(id, params, bodies[id]);
			if (line === undefined || line.startsWith('nats req')) continue;
			lines += 1;
			const found = requestOf(line);
			expect(found, line).toMatchObject({ endpoint: id, params });
			expect(plainIdentity(found.body ?? null), line).toBe(plainIdentity(bodies[id] ?? null));
		}
		expect(lines).toBe(13);
	});
});

describe('the table of commands', () => {
	it('names keys and words that the deck has', () => {
		const pairs = natsCommands.flatMap(({ named }) => (named === undefined ? [] : [named.by]));
		expect(pairs.length).toBeGreaterThan(4);
		for (const [id, key] of pairs) {
			const command = commands.find((each) => each.id === id);
			const calls = [...(command?.keys ?? []), ...(command?.aliases ?? []).map((alias) => `:${alias}`)];
			expect(calls, id).toContain(key);
		}
	});

	it('has each command once, and every word of it leads there', () => {
		const seen = new Set<string>();
		for (const { groups, words } of natsCommands)
			for (const group of groups)
				for (const word of words) {
					expect(seen, `${group} ${word}`).not.toContain(`${group} ${word}`);
					seen.add(`${group} ${word}`);
				}
	});

	it('has each flag of a command once', () => {
		for (const { groups, words, flags = [] } of natsCommands) {
			const names = flags.flatMap((flag) => flag.names);
			expect(new Set(names).size, `${groups[0]} ${words[0]}`).toBe(names.length);
		}
	});
});

/** What a server changes by itself when a stream is sealed. */
function sealing({ sealed }: Config): Config {
	return sealed === true
		? { deny_delete: true, deny_purge: true, discard: 'new', max_age: 0, allow_rollup_hdrs: false }
		: {};
}

/** Integers as they come from a server: beyond the safe ones exactly. */
function exact(value: unknown): unknown {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? value : BigInt(value);
	if (Array.isArray(value)) return value.map(exact);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, exact(each)]));
}

/** A configuration with one value of another: what most edits are, and what flags can say. */
function withOne(config: Config, other: Config, which: number): Config {
	const keys = Object.keys(other);
	const key = keys[which % keys.length] ?? '';
	return { ...config, [key]: other[key] };
}
