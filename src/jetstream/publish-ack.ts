import { isRecord } from '../format/is.ts';
import { parseJson } from '../format/json.ts';
import type { Message } from '../nats/link.ts';

/** Longer than any acknowledgement, and short enough to parse. */
const longest = 1_024;

/**
 * Whether a message is the acknowledgement of a stream. Servers of 2.9 let a stream take every subject and acknowledge
 * what it takes, requests of the API too, to whoever waits for their reply. Replies of the API have a `type`; a message that a
 * consumer delivers has a reply subject, one of a direct get has headers.
 */
export function isPublishAck({ data, headers, reply, status }: Message): boolean {
	if (data.length > longest || headers.length > 0 || status !== undefined || reply !== undefined) return false;
	const text = new TextDecoder().decode(data);
	if (text.startsWith('{"type"')) return false;
	const parsed = parseJson(text);
	if (!parsed.ok || !isRecord(parsed.value)) return false;
	const { type, stream, seq } = parsed.value;
	return type === undefined && typeof stream === 'string' && seq !== undefined;
}
