import { isUtf8 } from 'node:buffer';
import { isRecord } from '../format/is.ts';
import { parseJson } from '../format/json.ts';
import { deepestJson } from '../format/json-depth.ts';
import { outlineOf } from '../format/json-outline.ts';
import { goesDeeper, isJson } from '../format/json-scan.ts';
import { memo } from '../format/memo.ts';
import { withoutSecrets } from '../format/secret.ts';
import type { Message } from '../nats/link.ts';
import { typePrefix } from './decode.ts';
import { explain } from './errors.ts';
import { previewErrorOf } from './preview/from-preview-reply.ts';
import { isFailure, meaningOf } from './status.ts';
import type { ApiError } from './wire.ts';

/** The most replies that are kept of one request. */
export const mostReplies = 10_000;

/** The parts of a reply that are shown. */
export type ReplyMessage = Pick<Message, 'subject' | 'data' | 'headers' | 'status' | 'reply'>;

/** What a message contains. `value` is JSON parsed exactly. */
export type Content =
	| { readonly kind: 'json'; readonly text: string; readonly value: unknown }
	/** The same with megabytes: JSON that is not parsed into a value, and text that is not cut into lines. */
	| { readonly kind: 'large json' | 'large text'; readonly data: Uint8Array; readonly tooDeep?: true }
	/** `tooDeep`: perhaps JSON, but nested deeper than jetdeck parses. */
	| { readonly kind: 'text'; readonly text: string; readonly tooDeep?: true }
	| { readonly kind: 'binary'; readonly data: Uint8Array }
	| { readonly kind: 'empty' };

/** Parsed once, however often it is drawn. */
export const contentOf = memo(({ data }: ReplyMessage): Content => readContent(data));

/**
 * As much as a server takes in a message by default. A parsed JSON value takes fifty times the memory of its text, and its lines
 * a hundred times.
 */
export const largeFrom = 1024 * 1024;

