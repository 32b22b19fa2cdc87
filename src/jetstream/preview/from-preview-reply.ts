import { greatest, minus, plus } from '../../format/exact.ts';
import { type Integer, isInteger } from '../../format/integer.ts';
import { isRecord } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import type { EndpointId } from '../endpoints.ts';
import { consumerFromPreview, withoutTemplate } from '../preview-config.ts';
import { replyFault } from '../reply-fault.ts';
import type { ApiError } from '../wire.ts';
import { previewErrors } from './error-texts.ts';
import { keepOriginal } from './original-reply.ts';

type Value = Readonly<Record<string, unknown>>;

/** A reply of a preview server, in the current shape. */
export type FromPreviewReply =
	| { readonly kind: 'value'; readonly value: Value }
	| { readonly kind: 'error'; readonly error: ApiError }
	/** `reason` completes "The reply to X ". */
	| { readonly kind: 'malformed'; readonly reason: string };

/** What a request names. */
type Params = Readonly<Record<string, string>>;

/** How to read a JSON reply, by current endpoint. The others reply `+OK`. */
const readers: Readonly<Partial<Record<EndpointId, (value: unknown, params: Params) => Value | undefined>>> = {
	'account.info': (value) => (isRecord(value) ? value : undefined),
	'stream.names': (value) => page('streams', value),
	'consumer.names': (value) => page('consumers', value),
	'stream.template.names': (value) => page('streams', value),
	'stream.template.info': (value) => (isRecord(value) ? value : undefined),
	'stream.info': streamInfo,
	'stream.msg.get': (value) => (isRecord(value) ? { message: value } : undefined),
	'consumer.info': consumerInfo,
};

/**
 * Reads `+OK`, `-ERR '…'` and bare JSON of a preview server as a current reply: missing values are absent, and missing times
 * mean never. Never throws.
 */
export function fromPreviewReply(id: EndpointId, params: Params, text: string): FromPreviewReply {
	const error = previewErrorOf(text);
	if (error !== undefined) return { kind: 'error', error };
	const read = readers[id];
	const [, word] = /^\+OK(?: (\S+))?\s*$/.exec(text) ?? [undefined, undefined];
	if (read === undefined)
		return text.startsWith('+OK')
			? { kind: 'value', value: { success: true, ...(word !== undefined && { name: word }) } }
			: { kind: 'malformed', reason: 'is not the +OK of the technical preview' };
	const parsed = parseJson(text);
	const value = parsed.ok ? read(parsed.value, params) : undefined;
	if (value === undefined) return { kind: 'malformed', reason: 'is not a reply of the technical preview' };
	const fault = replyFault(id, value);
	if (parsed.ok) keepOriginal(value, parsed.value);
	return fault === undefined ? { kind: 'value', value } : { kind: 'malformed', reason: fault };
}

/** The error of `-ERR '…'`, with the current code; unknown texts are bad requests. */
export function previewErrorOf(answer: string): ApiError | undefined {
	if (!answer.startsWith('-ERR')) return undefined;
	const [, text] = /^-ERR\s*'?(.*?)'?\s*$/s.exec(answer) ?? [];
	if (text === undefined) return undefined;
	const known = previewErrors.find((row) => row.text === text.replace(/\[\d+\]/, '[N]'));
	if (known === undefined) return { code: 400, description: text };
	return { code: known.code, err_code: known.errCode, description: text };
}

/** A page with everything: it is not full, so nobody asks for the next one. */
export const onePage = (total: number) => ({ total, offset: 0, limit: total + 1 });

/** The preview returned all names at once, unsorted. */
function page(key: 'streams' | 'consumers', value: unknown): Value | undefined {
	if (value !== null && !Array.isArray(value)) return undefined;
	const names = (value ?? []).filter((name): name is string => typeof name === 'string').sort();
	return { [key]: names, ...onePage(names.length) };
}

const never = '0001-01-01T00:00:00Z';

function streamInfo(value: unknown): Value | undefined {
	if (!isRecord(value) || !isRecord(value.config) || !isRecord(value.state)) return undefined;
	const { config } = withoutTemplate(value.config);
	return {
		...value,
		config,
		state: { first_ts: never, last_ts: never, num_deleted: gapsIn(value.state), ...value.state },
	};
}

/** Sequences between the first and the last that have no message. */
function gapsIn({ messages = 0, first_seq = 0, last_seq = 0 }: Value): Integer {
	if (!isInteger(messages) || !isInteger(first_seq) || !isInteger(last_seq) || messages === 0) return 0;
	return greatest(0, minus(plus(minus(last_seq, first_seq), 1), messages));
}

/** The preview listed pending and redelivered sequences. */
function consumerInfo(value: unknown, { stream }: Params): Value | undefined {
	if (!isRecord(value) || !isRecord(value.config) || !isRecord(value.state)) return undefined;
	const { delivered, ack_floor, pending, redelivered } = value.state;
	const { config } = consumerFromPreview(value.config);
	return {
		stream_name: stream,
		name: value.name,
		config,
		delivered,
		ack_floor,
		num_ack_pending: sizeOf(pending),
		num_redelivered: sizeOf(redelivered),
	};
}

function sizeOf(map: unknown): number {
	return isRecord(map) ? Object.keys(map).length : 0;
}
