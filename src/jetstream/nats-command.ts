import { parseTimestamp } from '../format/duration.ts';
import { isInteger } from '../format/integer.ts';
import { stringifyJson } from '../format/json.ts';
import type { Target } from '../nats/link.ts';
import { apiPrefix } from './api-prefix.ts';
import { type EndpointId, endpointById } from './endpoints.ts';
import { consumerFields } from './fields/consumer.ts';
import { isRecord, plainIdentity } from './fields/normal.ts';
import { streamFields } from './fields/stream.ts';
import { consumerFlags } from './nats-cli/consumer-flags.ts';
import { type Flags, flagsOf } from './nats-cli/flags-of.ts';
import { natsLine, natsMessageLine } from './nats-cli/nats-line.ts';
import { streamFlags } from './nats-cli/stream-flags.ts';
import { buildSubject } from './subject.ts';

type Config = Readonly<Record<string, unknown>>;

/** Where a line goes. */
export type NatsTarget = Pick<Target, 'cli' | 'domain' | 'apiPrefix'>;

/** A request, as the line says it. */
export interface NatsCall {
	readonly endpoint: EndpointId;
	readonly params: Readonly<Record<string, string>>;
	readonly body?: object | undefined;
	/** The configuration that an update starts from. */
	readonly before?: Config | undefined;
}

interface Call {
	readonly params: Readonly<Record<string, string>>;
	readonly body: Config;
	readonly before?: Config | undefined;
}

/** A command, and the names and flags behind it. */
interface Line {
	readonly command: readonly string[];
	readonly names: readonly string[];
	readonly flags: readonly string[];
	readonly comment?: string;
}

/**
 * The line of the nats CLI that does what a request does. What has no flag goes through a file, what has no command through
 * `nats req`, which is always exact. Undefined for requests that change nothing, and for a restore, which is no single request.
 */
export function natsCommand(call: NatsCall, target: NatsTarget): string | undefined {
	const { endpoint, params, body, before } = call;
	if (endpointById(endpoint).effect === 'read' || endpoint === 'stream.restore') return undefined;
	const line = Object.values(params).every(isTaken)
		? rows[endpoint]?.({ params, body: (body ?? {}) as Config, before })
		: undefined;
	return line === undefined ? requestLine(call, target) : natsLine(target.cli, { ...line, callsApi: true });
}

/** Servers before 2.10 have names that the program refuses. */
const isTaken = (name: string): boolean => !/[/\\]/.test(name);

function requestLine({ endpoint, params, body }: NatsCall, target: NatsTarget): string | undefined {
	const subject = buildSubject(apiPrefix(target), endpoint, params);
	if (!subject.ok) return undefined;
	const batch = (body as { batch?: number } | undefined)?.batch ?? 1;
	return natsMessageLine(target.cli, {
		verb: 'req',
		subject: subject.subject,
		payload: body === undefined ? '' : stringifyJson(body),
		flags: endpoint === 'consumer.next' ? [`--replies=${batch}`] : [],
	});
}

type Writer = (call: Call) => Line | undefined;

const line = (command: string, names: readonly string[], ...flags: readonly string[]): Line => ({
	command: command.split(' '),
	names,
	flags,
});

const optional = (flag: string, value: unknown): readonly string[] =>
	value === undefined || value === null ? [] : [`--${flag}=${String(value)}`];

/** The program asks, also with --force, where the stream is the one of a key-value bucket. */
function asking(made: Line): Line {
	const [stream = ''] = made.names;
	if (!stream.startsWith('KV_')) return made;
	const asks = 'nats asks once more: it is the stream of a key-value bucket';
	return { ...made, comment: made.comment === undefined ? asks : `${made.comment}; ${asks}` };
}

