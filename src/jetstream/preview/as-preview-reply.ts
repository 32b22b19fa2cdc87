import { asRecord, isRecord } from '../../format/is.ts';
import type { ApiError } from '../wire.ts';
import { consumerAsReported, streamToPreview } from './configs.ts';
import { previewTextOf } from './error-texts.ts';
import { previewJson } from './json.ts';
import type { PreviewAsked, PreviewRefusal } from './preview-asked.ts';
import { refusedByReply } from './refusals.ts';

type Value = Readonly<Record<string, unknown>>;

/** The reply of the preview, and what is unknown about it. */
export interface AsPreview {
	readonly text: string;
	/** What the current reply lacks, or that it differs, as a sentence. */
	readonly note?: string;
	/** It is an `-ERR`. */
	readonly refused?: true;
}

/** How a reply of today is written, by the endpoint that gave it. */
const writers: Readonly<Record<string, (reply: Value, asked: PreviewAsked) => AsPreview>> = {
	'account.info': (reply) => json(accountOf(reply)),
	'stream.names': ({ streams }) => json(listOf(streams)),
	'consumer.names': ({ consumers }) => json(listOf(consumers)),
	'stream.template.names': ({ streams }) => json(listOf(streams)),
	'stream.info': (reply) => json({ config: streamToPreview(asRecord(reply.config)), state: stateOf(reply) }),
	'stream.msg.get': ({ message }, asked) => json(messageOf(asRecord(message), asked)),
	'consumer.info': consumerOf,
	'consumer.create.ephemeral': ({ name }) => ({ text: `+OK ${String(name)}` }),
	'stream.template.info': ({ config, streams }) => json({ config: templateOf(asRecord(config)), streams }),
};

/**
 * The reply of a current server, translated into that of the technical preview for the same request: `+OK`, `-ERR '…'` or bare
 * JSON. Values that the current reply lacks are left out or empty, with a note; so are requests that the preview would have refused.
 */
export function asPreviewReply(asked: PreviewAsked, reply: Value): AsPreview {
	const error = isRecord(reply.error) ? (reply.error as unknown as ApiError) : undefined;
	const refused = asked.refused ?? refusedByReply(asked, reply);
	if (refused !== undefined && standsBefore(refused, error))
		return { ...refusal(refused.text), ...(error === undefined && { note: didItToday }) };
	if (error !== undefined) return refusal(previewTextOf(asked, error));
	// This and $JS.INFO are one endpoint today.
	if (asked.subject === '$JS.ENABLED') return { text: '+OK' };
	return writers[asked.endpoint]?.(reply, asked) ?? { text: '+OK' };
}

const didItToday = 'The preview refused this request; this server carried it out.';

const refusal = (text: string): AsPreview => ({ text: `-ERR '${text}'`, refused: true });

function standsBefore({ before = [] }: PreviewRefusal, error: ApiError | undefined): boolean {
	return error === undefined || before === 'all' || before.includes(error.err_code ?? 0);
}

const json = (value: unknown): AsPreview => ({ text: previewJson(value) });
/** No entry was `null`, never an empty list. */
function listOf(names: unknown): unknown {
	return Array.isArray(names) && names.length > 0 ? names : null;
}

function accountOf({ memory, storage, streams, limits }: Value): Value {
	const { max_memory, max_storage, max_streams, max_consumers } = asRecord(limits);
	return { memory, storage, streams, limits: { max_memory, max_storage, max_streams, max_consumers } };
}

function stateOf({ state }: Value): Value {
	const { messages, bytes, first_seq, last_seq, consumer_count } = asRecord(state);
	return { messages, bytes, first_seq, last_seq, consumer_count };
}

/** For sequence 0 it returned the first message, as sequence 0. */
function messageOf({ subject, seq, data = '', time }: Value, { payload }: PreviewAsked): Value {
	return { subject, seq: /^0+$/.test(payload) ? 0 : seq, data, time };
}

function templateOf({ name, config, max_streams }: Value): Value {
	return { name, config: streamToPreview(asRecord(config)), max_streams };
}

/** The preview listed pending and redelivered sequences; current servers return only counts. */
function consumerOf(reply: Value): AsPreview {
	const { name, config, delivered, ack_floor, num_ack_pending, num_redelivered } = reply;
	const state = {
		delivered: sequencesOf(delivered),
		ack_floor: sequencesOf(ack_floor),
		pending: num_ack_pending === 0 ? null : {},
		redelivered: num_redelivered === 0 ? null : {},
	};
	const { text } = json({ name, config: consumerAsReported(asRecord(config)), state });
	if (num_ack_pending === 0 && num_redelivered === 0) return { text };
	const note = `The preview listed the sequences that are pending and redelivered; current servers only count them: ${String(num_ack_pending)} and ${String(num_redelivered)}.`;
	return { text, note };
}

function sequencesOf(value: unknown): Value {
	const { consumer_seq, stream_seq } = asRecord(value);
	return { consumer_seq, stream_seq };
}
