import { asRecord, isRecord } from '../../format/is.ts';
import { parseJson, stringifyJson } from '../../format/json.ts';
import { isLiteral, subjectContains } from '../subject-match.ts';
import { consumerAsReported } from './configs.ts';
import { foldedKey } from './json.ts';
import type { PreviewAsked, PreviewRefusal } from './preview-asked.ts';

type Value = Readonly<Record<string, unknown>>;

interface Asked {
	/** As it was typed. */
	readonly payload: string;
	/** As current servers get it. */
	readonly body: Value;
	/** The configuration of a consumer in it. */
	readonly config: Value;
}

interface Row extends PreviewRefusal {
	readonly endpoints: readonly string[];
	readonly when: (asked: Asked) => boolean;
}

/** These requests refused any payload before they looked for the stream. */
const bare = [
	'stream.info',
	'stream.delete',
	'stream.purge',
	'consumer.names',
	'consumer.info',
	'consumer.delete',
	'stream.template.info',
	'stream.template.delete',
];
const consumers = ['consumer.create.durable', 'consumer.create.ephemeral'];
const isPull = ({ config }: Asked): boolean => !config.deliver_subject;
const isFiltered = ({ config }: Asked): boolean =>
	typeof config.filter_subject === 'string' && config.filter_subject !== '';

/** What the preview refused, as recorded, and current servers accept; in the order of its checks. */
const rows: readonly Row[] = [
	{ endpoints: bare, when: ({ payload }) => payload !== '', text: 'bad request', before: 'all' },
	{
		endpoints: ['stream.create', 'stream.update'],
		when: ({ body }) => Number(body.num_replicas ?? 1) > 1,
		text: 'maximum replicas is 1',
	},
	{ endpoints: ['stream.create'], when: hasTemplate, text: 'stream not owned by template' },
	{
		endpoints: ['stream.update'],
		when: hasTemplate,
		text: 'stream configuration update can not be owned by a template',
	},
	// The preview compared it with an account limit of -1.
	{
		endpoints: ['stream.create'],
		when: ({ body }) => Number(body.max_consumers ?? -1) > 0,
		text: 'maximum consumers exceeds account limit',
	},
	{
		endpoints: consumers,
		when: (asked) => isPull(asked) && (asked.config.ack_policy ?? 'none') !== 'explicit',
		text: 'consumer in pull mode requires explicit ack policy',
	},
	{
		endpoints: ['consumer.create.ephemeral'],
		when: isPull,
		text: 'consumer in pull mode requires a durable name',
	},
	{
		endpoints: consumers,
		when: (asked) => isFiltered(asked) && !isLiteral(String(asked.config.filter_subject)),
		text: 'consumer filter subject has wildcards',
	},
	{
		endpoints: consumers,
		when: (asked) => isFiltered(asked) && asked.config.ack_policy === 'all',
		text: 'consumer with filter subject can not have an ack policy of ack all',
	},
];

/**
 * Why the preview would have refused a request that current servers accept, according to the request.
 * @param payload as it was typed
 * @param body for current servers
 */
export function refusalByPayload(endpoint: string, payload: string, body: Value = {}): PreviewRefusal | undefined {
	const asked = { payload, body, config: asRecord(body.config) };
	return answerOf(rows.find((row) => row.endpoints.includes(endpoint) && row.when(asked)));
}

function answerOf(row: PreviewRefusal | undefined): PreviewRefusal | undefined {
	return row && { text: row.text, ...(row.before && { before: row.before }) };
}

/** Current servers have no stream templates, so the key is not sent. */
function hasTemplate({ payload }: Asked): boolean {
	const parsed = parseJson(payload);
	const entries = parsed.ok && isRecord(parsed.value) ? Object.entries(parsed.value) : [];
	return entries.some(
		([key, value]) => foldedKey(key) === 'template_owner' && typeof value === 'string' && value !== '',
	);
}

/** Whether the reply of the preview depends on the subjects of the stream. */
export function hasFilter(body: Value): boolean {
	return isRecord(body.config) && typeof body.config.filter_subject === 'string' && body.config.filter_subject !== '';
}

/**
 * Why the preview would have refused a consumer of this stream: a filter had to be among its subjects.
 ** @param stream its configuration, from a current server
 */
export function refusalByStream(body: Value, { subjects }: Value): PreviewRefusal | undefined {
	if (!hasFilter(body) || !isRecord(body.config) || !Array.isArray(subjects)) return undefined;
	const filter = String(body.config.filter_subject);
	return subjects.some((subject) => subjectContains(String(subject), filter))
		? undefined
		: { text: 'consumer filter subject is not a valid subset of the interest subjects' };
}

/** Errors of current servers for an existing consumer that cannot be changed so. */
const updates = [10012, 10013, 10105, 10106, 10148];

/**
 ** Why the preview would have refused a request for an existing stream or consumer.
 ** @param info of the stream or the consumer, from a current server
 */
export function refusalByExisting(endpoint: string, body: Value, info: Value): PreviewRefusal | undefined {
	const there = asRecord(info.config);
	switch (endpoint) {
		case 'stream.create':
			return { text: 'stream name already in use' };
		case 'stream.update':
			return streamUpdate(body, there);
		case 'consumer.create.durable':
			return consumerAgain(asRecord(body.config), there, info.push_bound === true);
		default:
			return undefined;
	}
}

function streamUpdate(wanted: Value, there: Value): PreviewRefusal | undefined {
	const fixed = 'stream configuration update can not change';
	if ((wanted.retention ?? 'limits') !== there.retention) return { text: `${fixed} retention policy` };
	return Number(wanted.max_consumers || -1) === Number(there.max_consumers)
		? undefined
		: { text: `${fixed} MaxConsumers` };
}

/** Only a push consumer without a listener could be created again, to deliver to another subject. */
function consumerAgain(wanted: Value, there: Value, isBound: boolean): PreviewRefusal | undefined {
	if (!wanted.deliver_subject) return { text: 'consumer already exists', before: updates };
	if (isBound) return { text: 'consumer already exists and is still active', before: updates };
	const same = stringifyJson(sansDelivery(wanted)) === stringifyJson(sansDelivery(there));
	return same ? undefined : { text: 'consumer replacement durable config not the same', before: updates };
}

/** With the defaults of servers for consumers that wait for acknowledgements. */
function sansDelivery(config: Value): Value {
	const { delivery_subject: _, ...rest } = consumerAsReported({
		...config,
		ack_wait: config.ack_wait || 30_000_000_000,
		max_deliver: config.max_deliver || -1,
		// The preview compared times in UTC.
		...(typeof config.opt_start_time === 'string' && { opt_start_time: Date.parse(config.opt_start_time) }),
	});
	return rest;
}

/** Known only from the current reply: an ephemeral consumer needed a listener. */
export function refusedByReply({ endpoint }: PreviewAsked, reply: Value): PreviewRefusal | undefined {
	const { config, push_bound: isBound } = reply;
	if (endpoint !== 'consumer.create.ephemeral' || isBound === true || !isRecord(config)) return undefined;
	return config.deliver_subject
		? { text: 'consumer requires interest for delivery subject when ephemeral' }
		: undefined;
}
