import { asRecord, isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import { type EndpointId, endpointById } from '../endpoints.ts';
import { consumerToPreview, streamToPreview } from './configs.ts';
import { consumerUnavailable, malformedSubjects, streamUnavailable } from './unavailable.ts';

type Body = Readonly<Record<string, unknown>>;
type Params = Readonly<Record<string, string>>;

/** A request of today in the words of the technical preview. */
export type ToPreview =
	| { readonly ok: true; readonly subject: string; readonly payload: string }
	/** Why there is none, as a sentence. `crashes`: the server would end by it, hence it may be sent in no way. */
	| { readonly ok: false; readonly message: string; readonly crashes?: true };

interface Spelling {
	/** The preview's subject, with `{…}` for what the request names. */
	readonly subject: string;
	/** The payload; a sentence in `refusal` where the preview cannot do what the body asks for. */
	readonly payload?: (body: Body, params: Params) => string | Refusal;
}

interface Refusal {
	readonly refusal: string;
	readonly crashes?: true;
}

const no = (refusal: string): Refusal => ({ refusal });
const crash = (refusal: string): Refusal => ({ refusal, crashes: true });

/** How requests of today were spelled. What is not here the preview did not have. */
const spellings: Readonly<Partial<Record<EndpointId, Spelling>>> = {
	'account.info': { subject: '$JS.INFO' },
	'stream.names': { subject: '$JS.STREAM.LIST', payload: ({ subject }) => without({ subject }) },
	'stream.info': {
		subject: '$JS.STREAM.{stream}.INFO',
		payload: ({ subjects_filter, deleted_details }) =>
			subjects_filter === undefined
				? without({ deleted_details })
				: no('The technical preview of 2020 does not count by subject: subjects_filter came later.'),
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
			no_erase === true ? no('The technical preview always overwrites what it deletes.') : digits(seq),
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

/** What it had instead of a list with everything. */
const namesOnly: Readonly<Partial<Record<EndpointId, string>>> = {
	'stream.list': '$JS.STREAM.LIST',
	'consumer.list': '$JS.STREAM.{stream}.CONSUMERS',
};

/**
 * A request of today as a preview server takes it. What it did not have gives a sentence, and so does all that would end its
 * process. The names in `params` must be ones that a subject can hold.
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
	if (names !== undefined) return `The technical preview of 2020 lists names only, by ${named(names, params)}.`;
	return `The technical preview of 2020 has no “${endpointById(id).title.toLowerCase()}”.`;
}

/** Nothing is sent, where nothing of these is asked for. */
function without(options: Body): string | Refusal {
	const [asked] =
		Object.entries(options).find(([, value]) => value !== undefined && value !== false && value !== 0) ?? [];
	return asked === undefined ? '' : no(`${asked} came later: the technical preview of 2020 has no such option.`);
}

function digits(value: unknown): string | Refusal {
	const text = String(value);
	return /^\d+$/.test(text) ? text : no(`${text} is no whole number.`);
}

/** Only the last message of all could be asked for without its sequence. */
function messagePayload({ seq, last_by_subj, next_by_subj, ...rest }: Body): string | Refusal {
	if (last_by_subj === '>' && seq === undefined) return '';
	if (last_by_subj !== undefined) return without({ last_by_subj });
	// The next one of any subject is found by going through the sequences, which is not done here.
	return next_by_subj === undefined && Object.keys(rest).length === 0
		? digits(seq)
		: without({ next_by_subj, ...rest });
}

function streamPayload({ pedantic: _, ...config }: Body, { stream }: Params): string | Refusal {
	const refusal = streamRefusal(config);
	// Left out, the preview takes memory, and servers of today files.
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
		return crash('config is missing: a preview server would end by such a template, so it is not sent.');
	return streamRefusal(config) ?? stringifyJson({ ...template, config: streamToPreview(config) });
}

function consumerPayload({ stream_name, config }: Body, { stream, consumer }: Params): string | Refusal {
	const given = asRecord(config);
	const unavailable = consumerUnavailable(given);
	if (unavailable !== undefined) return no(unavailable);
	if (consumer !== undefined && given.durable_name === undefined)
		return no('durable_name is missing: the technical preview named ephemeral consumers by itself.');
	return stringifyJson({ stream_name: stream_name ?? stream, config: consumerToPreview(given) });
}
