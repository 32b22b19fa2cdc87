import { isRecord } from '../format/is.ts';
import { parseJson } from '../format/json.ts';
import { deepestJson } from '../format/json-depth.ts';
import { sumDuplicates } from './duplicate-subjects.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { replyFault } from './reply-fault.ts';
import type { ApiError } from './wire.ts';

/** The name every reply carries as `type`, before the endpoint's own part. */
export const typePrefix = 'io.nats.jetstream.api.v1.';

export type Decoded =
	| { readonly kind: 'value'; readonly value: object }
	| { readonly kind: 'error'; readonly error: ApiError }
	/** `reason` completes "The reply to X ". */
	| { readonly kind: 'malformed'; readonly reason: string };

/**
 * Opens the JSON envelope of a reply. Whole numbers are exact: bigints where a double cannot hold them.
 */
export function decodeReply(endpoint: Endpoint, data: Uint8Array): Decoded {
	const sent = new TextDecoder().decode(data);
	const text = endpoint.id === 'stream.info' ? sumDuplicates(sent) : sent;
	if (text === '') return { kind: 'malformed', reason: 'is empty' };
	const json = parseJson(text);
	if (!json.ok && json.tooDeep) return { kind: 'malformed', reason: `is nested deeper than ${deepestJson} levels` };
	const parsed = json.ok ? json.value : undefined;
	if (!isRecord(parsed)) return { kind: 'malformed', reason: `is not a JSON object: ${text.slice(0, 80)}` };
	const error = errorOf(parsed.error);
	if (error !== undefined) return { kind: 'error', error };
	const wrong = wrongType(endpoint, parsed.type);
	if (wrong !== undefined) return { kind: 'malformed', reason: wrong };
	if (endpoint.empty !== undefined && Object.keys(parsed).length === 1) return { kind: 'error', error: endpoint.empty };
	const fault = replyFault(endpoint.id, parsed);
	return fault === undefined ? { kind: 'value', value: parsed } : { kind: 'malformed', reason: fault };
}

/** The `error` of a reply, if it has one. */
export function errorOf(value: unknown): ApiError | undefined {
	if (!isRecord(value)) return undefined;
	const { code, err_code, description } = value;
	return {
		code: typeof code === 'number' ? code : 500,
		...(typeof err_code === 'number' && { err_code }),
		...(typeof description === 'string' && { description }),
	};
}

function wrongType(endpoint: Endpoint, type: unknown): string | undefined {
	if (typeof type !== 'string') return 'has no "type": something other than JetStream answered';
	if (endpoint.replyType.some((known) => type === typePrefix + known)) return undefined;
	return `is of type ${type.slice(0, 80)}, not ${endpoint.replyType.join(' or ')}`;
}
