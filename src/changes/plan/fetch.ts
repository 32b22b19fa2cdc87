import { duration } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import type { PullBody } from '../../jetstream/messages/pull.ts';
import type { ConsumerInfo, StreamConfig } from '../../jetstream/wire.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { pullStep } from './steps.ts';
import { bad, plain, warn } from './wording.ts';

/** How many messages, and how long to wait for them; without a wait only available ones. */
export interface FetchWish {
	readonly batch: number;
	/** Nanoseconds. */
	readonly waitNs?: number | undefined;
}

/** Pulls the next messages of a consumer, which counts as delivery. `stream`: its configuration, if known. */
export function planFetch(info: ConsumerInfo, { batch, waitNs }: FetchWish, stream?: StreamConfig): Plan {
	const { config, name } = info;
	if (config.deliver_subject !== undefined && config.deliver_subject !== '')
		return {
			refusal: `Consumer ${name} is a push consumer: it delivers to ${config.deliver_subject}, and nobody can pull from it.`,
		};
	if (info.paused) return { refusal: `Consumer ${name} is paused and delivers nothing. Resume it first.` };
	const [group] = config.priority_groups ?? [];
	const body: PullBody = {
		batch,
		...(waitNs === undefined ? { no_wait: true as const } : { expires: waitNs }),
		...(group !== undefined && { group }),
	};
	const waits = waitNs === undefined ? 'at once' : `within ${duration(waitNs)}`;
	return {
		title: `Fetch ${batch === 1 ? 'the next message' : `up to ${plural(batch, 'message')}`} from consumer ${name}`,
		doing: 'fetching',
		done: `Fetched from consumer ${name}.`,
		effect: 'change',
		consequences: [
			...waiting(info, waits),
			...delivers(info, batch),
			...onAcknowledgement(info, stream),
			...others(info),
		],
		steps: [pullStep(info, body)],
	};
}

/** A preview server does not return the number of waiting messages, and a pull always waits. */
function waiting({ num_pending: pending }: ConsumerInfo, waits: string): readonly Consequence[] {
	if (pending !== undefined)
		return [
			plain(
				`${plural(pending, 'message')} ${Number(pending) === 1 ? 'waits' : 'wait'}; the consumer delivers those that are there ${waits}.`,
			),
		];
	return [
		warn('The number of waiting messages is unknown.'),
		bad(
			'A pull of the technical preview never expires: the server delivers later messages to it, although nobody receives them.',
		),
	];
}

/** What delivering does to the consumer. */
function delivers({ config, num_ack_pending: open }: ConsumerInfo, batch: number): readonly Consequence[] {
	const { ack_policy: policy, ack_wait: wait, max_deliver: most, max_ack_pending: mostOpen } = config;
	if ((policy ?? 'none') === 'none')
		return [
			bad('The consumer has ack_policy none: fetched messages count as acknowledged, and no other client gets them.'),
		];
	const limit = Number(mostOpen ?? 0);
	return [
		warn(
			`Fetched messages are ack pending: no other client gets them for ${duration(wait ?? 30_000_000_000)}, then the consumer delivers them again.`,
		),
		warn(
			Number(most ?? -1) > 0
				? `Each fetch counts as a delivery; after ${plural(most ?? 0, 'delivery', 'deliveries')} the consumer gives a message up.`
				: 'Each fetch counts as a delivery.',
		),
		...(limit > 0 && open + batch > limit
			? [
					warn(
						`${count(open)} of at most ${plural(limit, 'message')} are ack pending: the consumer delivers only up to that limit.`,
					),
				]
			: []),
	];
}

/** What an acknowledgement will do afterwards. */
function onAcknowledgement({ config }: ConsumerInfo, stream: StreamConfig | undefined): readonly Consequence[] {
	return [
		...(config.ack_policy === 'all' ? [plain('Acknowledging a message acknowledges all messages before it too.')] : []),
		...(stream?.retention === 'workqueue'
			? [warn('The stream is a work queue: it removes acknowledged messages.')]
			: []),
		...(stream?.retention === 'interest'
			? [warn('The stream removes messages that all its consumers have acknowledged.')]
			: []),
	];
}

function others({ num_waiting: waiting = 0, config }: ConsumerInfo): readonly Consequence[] {
	return [
		...(waiting > 0
			? [
					warn(
						`${plural(waiting, 'pull request')} of other clients ${Number(waiting) === 1 ? 'waits' : 'wait'}: they will not get the messages fetched here.`,
					),
				]
			: []),
		...(config.priority_policy === 'pinned_client'
			? [warn('The consumer pins one client: jetdeck may become the pinned one, and block the others.')]
			: []),
	];
}
