import { stringifyJson } from '../format/json.ts';
import { readConfiguration } from '../jetstream/config-file.ts';
import { configurationOf } from '../jetstream/configuration-of.ts';
import type { Config } from '../jetstream/fields/config.ts';
import type { Configures, NatsRequest } from '../jetstream/nats-cli/read/read-command.ts';
import { inSentences } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import { consumerRequest, streamRequest } from '../jetstream/request-config.ts';
import { type Features, supports } from '../jetstream/server-features.ts';
import { buildSubject } from '../jetstream/subject.ts';
import type { ConsumerConfig, StreamConfig } from '../jetstream/wire.ts';
import type { Note } from './note.ts';
import type { Line } from './parsed-line.ts';
import type { Refused } from './prepare.ts';
import { otherServer } from './server-flags.ts';

/** The text of a file, or a sentence. */
export type ReadFile = (
	path: string,
) => Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string }>;

interface RequestContext {
	readonly api: Api;
	readonly features: Features;
	readonly read: ReadFile;
}

/** A request that can be sent: its names and its body. */
interface Found {
	readonly endpoint: NatsRequest['endpoint'];
	readonly params: NatsRequest['params'];
	readonly body?: object | undefined;
	readonly notes: readonly string[];
}

/**
 * The request of a command of the nats CLI, with its payload. Reads what a configuration starts from: the file that
 * the line names, or the current configuration to edit.
 */
export async function requestOfNats(
	line: Line,
	{ request, fileAt }: NonNullable<Line['nats']>,
	around: RequestContext,
): Promise<{ readonly line: Line; readonly payload: string } | Refused> {
	const elsewhere = otherServer(line, around.api.cli);
	if (elsewhere !== undefined) return elsewhere;
	const { configures } = request;
	const found: Found | Refused =
		configures === undefined ? spelledFor(request, around.api) : await configured(request, configures, fileAt, around);
	if ('refusal' in found) return found;
	const built = buildSubject(around.api.prefix, found.endpoint, found.params);
	if (!built.ok) return { refusal: built.problem.message };
	const payload = found.body === undefined ? '' : stringifyJson(found.body);
	// A preview server gets another request, which a later note shows.
	const isSent = around.api.dialect() === 'current';
	const typed = { nats: request.command };
	const note: readonly Note[] = isSent ? [{ kind: 'sent-as', typed, subject: built.subject, payload }] : [];
	return {
		line: {
			...line,
			subject: built.subject,
			...(payload !== '' && { payload: { from: 'text', text: payload, at: line.subjectAt } }),
			notes: [...note, ...found.notes, ...line.notes],
		},
		payload,
	};
}

/** The technical preview has only lists of names. */
const listed: Readonly<Partial<Record<NatsRequest['endpoint'], NatsRequest['endpoint']>>> = {
	'stream.list': 'stream.names',
	'consumer.list': 'consumer.names',
};

function spelledFor({ endpoint, params, body }: NatsRequest, api: Api): Found {
	const there = api.dialect() === 'preview' ? (listed[endpoint] ?? endpoint) : endpoint;
	return { endpoint: there, params, body, notes: [] };
}

interface Begun {
	readonly config: Config;
	/** As the file names it. */
	readonly stream?: string;
	readonly notes: readonly string[];
}

async function configured(
	request: NatsRequest,
	configures: Configures,
	fileAt: number | undefined,
	around: RequestContext,
): Promise<Found | Refused> {
	const begun = await beginning(request, configures, fileAt, around);
	if ('refusal' in begun) return begun;
	const said = configures.apply(begun.config);
	const config = takesDefaults(configures, around.features) ? { ...said, ...without(configures.defaults, said) } : said;
	const stream = request.params.stream ?? begun.stream ?? '';
	const made =
		configures.kind === 'stream'
			? streamFound(request, config)
			: consumerFound(request, configures, { ...config, stream_name: stream }, around);
	return 'refusal' in made ? made : { ...made, notes: begun.notes };
}

/** The preview does not support the defaults of the nats CLI. */
function takesDefaults({ verb, file }: Configures, features: Features): boolean {
	return verb === 'add' && file === undefined && supports(features, '2.9');
}

function without(config: Config, said: Config): Config {
	return Object.fromEntries(Object.entries(config).filter(([key]) => !(key in said)));
}

/** What the flags are applied to: nothing, the current configuration, or a file. */
async function beginning(
	{ command, params }: NatsRequest,
	{ kind, verb, file }: Configures,
	fileAt: number | undefined,
	{ api, read }: RequestContext,
): Promise<Begun | Refused> {
	const { stream = '', consumer = '' } = params;
	if (file !== undefined) {
		const column = (fileAt ?? 0) + 1;
		const text = await read(file.path);
		if (!text.ok) return { refusal: text.message, column };
		const found = readConfiguration(text.text, kind, api.dialect());
		if (!found.ok) return { refusal: `${file.path}: ${found.message}`, column };
		if (found.kind !== kind)
			return { refusal: `${file.path} describes a ${found.kind}, but nats ${command} needs a ${kind}.`, column };
		return {
			config: { ...found.config },
			notes: found.notes,
			...(found.kind === 'consumer' && found.stream && { stream: found.stream }),
		};
	}
	if (verb === 'add') return { config: {}, notes: [] };
	const answer =
		kind === 'stream'
			? await api.request('stream.info', { stream })
			: await api.request('consumer.info', { stream, consumer });
	if (!answer.ok) return { refusal: inSentences(answer.problem) };
	return { config: { ...configurationOf<Config>({ config: answer.value.config } as { config: Config }) }, notes: [] };
}

/** A name in the line overrides the one in the file. */
function streamFound({ endpoint, params }: NatsRequest, config: Config): Omit<Found, 'notes'> | Refused {
	const name = params.stream ?? config.name;
	if (typeof name !== 'string') return { refusal: 'The line needs the name of the stream.' };
	const named = { ...config, name } as StreamConfig;
	return { endpoint, params: { stream: name }, body: streamRequest(named) };
}

function consumerFound(
	{ endpoint, params }: NatsRequest,
	{ verb }: Configures,
	{ stream_name, ...config }: Config,
	{ features }: RequestContext,
): Omit<Found, 'notes'> | Refused {
	const stream = String(stream_name);
	if (stream === '') return { refusal: 'The line needs the name of the stream: the file has none.' };
	const name = params.consumer ?? config.durable_name ?? config.name;
	const named = typeof name === 'string' && name !== '';
	const durable = named && config.durable_name !== undefined && { durable_name: name };
	const whole = { ...config, ...(named && { name }), ...durable } as ConsumerConfig;
	const body = { stream_name: stream, config: consumerRequest(whole) };
	if (!named) return { endpoint: 'consumer.create.ephemeral', params: { stream }, body };
	const { filter_subject: filter = '' } = whole;
	// nats consumer add updates an existing consumer, hence no action create. Servers before 2.10 do not know action.
	const action = verb === 'edit' && supports(features, '2.10') && { action: 'update' };
	return {
		endpoint: filter === '' ? endpoint : 'consumer.create.filtered',
		params: { stream, consumer: name, ...(filter !== '' && { filter }) },
		body: { ...body, ...action },
	};
}
