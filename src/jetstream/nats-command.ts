import { parseTimestamp } from '../format/duration.ts';
import { stringifyJson } from '../format/json.ts';
import { shellLine } from '../format/shell.ts';
import { type EndpointId, endpointById } from './endpoints.ts';
import { consumerFields } from './fields/consumer.ts';
import { isRecord } from './fields/normal.ts';
import { streamFields } from './fields/stream.ts';
import { consumerFlags } from './nats-cli/consumer-flags.ts';
import { flagsOf } from './nats-cli/flags-of.ts';
import { streamFlags } from './nats-cli/stream-flags.ts';
import { buildSubject } from './subject.ts';

type Config = Readonly<Record<string, unknown>>;

/** Where the command is sent, as far as a command line may say it. Credentials are never part of it. */
export interface NatsTarget {
	/** A context of the nats program. */
	readonly context?: string;
	readonly domain?: string;
	/** Without a trailing dot. */
	readonly apiPrefix?: string;
}

interface Call {
	readonly params: Readonly<Record<string, string>>;
	readonly body: Config;
	readonly before?: Config | undefined;
}

/** Words after `nats`, and a comment for after them. */
interface Line {
	readonly words: readonly string[];
	readonly comment?: string;
}

/**
 * The `nats` command line (natscli 0.2 and later) that does what a request does, ready for a POSIX shell. `before` is the
 * configuration that an update starts from. What has no flag goes through a file, what has no command through `nats req`, which
 * is always exact. Undefined for requests that change nothing, and for a restore, which is no single request.
 */
export function natsCommand(
	id: EndpointId,
	params: Readonly<Record<string, string>>,
	body: object | undefined,
	before?: Config,
	target: NatsTarget = {},
): string | undefined {
	if (endpointById(id).effect === 'read' || id === 'stream.restore') return undefined;
	const line = rows[id]?.({ params, body: (body ?? {}) as Config, before });
	if (line === undefined) return requestLine(id, params, body, target);
	const words = ['nats', ...targetWords(target), ...line.words];
	return `${shellLine(words)}${line.comment === undefined ? '' : `  # ${line.comment}`}`;
}

function targetWords({ context, domain, apiPrefix }: NatsTarget): readonly string[] {
	const where =
		apiPrefix !== undefined ? [`--js-api-prefix=${apiPrefix}`] : domain !== undefined ? [`--js-domain=${domain}`] : [];
	return [...(context === undefined ? [] : [`--context=${context}`]), ...where];
}

function requestLine(
	id: EndpointId,
	params: Readonly<Record<string, string>>,
	body: object | undefined,
	{ context, domain, apiPrefix }: NatsTarget,
): string | undefined {
	const prefix = apiPrefix ?? (domain === undefined ? '$JS.API' : `$JS.${domain}.API`);
	const subject = buildSubject(prefix, id, params);
	if (!subject.ok) return undefined;
	const payload = body === undefined ? '' : stringifyJson(body);
	const options = [
		...(context === undefined ? [] : [`--context=${context}`]),
		// The program fills in what stands in {{}}, as the destinations of transforms do.
		...(payload.includes('{{') ? ['--no-templates'] : []),
		...(id === 'consumer.next' ? [`--replies=${(body as { batch?: number } | undefined)?.batch ?? 1}`] : []),
	];
	return shellLine(['nats', 'req', ...options, subject.subject, payload]);
}

type Writer = (call: Call) => Line | undefined;

const line = (...words: readonly string[]): Line => ({ words });

const optional = (flag: string, value: unknown): readonly string[] =>
	value === undefined || value === null ? [] : [`--${flag}=${String(value)}`];