function readContent(data: Uint8Array): Content {
	if (data.length === 0) return { kind: 'empty' };
	if (data.length > largeFrom) return readLarge(data);
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(data);
	} catch {
		return { kind: 'binary', data };
	}
	if (!/^\s*[{["\d-]|^\s*(true|false|null)\s*$/.test(text)) return { kind: 'text', text };
	const parsed = parseJson(text);
	if (parsed.ok) return { kind: 'json', text, value: parsed.value };
	return { kind: 'text', text, ...(parsed.tooDeep && { tooDeep: true }) };
}

function readLarge(data: Uint8Array): Content {
	if (!isUtf8(data)) return { kind: 'binary', data };
	if (goesDeeper(data, deepestJson)) return { kind: 'large text', data, tooDeep: true };
	return { kind: isJson(data) ? 'large json' : 'large text', data };
}

const records = new WeakMap<ReplyMessage, Readonly<Record<string, unknown>>>();

/** The value of a JSON object, if it is one; of a large one without what is large in it, see `outlineOf`. */
export function recordOf(message: ReplyMessage): Readonly<Record<string, unknown>> | undefined {
	const content = contentOf(message);
	if (content.kind === 'json') return isRecord(content.value) ? content.value : undefined;
	if (content.kind !== 'large json') return undefined;
	const known = records.get(message) ?? outlineOf(content.data);
	if (known !== undefined) records.set(message, known);
	return known;
}

/** The whole JSON value; parsed again if it is large, for callers that write all of it. */
export function wholeValueOf(message: ReplyMessage): unknown {
	const content = contentOf(message);
	if (content.kind === 'json') return content.value;
	if (content.kind !== 'large json') return undefined;
	const parsed = parseJson(new TextDecoder().decode(content.data));
	return parsed.ok ? parsed.value : undefined;
}

/**
 * The error of an envelope of the API, or what the technical preview of 2020 answered in its place. Services have errors of their
 * own: one of the API has an `err_code`, or a type of the API beside it.
 */
export function apiErrorOf(message: ReplyMessage): ApiError | undefined {
	const { error, type, server } = recordOf(message) ?? {};
	const isApi = isRecord(error) && (typeof error.err_code === 'number' || String(type).startsWith(typePrefix));
	// A request to a server, such as KICK, is refused beside the block of the server.
	const isOfServer = isRecord(error) && isRecord(server) && typeof server.id === 'string';
	if ((isApi || isOfServer) && typeof error.code === 'number') return error as unknown as ApiError;
	const content = contentOf(message);
	return content.kind === 'text' ? previewErrorOf(content.text) : undefined;
}

const mostKept = 4_096;

/** The content of a message, as the journal stores it. */
export function contentForJournal(message: ReplyMessage): unknown {
	const content = contentOf(message);
	if (content.kind === 'json' && content.text.length <= mostKept * 4) return content.value;
	if (content.kind === 'binary' || content.kind === 'empty') return null;
	const start = 'text' in content ? content.text : new TextDecoder().decode(content.data.subarray(0, mostKept * 4));
	// A secret may begin before the cut.
	return withoutSecrets(start.slice(0, 2 * mostKept)).slice(0, mostKept);
}

/**
 * The error of a reply, with what it means and what to try: of an envelope of the API, or a status in place of a message.
 * @param asked the subject of the request
 */
export function errorOf(
	message: ReplyMessage,
	asked: string,
): { readonly message: string; readonly advice: string } | undefined {
	const { status } = message;
	if (status !== undefined && isFailure(asked, status))
		return {
			message: `${status.description || 'The request failed'} (status ${status.code})`,
			advice: meaningOf(asked, status) ?? 'The status came in place of a message; its text says why.',
		};
	const known = apiErrorOf(message);
	if (known === undefined) return serviceErrorOf(message);
	const advice = explain(known);
	// A preview server returns no codes: jetdeck finds them by the error text.
	if (recordOf(message) === undefined) return { message: String(known.description), advice };
	const code = known.err_code === undefined ? `${known.code}` : `${known.code}, err_code ${known.err_code}`;
	return { message: `${String(known.description ?? 'The server refused the request.')} (${code})`, advice };
}

/** Services of the nats libraries return errors as headers. */
function serviceErrorOf({ headers }: ReplyMessage): ReturnType<typeof errorOf> {
	const said = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
	const [text, code] = [said('nats-service-error'), said('nats-service-error-code')];
	if (text === undefined && code === undefined) return undefined;
	const advice = 'The service refused the request; its error text says why.';
	return {
		message: `${text ?? 'The service answered with an error'}${code === undefined ? '' : ` (${code})`}`,
		advice,
	};
}

/** The meaning of a status that is no failure: the end of a batch, or no message in time. */
export function endOf({ status }: ReplyMessage, asked: string): string | undefined {
	return status === undefined || isFailure(asked, status) ? undefined : meaningOf(asked, status);
}

/** The end of an inbox, whatever it begins with. */
const inbox = /\.[0-9A-Za-z]{22}$/;

/**
 * Where a message came from and where a reply goes, in words: for messages stored or published under their own subject, or that
 * want a reply. A pulled message is acknowledged by its reply subject.
 */
export function addressesOf({ subject, reply, status }: ReplyMessage): readonly string[] {
	const own = subject !== '' && status === undefined && (reply !== undefined || !inbox.test(subject));
	const answered =
		reply === undefined ? [] : [`${reply.startsWith('$JS.ACK.') ? 'to acknowledge:' : 'to answer:'} ${reply}`];
	return [...(own ? [`published to ${subject}`] : []), ...answered];
}

const names: Readonly<Record<Content['kind'], string>> = {
	json: 'JSON',
	'large json': 'JSON',
	text: 'text',
	'large text': 'text',
	binary: 'binary',
	empty: 'empty',
};

/** What kind of message it is, in a word or two: `stream_info_response`, `JSON`, `text`, `status 503 No Responders`. */
export function typeOf(message: ReplyMessage): string {
	const { status } = message;
	if (status !== undefined) return `status ${status.code} ${status.description}`.trim();
	const type = recordOf(message)?.type;
	if (typeof type === 'string') return type.startsWith(typePrefix) ? type.slice(typePrefix.length) : type;
	const content = contentOf(message);
	const tooDeep = 'tooDeep' in content && content.tooDeep;
	return tooDeep ? `text, nested deeper than ${deepestJson} levels` : names[content.kind];
}

/** Where the page after a reply begins, if there may be one: of LIST, NAMES, and INFO with subjects. */
export function nextOffset(message: ReplyMessage): number | undefined {
	const { total, offset, limit, streams, consumers } = recordOf(message) ?? {};
	if (typeof total !== 'number' || typeof offset !== 'number' || typeof limit !== 'number') return undefined;
	const next = offset + limit;
	const entries = [streams, consumers].find(Array.isArray)?.length ?? 0;
	// CONSUMER.LIST of a 2.9 cluster counts the page alone in its total: a full page may not be the last one.
	const countsPage = entries >= limit && total <= entries && (offset === 0 || total < offset + entries);
	return limit > 0 && (next < total || countsPage) ? next : undefined;
}
