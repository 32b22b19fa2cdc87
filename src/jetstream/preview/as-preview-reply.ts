import { isRecord } from '../fields/normal.ts';
import type { ApiError } from '../wire.ts';
import { consumerAsTold, streamToPreview } from './configs.ts';
import { previewTextOf } from './error-texts.ts';
import { previewJson } from './json.ts';

type Value = Readonly<Record<string, unknown>>;

/** What the preview would have answered, and where that cannot be known. */
export interface AsPreview {
	readonly text: string;
	/** What today's reply does not say, as a sentence. */
	readonly note?: string;
}

/** How a reply of today is written, by the endpoint that gave it. */
const writers: Readonly<Record<string, (reply: Value) => AsPreview>> = {
	'account.info': (reply) => json(accountOf(reply)),
	'stream.names': ({ streams }) => json(listOf(streams)),
	'consumer.names': ({ consumers }) => json(listOf(consumers)),
	'stream.template.names': ({ streams }) => json(listOf(streams)),
	'stream.info': (reply) => json({ config: streamToPreview(recordIn(reply.config)), state: stateOf(reply) }),
	'stream.msg.get': ({ message }) => json(messageOf(recordIn(message))),
	'consumer.info': consumerOf,
	'consumer.create.ephemeral': ({ name }) => ({ text: `+OK ${String(name)}` }),
	'stream.template.info': ({ config, streams }) => json({ config: templateOf(recordIn(config)), streams }),
};

/**
 * The reply of a server of today as the technical preview would have answered the same request: `+OK`, `-ERR '…'` or bare
 * JSON. What today's reply does not hold is left out or empty, and said.
 * @param id the endpoint of today
 * @param asked the subject in the words of the preview: `$JS.ENABLED` and `$JS.INFO` are one endpoint today
 */
export function asPreviewReply(id: string, asked: string, reply: Value): AsPreview {
	const { error } = reply;
	if (isRecord(error)) return { text: `-ERR '${previewTextOf(error as unknown as ApiError)}'` };
	if (asked === '$JS.ENABLED') return { text: '+OK' };
	return writers[id]?.(reply) ?? { text: '+OK' };
}

const json = (value: unknown): AsPreview => ({ text: previewJson(value) });
const recordIn = (value: unknown): Value => (isRecord(value) ? value : {});

/** No entry was `null`, never an empty list. */
function listOf(names: unknown): unknown {
	return Array.isArray(names) && names.length > 0 ? names : null;
}

function accountOf({ memory, storage, streams, limits }: Value): Value {
	const { max_memory, max_storage, max_streams, max_consumers } = recordIn(limits);
	return { memory, storage, streams, limits: { max_memory, max_storage, max_streams, max_consumers } };
}

function stateOf({ state }: Value): Value {
	const { messages, bytes, first_seq, last_seq, consumer_count } = recordIn(state);
	return { messages, bytes, first_seq, last_seq, consumer_count };
}

function messageOf({ subject, seq, data = '', time }: Value): Value {
	return { subject, seq, data, time };
}

function templateOf({ name, config, max_streams }: Value): Value {
	return { name, config: streamToPreview(recordIn(config)), max_streams };
}

/** The preview listed what is pending and redelivered by sequence; today only their numbers are told. */
function consumerOf(reply: Value): AsPreview {
	const { name, config, delivered, ack_floor, num_ack_pending, num_redelivered } = reply;
	const state = {
		delivered: sequencesOf(delivered),
		ack_floor: sequencesOf(ack_floor),
		pending: num_ack_pending === 0 ? null : {},
		redelivered: num_redelivered === 0 ? null : {},
	};
	const { text } = json({ name, config: consumerAsTold(recordIn(config)), state });
	if (num_ack_pending === 0 && num_redelivered === 0) return { text };
	const note = `The preview listed by sequence what is pending and redelivered; servers of today only count: ${String(num_ack_pending)} and ${String(num_redelivered)}.`;
	return { text, note };
}

function sequencesOf(value: unknown): Value {
	const { consumer_seq, stream_seq } = recordIn(value);
	return { consumer_seq, stream_seq };
}
