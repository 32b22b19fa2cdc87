import { asRecord, isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import { type EndpointId, endpointById } from '../endpoints.ts';
import { consumerToPreview, streamToPreview } from './configs.ts';
import { consumerUnavailable, malformedSubjects, streamUnavailable } from './unavailable.ts';

type Body = Readonly<Record<string, unknown>>;
type Params = Readonly<Record<string, string>>;

/** A current request, translated for the technical preview. */
export type ToPreview =
	| { readonly ok: true; readonly subject: string; readonly payload: string }
	/** Why there is none, as a sentence. `crashes`: it would crash the server, so it must never be sent. */
	| { readonly ok: false; readonly message: string; readonly crashes?: true };

interface Spelling {
	/** The preview's subject, with `{…}` for what the request names. */
	readonly subject: string;
	/** The payload; a sentence in `refusal` if the preview cannot do what the body asks for. */
	readonly payload?: (body: Body, params: Params) => string | Refusal;
}

interface Refusal {
	readonly refusal: string;
	readonly crashes?: true;
}

const no = (refusal: string): Refusal => ({ refusal });
const crash = (refusal: string): Refusal => ({ refusal, crashes: true });

/** The preview request of each current endpoint. The preview had no others. */
const spellings: Readonly<Partial<Record<EndpointId, Spelling>>> = {
	'account.info': { subject: '$JS.INFO' },
	'stream.names': { subject: '$JS.STREAM.LIST', payload: ({ subject }) => without({ subject }) },
	'stream.info': {
		subject: '$JS.STREAM.{stream}.INFO',
		payload: ({ subjects_filter, deleted_details }) =>
			subjects_filter === undefined
				? without({ deleted_details })
				: no('The technical preview of 2020 does not support subjects_filter: it cannot count by subject.'),
	},
	'stream.create': { subject: '$JS.STREAM.{stream}.CREATE', payload: streamPayload },
	'stream.update': { subject: '$JS.STREAM.{stream}.UPDATE', payload: streamPayload },
	'stream.delete': { subject: '$JS.STREAM.{stream}.DELETE' },
	'stream.purge': {
		subject: '$JS.STREAM.{stream}.PURGE',
		payload: ({ filter, seq, keep }) => without({ filter, seq, keep }),
	},
	'stream.msg.get': { subject: '$JS.STREAM.{stream}.MSG.BYSEQ', payload: messagePayload },
	'stream.msg.delete': {
		subject: '$JS.STREAM.{stream}.MSG.DELETE',
		payload: ({ seq, no_erase }) =>
			no_erase === true
				? no('The technical preview does not support no_erase: it always overwrites deleted messages.')
				: digits(seq),
	},
	'consumer.names': { subject: '$JS.STREAM.{stream}.CONSUMERS' },
	'consumer.info': { subject: '$JS.STREAM.{stream}.CONSUMER.{consumer}.INFO' },
	'consumer.create': { subject: '$JS.STREAM.{stream}.CONSUMER.{consumer}.CREATE', payload: consumerPayload },
	'consumer.create.filtered': { subject: '$JS.STREAM.{stream}.CONSUMER.{consumer}.CREATE', payload: consumerPayload },
	'consumer.create.durable': { subject: '$JS.STREAM.{stream}.CONSUMER.{consumer}.CREATE', payload: consumerPayload },
	'consumer.create.ephemeral': { subject: '$JS.STREAM.{stream}.EPHEMERAL.CONSUMER.CREATE', payload: consumerPayload },
	'consumer.delete': { subject: '$JS.STREAM.{stream}.CONSUMER.{consumer}.DELETE' },
	'consumer.next': {
		subject: '$JS.STREAM.{stream}.CONSUMER.{consumer}.NEXT',
		payload: ({ batch = 1 }) => digits(batch),
	},
	'stream.template.names': { subject: '$JS.TEMPLATE.LIST' },
	'stream.template.create': { subject: '$JS.TEMPLATE.{template}.CREATE', payload: templatePayload },
	'stream.template.info': { subject: '$JS.TEMPLATE.{template}.INFO' },
	'stream.template.delete': { subject: '$JS.TEMPLATE.{template}.DELETE' },
};

/** The request for names in place of each list. */
const namesOnly: Readonly<Partial<Record<EndpointId, string>>> = {
	'stream.list': '$JS.STREAM.LIST',
	'consumer.list': '$JS.STREAM.{stream}.CONSUMERS',
};

/**
 * A current request, translated for a preview server. A request that it does not support gives a sentence, and so does one that would crash
 * the server. The names in `params` must be valid in a subject.
 */
export function toPreview(id: EndpointId, params: Params, body: Body = {}): ToPreview {
	const spelling = spellings[id];
	if (spelling === undefined) return { ok: false, message: lacking(id, params) };
	const payload = spelling.payload?.(body, params) ?? '';
	if (typeof payload !== 'string') {
		const { refusal, crashes } = payload;
		return { ok: false, message: refusal, ...(crashes && { crashes }) };
	}
	return { ok: true, subject: named(spelling.subject, params), payload };
}

function named(subject: string, params: Params): string {
	return subject.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}

function lacking(id: EndpointId, params: Params): string {
	const names = namesOnly[id];
	if (names !== undefined) return `The technical preview of 2020 lists only names: use ${named(names, params)}.`;
	return `The technical preview of 2020 does not support “${endpointById(id).title.toLowerCase()}”.`;
}

/** An empty payload, unless the body has one of these keys. */
function without(options: Body): string | Refusal {
	const [asked] =
		Object.entries(options).find(([, value]) => value !== undefined && value !== false && value !== 0) ?? [];
	return asked === undefined ? '' : no(`The technical preview of 2020 does not support ${asked}: it came later.`);
}

function digits(value: unknown): string | Refusal {
	const text = String(value);
	return /^\d+$/.test(text) ? text : no(`${text} is not a whole number.`);
}

/** Only the last message of the stream could be requested without its sequence. */
function messagePayload({ seq, last_by_subj, next_by_subj, ...rest }: Body): string | Refusal {
	if (last_by_subj === '>' && seq === undefined) return '';
	if (last_by_subj !== undefined) return without({ last_by_subj });
	// find-message.ts finds the next message of a subject by trying sequences.
	return next_by_subj === undefined && Object.keys(rest).length === 0
		? digits(seq)
		: without({ next_by_subj, ...rest });
}

function streamPayload({ pedantic: _, ...config }: Body, { stream }: Params): string | Refusal {
	const refusal = streamRefusal(config);
	// The default storage of the preview is memory, that of current servers file.
	return refusal ?? stringifyJson(streamToPreview({ name: stream, storage: 'file', ...config }));
}

function streamRefusal(config: Body): Refusal | undefined {
	const malformed = malformedSubjects(config);
	if (malformed !== undefined) return crash(malformed);
	const unavailable = streamUnavailable(config);
	return unavailable === undefined ? undefined : no(unavailable);
}

function templatePayload({ config, ...template }: Body): string | Refusal {
	if (!isRecord(config))
		return crash('config is missing: such a template would crash a preview server, so nothing was sent.');
	return streamRefusal(config) ?? stringifyJson({ ...template, config: streamToPreview(config) });
}

function consumerPayload({ stream_name, config }: Body, { stream, consumer }: Params): string | Refusal {
	const given = asRecord(config);
	const unavailable = consumerUnavailable(given);
	if (unavailable !== undefined) return no(unavailable);
	if (consumer !== undefined && given.durable_name === undefined)
		return no('durable_name is missing: the technical preview chose the names of ephemeral consumers itself.');
	return stringifyJson({ stream_name: stream_name ?? stream, config: consumerToPreview(given) });
}