const rows: Readonly<Partial<Record<EndpointId, Writer>>> = {
	'stream.create': ({ params: { stream = '' }, body }) =>
		throughFlags(['stream', 'add', stream, '--defaults'], `${stream}.json`, flagsOf(streamFields, streamFlags, body)),
	'stream.update': streamEdit,
	'stream.delete': ({ params: { stream = '' } }) => line('stream', 'rm', stream, '--force'),
	'stream.purge': ({ params: { stream = '' }, body }) =>
		line(
			'stream',
			'purge',
			stream,
			...optional('subject', body.filter),
			...optional('seq', body.seq),
			...optional('keep', body.keep),
			'--force',
		),
	'stream.msg.delete': ({ params: { stream = '' }, body }) =>
		body.no_erase === true ? undefined : line('stream', 'rmm', stream, String(body.seq), '--force'),
	'stream.leader.stepdown': (call) => stepDown(call, 'stream', [call.params.stream ?? '']),
	'stream.peer.remove': ({ params: { stream = '' }, body }) =>
		line('stream', 'cluster', 'peer-remove', stream, String(body.peer), '--force'),
	'consumer.create': consumerWrite,
	'consumer.create.filtered': consumerWrite,
	'consumer.create.ephemeral': consumerWrite,
	'consumer.create.durable': consumerWrite,
	'consumer.delete': ({ params: { stream = '', consumer = '' } }) =>
		line('consumer', 'rm', stream, consumer, '--force'),
	'consumer.pause': ({ params: { stream = '', consumer = '' }, body }) => {
		const until = parseTimestamp(typeof body.pause_until === 'string' ? body.pause_until : undefined);
		if (until === undefined) return line('consumer', 'resume', stream, consumer, '--force');
		// The program reads it as UTC, to the second.
		const text = new Date(until).toISOString().slice(0, 19).replace('T', ' ');
		return line('consumer', 'pause', stream, consumer, text, '--force');
	},
	'consumer.unpin': ({ params: { stream = '', consumer = '' }, body }) =>
		line('consumer', 'unpin', stream, consumer, String(body.group), '--force'),
	'consumer.leader.stepdown': (call) =>
		stepDown(call, 'consumer', [call.params.stream ?? '', call.params.consumer ?? '']),
	'consumer.next': ({ params: { stream = '', consumer = '' }, body }) => {
		const plain = Object.keys(body).every((key) => ['batch', 'expires', 'no_wait', 'idle_heartbeat'].includes(key));
		return plain ? line('consumer', 'next', stream, consumer, `--count=${body.batch ?? 1}`, '--no-ack') : undefined;
	},
	'account.purge': ({ params: { account = '' } }) => line('server', 'account', 'purge', account, '--force'),
	'server.remove': ({ body }) =>
		typeof body.peer === 'string' && body.peer_id === undefined
			? line('server', 'cluster', 'peer-remove', body.peer, '--force')
			: undefined,
};

function stepDown({ body }: Call, kind: 'stream' | 'consumer', names: readonly string[]): Line | undefined {
	const { preferred, ...more } = isRecord(body.placement) ? body.placement : {};
	if (Object.keys(more).length > 0) return undefined;
	return line(kind, 'cluster', 'step-down', ...names, ...optional('preferred', preferred));
}

/** What a server changes by itself when a stream is sealed. */
const SEALING = ['sealed', 'deny_delete', 'deny_purge', 'discard', 'max_age', 'allow_rollup_hdrs'];

function streamEdit({ params: { stream = '' }, body, before }: Call): Line | undefined {
	if (before === undefined) return fileLine(['stream', 'edit', stream, '--force'], `${stream}.json`);
	const flags = flagsOf(streamFields, streamFlags, body, before);
	const sealing = body.sealed === true && before.sealed !== true;
	if (sealing) {
		const rest = flagsOf(streamFields, streamFlags, { ...body, sealed: false }, before);
		if (rest.ok && rest.changed.every((name) => SEALING.includes(name)))
			return line('stream', 'seal', stream, '--force');
	}
	return throughFlags(['stream', 'edit', stream, '--force'], `${stream}.json`, flags);
}

function consumerWrite({ params, body, before }: Call): Line | undefined {
	const { stream = '' } = params;
	const config = isRecord(body.config) ? body.config : {};
	const name = [params.consumer, config.name, config.durable_name].find((one) => typeof one === 'string' && one !== '');
	const names = name === undefined ? [stream] : [stream, String(name)];
	const file = `${names.join('_')}.json`;
	const durable = config.durable_name !== undefined && config.durable_name !== '';
	if (before === undefined && body.action !== 'update') {
		const flags = flagsOf(consumerFields, consumerFlags, config);
		const lifetime = durable ? [] : ['--ephemeral'];
		return throughFlags(['consumer', 'add', ...names, '--defaults', ...lifetime], file, flags);
	}
	// The program edits durable consumers only.
	if (!durable) return undefined;
	const words = ['consumer', 'edit', ...names, '--force'];
	return before === undefined
		? fileLine(words, file)
		: throughFlags(words, file, flagsOf(consumerFields, consumerFlags, config, before));
}

function throughFlags(words: readonly string[], file: string, flags: ReturnType<typeof flagsOf>): Line | undefined {
	if (flags.ok) return line(...words, ...flags.words);
	return flags.inFile
		? fileLine(
				words.filter((one) => one !== '--defaults' && one !== '--ephemeral'),
				file,
				flags.field,
			)
		: undefined;
}

function fileLine(words: readonly string[], file: string, field?: string): Line {
	const why = field === undefined ? '' : ` (no flag for ${field})`;
	return { words: [...words, `--config=${file}`], comment: `${file} holds the JSON of this request${why}` };
}
