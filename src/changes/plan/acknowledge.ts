import { duration } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Delivered } from '../../jetstream/messages/delivered.ts';
import { type Features, supports } from '../../jetstream/server-features.ts';
import type { ConsumerInfo, StreamConfig } from '../../jetstream/wire.ts';
import type { Consequence, Plan, Step } from '../proposal.ts';
import { bad, plain, warn } from './wording.ts';

/** An acknowledgement of a delivered message. */
export type AckChoice =
	| { readonly kind: 'ack' }
	| { readonly kind: 'nak'; readonly delayNs?: number | undefined }
	| { readonly kind: 'term'; readonly reason?: string | undefined }
	| { readonly kind: 'progress' };

interface Words {
	readonly verb: string;
	readonly doing: string;
	readonly done: string;
}

const words: Readonly<Record<AckChoice['kind'], Words>> = {
	ack: { verb: 'Acknowledge', doing: 'acknowledging', done: 'acknowledged' },
	nak: { verb: 'Negatively acknowledge', doing: 'sending -NAK', done: 'negatively acknowledged' },
	term: { verb: 'Terminate', doing: 'terminating', done: 'terminated' },
	progress: { verb: 'Report progress on', doing: 'reporting progress', done: 'reported to be in progress' },
};

interface AcknowledgeContext {
	readonly info: ConsumerInfo;
	/** Configuration of its stream, if known. */
	readonly stream?: StreamConfig | undefined;
	readonly features: Features;
	/** Local time, ms since the epoch. */
	readonly now: number;
}

/** Acknowledges delivered messages. */
export function planAcknowledge(messages: readonly Delivered[], choice: AckChoice, around: AcknowledgeContext): Plan {
	const { info } = around;
	const [first] = messages;
	if (first === undefined) return { refusal: 'There is no message to acknowledge.' };
	if ((info.config.ack_policy ?? 'none') === 'none')
		return {
			refusal: `Consumer ${info.name} has ack_policy none: its messages need no acknowledgement.`,
		};
	const what = messages.length === 1 ? `message ${count(first.entry.seq)}` : plural(messages.length, 'message');
	const { verb, doing, done } = words[choice.kind];
	const isDone = `${what} ${messages.length === 1 ? 'is' : 'are'} ${done}`;
	const payload = payloadOf(choice, around.features);
	return {
		title: `${verb} ${what} of consumer ${info.name}`,
		doing,
		done:
			around.features.dialect === 'preview'
				? `Sent: ${isDone}; this server does not confirm it.`
				: `${isDone.slice(0, 1).toUpperCase()}${isDone.slice(1)}.`,
		effect: 'change',
		lossless: choice.kind === 'nak' || choice.kind === 'progress',
		consequences: [...effects[choice.kind](choice as never, around), ...tooLate(messages, around)],
		steps: messages.map(({ reply }): Step => {
			const { stream_name: stream, name: consumer, created } = info;
			const wire = { kind: 'acknowledgement', endpoint: 'consumer.ack', ack: { reply, payload } } as const;
			return { asset: { kind: 'consumer', stream, consumer }, wire, expects: { created } };
		}),
	};
}

/** Reasons came with 2.10.4; 2.9 confirms a termination with one and does nothing. */
const takesReasons = (features: Features): boolean => supports(features, '2.10.4');

function payloadOf(choice: AckChoice, features: Features): string {
	switch (choice.kind) {
		case 'ack':
			return '+ACK';
		case 'progress':
			return '+WPI';
		case 'nak':
			return choice.delayNs === undefined ? '-NAK' : `-NAK ${stringifyJson({ delay: choice.delayNs })}`;
		case 'term': {
			const reason = choice.reason?.replaceAll(/\s+/g, ' ').trim() ?? '';
			return reason === '' || !takesReasons(features) ? '+TERM' : `+TERM ${reason}`;
		}
		default:
			return choice satisfies never;
	}
}

type Effects = {
	readonly [Kind in AckChoice['kind']]: (
		choice: Extract<AckChoice, { kind: Kind }>,
		around: AcknowledgeContext,
	) => readonly Consequence[];
};

/** What each acknowledgement does to the consumer, and so to the stream. */
const effects: Effects = {
	ack: (_saying, { info, stream }) => [
		plain('This consumer will not deliver it again.'),
		...(info.config.ack_policy === 'all'
			? [warn('With ack_policy all this acknowledges every message before it too.')]
			: []),
		...removal(stream),
	],
	nak: ({ delayNs }) => [
		plain(
			delayNs === undefined
				? 'The consumer delivers it again at once, to the next client.'
				: `The consumer delivers it again after ${duration(delayNs)}.`,
		),
		warn('The redelivery counts toward max_deliver.'),
	],
	term: ({ reason }, { stream, features }) => [
		bad('This consumer will never deliver it again, although nobody acknowledged it.'),
		plain('The server publishes an advisory about it.'),
		...(reason !== undefined && reason !== '' && !takesReasons(features)
			? [warn('This server does not support reasons (2.10.4 and later): jetdeck leaves it out.')]
			: []),
		...removal(stream),
	],
	progress: (_saying, { info }) => [
		plain(`The time to acknowledge starts again: ${duration(info.config.ack_wait ?? 30_000_000_000)} from now.`),
	],
};

function removal(stream: StreamConfig | undefined): readonly Consequence[] {
	if (stream?.retention === 'workqueue') return [bad('The stream is a work queue: it will remove the message.')];
	if (stream?.retention !== 'interest') return [];
	return [warn('The stream will remove it when no other consumer waits for it.')];
}

function tooLate(messages: readonly Delivered[], { info, now }: AcknowledgeContext): readonly Consequence[] {
	const late = messages.filter((message) => deadlineOf(message, info) < now).length;
	return late === 0
		? []
		: [
				warn(
					`The time to acknowledge is over for ${plural(late, 'message')}: another client may have ${late === 1 ? 'it' : 'them'} by now.`,
				),
			];
}

/** When the consumer delivers it again without an acknowledgement, ms since the epoch: by `backoff`, else by `ack_wait`. */
export function deadlineOf({ at, deliveries }: Pick<Delivered, 'at' | 'deliveries'>, { config }: ConsumerInfo): number {
	const backoff = config.backoff ?? [];
	const wait = backoff[Math.min(deliveries, backoff.length) - 1] ?? config.ack_wait ?? 30_000_000_000;
	return at + Number(wait) / 1e6;
}