const rows: Readonly<Partial<Record<EndpointId, Writer>>> = {
	'stream.create': ({ params: { stream = '' }, body }) =>
		throughFlags(line('stream add', [stream], '--defaults'), flagsOf(streamFields, streamFlags, body)),
	'stream.update': streamEdit,
	'stream.delete': ({ params: { stream = '' } }) => line('stream rm', [stream], '--force'),
	'stream.purge': ({ params: { stream = '' }, body }) =>
		asking(
			line(
				'stream purge',
				[stream],
				...optional('subject', body.filter),
				...optional('seq', body.seq),
				...optional('keep', body.keep),
				'--force',
			),
		),
	'stream.msg.delete': ({ params: { stream = '' }, body }) =>
		// The program reads sequences as signed integers.
		body.no_erase === true || (isInteger(body.seq) && body.seq >= 2n ** 63n)
			? undefined
			: asking(line('stream rmm', [stream, String(body.seq)], '--force')),
	'stream.leader.stepdown': (call) => stepDown(call, 'stream', [call.params.stream ?? '']),
	'stream.peer.remove': ({ params: { stream = '' }, body }) =>
		line('stream cluster peer-remove', [stream, String(body.peer)], '--force'),
	'consumer.create': consumerWrite,
	'consumer.create.filtered': consumerWrite,
	'consumer.create.ephemeral': consumerWrite,
	'consumer.create.durable': consumerWrite,
	'consumer.delete': ({ params: { stream = '', consumer = '' } }) => line('consumer rm', [stream, consumer], '--force'),
	'consumer.pause': ({ params: { stream = '', consumer = '' }, body }) => {
		const until = parseTimestamp(typeof body.pause_until === 'string' ? body.pause_until : undefined);
		if (until === undefined) return line('consumer resume', [stream, consumer], '--force');
		// The program reads it as UTC, to the second.
		if (until % 1000 !== 0) return undefined;
		const text = new Date(until).toISOString().slice(0, 19).replace('T', ' ');
		return line('consumer pause', [stream, consumer, text], '--force');
	},
	'consumer.reset': ({ params: { stream = '', consumer = '' }, body }) =>
		line('consumer reset', [stream, consumer], ...optional('sequence', body.seq), '--force'),
	'consumer.unpin': ({ params: { stream = '', consumer = '' }, body }) =>
		line('consumer unpin', [stream, consumer, String(body.group)], '--force'),
	'consumer.leader.stepdown': (call) =>
		stepDown(call, 'consumer', [call.params.stream ?? '', call.params.consumer ?? '']),
	'consumer.next': ({ params: { stream = '', consumer = '' }, body }) => {
		const plain = Object.keys(body).every((key) => ['batch', 'expires', 'no_wait', 'idle_heartbeat'].includes(key));
		return plain ? line('consumer next', [stream, consumer], `--count=${body.batch ?? 1}`, '--no-ack') : undefined;
	},
	'account.purge': ({ params: { account = '' } }) => line('server account purge', [account], '--force'),
	'server.remove': ({ body }) =>
		typeof body.peer === 'string' && body.peer_id === undefined
			? line('server cluster peer-remove', [body.peer], '--force')
			: undefined,
};

function stepDown({ body }: Call, kind: 'stream' | 'consumer', names: readonly string[]): Line | undefined {
	const { preferred, ...more } = isRecord(body.placement) ? body.placement : {};
	if (Object.keys(more).length > 0) return undefined;
	return line(`${kind} cluster step-down`, names, ...optional('preferred', preferred));
}

/** What a server changes by itself when a stream is sealed. */
const SEALING = ['sealed', 'deny_delete', 'deny_purge', 'discard', 'max_age', 'allow_rollup_hdrs'];

function streamEdit({ params: { stream = '' }, body, before }: Call): Line | undefined {
	const edit = line('stream edit', [stream], '--force');
	if (before === undefined) return asking(fileLine(edit));
	const flags = flagsOf(streamFields, streamFlags, body, before);
	const sealing = body.sealed === true && before.sealed !== true;
	if (sealing) {
		const rest = flagsOf(streamFields, streamFlags, { ...body, sealed: false }, before);
		if (rest.ok && rest.changed.every((name) => SEALING.includes(name)))
			return line('stream seal', [stream], '--force');
	}
	const made = throughFlags(edit, flags);
	return made && asking(made);
}

function consumerWrite({ params, body, before }: Call): Line | undefined {
	const { stream = '' } = params;
	const config = isRecord(body.config) ? body.config : {};
	const name = [params.consumer, config.name, config.durable_name].find((one) => typeof one === 'string' && one !== '');
	const names = name === undefined ? [stream] : [stream, String(name)];
	const durable = config.durable_name !== undefined && config.durable_name !== '';
	if (before === undefined && body.action !== 'update') {
		const lifetime = durable ? [] : ['--ephemeral'];
		const flags = flagsOf(consumerFields, consumerFlags, config);
		return throughFlags(line('consumer add', names, '--defaults', ...lifetime), flags);
	}
	// The program edits durable consumers only.
	if (!durable) return undefined;
	const edit = line('consumer edit', names, '--force');
	const flags = before && flagsOf(consumerFields, consumerFlags, config, before);
	if (flags?.ok) return throughFlags(edit, flags);
	// From a file too, it refuses to change what it takes for the wait next to a back-off.
	const backs = Array.isArray(config.backoff) && config.backoff.length > 0;
	if (backs && plainIdentity(config.ack_wait) !== plainIdentity(before?.ack_wait)) return undefined;
	return flags === undefined ? fileLine(edit) : throughFlags(edit, flags);
}

function throughFlags(made: Line, flags: Flags): Line | undefined {
	if (flags.ok) return { ...made, flags: [...made.flags, ...flags.words] };
	return flags.inFile ? fileLine(made, flags.field) : undefined;
}

/** A file says all of it: what is for flags alone is left out. */
function fileLine({ command, names, flags }: Line, field?: string): Line {
	const file = `${names.join('_')}.json`;
	const why = field === undefined ? '' : ` (no flag for ${field})`;
	return {
		command,
		names,
		flags: [...flags.filter((one) => one === '--force'), `--config=${file}`],
		comment: `${file} holds the JSON of this request${why}`,
	};
}
