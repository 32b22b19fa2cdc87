import { isInteger } from '../../format/integer.ts';
import { readMessage } from '../../jetstream/messages/read-message.ts';
import { asking, line } from '../../jetstream/nats-cli/command-line.ts';
import { pulled } from '../outcome/moved.ts';
import { acknowledged, messageDeleted, published } from '../outcome/sent.ts';
import { planFetch } from '../plan/fetch.ts';
import { planMessageDelete } from '../plan/message-delete.ts';
import { messagesAreGone, ofConsumer, ofStream, wholeIn } from './of-asset.ts';
import type { ChangeRow } from './row.ts';

/** Requests that change what is stored or delivered, and messages outside of the API. */
export const messageChanges = {
	'stream.msg.delete': {
		plan: ofStream(async (info, { seq, no_erase }, { api, state, signal }) => {
			const source = { api, info, features: state.features, signal };
			const sequence = wholeIn(seq);
			const found = sequence === undefined ? undefined : await readMessage(source, { seq: sequence });
			const entries = found?.ok && found.value !== undefined ? [found.value] : [];
			return planMessageDelete(info, entries, { erase: no_erase !== true });
		}),
		outcome: messageDeleted,
		undo: messagesAreGone,
		nats: ({ params: { stream = '' }, body }) =>
			// The nats CLI reads sequences as signed integers.
			body.no_erase === true || (isInteger(body.seq) && body.seq >= 2n ** 63n)
				? undefined
				: asking(line('stream rmm', [stream, String(body.seq)], '--force')),
	},
	'consumer.next': {
		plan: ofConsumer((info, { batch, expires }) =>
			planFetch(info, {
				batch: Number(wholeIn(batch) ?? 1),
				...(wholeIn(expires) !== undefined && { waitNs: Number(expires) }),
			}),
		),
		outcome: pulled,
		undo: 'A delivery cannot be undone; the consumer delivers unacknowledged messages again after ack_wait.',
		nats: ({ params: { stream = '', consumer = '' }, body }) => {
			const plain = Object.keys(body).every((key) => ['batch', 'expires', 'no_wait', 'idle_heartbeat'].includes(key));
			return plain ? line('consumer next', [stream, consumer], `--count=${body.batch ?? 1}`, '--no-ack') : undefined;
		},
	},
	'consumer.ack': {
		plan: 'as typed',
		outcome: acknowledged,
		undo: 'An acknowledgement is final.',
		nats: 'no command',
	},
	raw: {
		plan: 'as typed',
		outcome: published,
		undo: 'jetdeck does not know what the request did.',
		nats: 'no command',
	},
	subscribe: {
		plan: 'as typed',
		outcome: 'The transcript shows the messages.',
		undo: 'A delivery cannot be undone.',
		nats: 'no command',
	},
} satisfies Readonly<Record<string, ChangeRow>>;
