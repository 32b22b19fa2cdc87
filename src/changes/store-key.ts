import type { Integer } from '../format/integer.ts';
import { operationOf } from '../jetstream/kv/entry.ts';
import { isConflict } from '../jetstream/kv/refusals.ts';
import { entryOfStored } from '../jetstream/messages/stored-entry.ts';
import type { Answer } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { StoredAt, StoringMessage } from '../jetstream/store-message.ts';
import type { KvWire } from './wire.ts';

const expected = 'Nats-Expected-Last-Subject-Sequence';
/** `err_code` of a subject without a message. */
const noMessage = 10037;

/** The subject of a key, without the prefix of a domain. */
export const storedIn = ({ message }: Pick<KvWire, 'message'>): string =>
	message.subject.slice(message.subject.indexOf('$KV.'));

/**
 * Stores what a step writes. A key that was read as deleted may have lost its marker since, or have another one: the server refuses its
 * creation then, although there is no value, so it is sent once more.
 */
export async function storeKey(api: Api, wire: KvWire, signal: AbortSignal): Promise<Answer<StoredAt>> {
	const { message, write } = wire;
	const answer = await api.store(message, { signal });
	if (answer.ok || write.kind !== 'create' || !isConflict(answer.problem)) return answer;
	const marker = await markerOf(api, wire);
	if (marker === undefined || marker === write.revision) return answer;
	return api.store(expecting(message, marker), { signal });
}

/** The revision of the marker of a key that has no value, 0 for none; undefined if it has a value, or nobody knows. */
async function markerOf(api: Api, wire: KvWire): Promise<Integer | undefined> {
	if (wire.config === undefined) return undefined;
	const params = { stream: wire.config.name };
	const last = await api.request('stream.msg.get', params, { last_by_subj: storedIn(wire) });
	if (!last.ok) return last.problem.errCode === noMessage ? 0 : undefined;
	const { headers, seq } = entryOfStored(last.value.message);
	return operationOf(headers).operation === 'put' ? undefined : seq;
}

const expecting = (message: StoringMessage, revision: Integer): StoringMessage => ({
	...message,
	headers: [...message.headers.filter(([name]) => name !== expected), [expected, String(revision)]],
});
