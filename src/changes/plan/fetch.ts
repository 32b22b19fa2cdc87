import { duration } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import type { PullBody } from '../../jetstream/messages/pull.ts';
import type { ConsumerInfo, StreamConfig } from '../../jetstream/wire.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { pullStep } from './steps.ts';
import { bad, plain, warn } from './wording.ts';

/** How many messages, and how long to wait for them; without a wait, what is there at once. */
export interface FetchWish {
	readonly batch: number;
	/** Nanoseconds. */
	readonly waitNs?: number | undefined;
}

/** Pulls the next messages of a consumer, which counts as delivering them. `stream`: its configuration, where it is known. */
export function planFetch(info: ConsumerInfo, { batch, waitNs }: FetchWish, stream?: StreamConfig): Plan {
	const { config, name } = info;
	if (config.deliver_subject !== undefined && config.deliver_subject !== '')
		return {
			refusal: `Consumer ${name} pushes its messages to ${config.deliver_subject}: nothing can be pulled from it.`,
		};
	if (info.paused) return { refusal: `Consumer ${name} is paused: it delivers nothing until it is resumed.` };
	const [group] = config.priority_groups ?? [];
	const body: PullBody = {
		batch,
		...(waitNs === undefined ? { no_wait: true as const } : { expires: waitNs }),
		...(group !== undefined && { group }),
	};
	const waits = waitNs === undefined ? 'at once' : `within ${duration(waitNs)}`;
	return {
		title: `Fetch ${batch === 1 ? 'the next message' : `up to ${plural(batch, 'message')}`} of consumer ${name}`,
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

/** A preview server says nothing of what waits, and has no other way than to wait for it. */
function waiting({ num_pending: pending }: ConsumerInfo, waits: string): readonly Consequence[] {
	if (pending !== undefined)
		return [
			plain(
				`${plural(pending, 'message')} ${Number(pending) === 1 ? 'waits' : 'wait'} for it; it delivers what is there ${waits}.`,
			),
		];
	return [
		warn('How many messages wait for it is not known.'),
		bad(
			'The technical preview knows no end of waiting: what it does not find now it sends when it comes, though nobody is there any more.',
		),
	];
}

/** What delivering does to the consumer. */
function delivers({ config, num_ack_pending: open }: ConsumerInfo, batch: number): readonly Consequence[] {
	const { ack_policy: policy, ack_wait: wait, max_deliver: most, max_ack_pending: mostOpen } = config;
	if ((policy ?? 'none') === 'none')
		return [bad('It asks for no acknowledgements: what is fetched counts as done, and nobody else is given it.')];
	const limit = Number(mostOpen ?? 0);
	return [
		warn(
			`What is fetched is ack pending: nobody else is given it for ${duration(wait ?? 30_000_000_000)}, then it is delivered again.`,
		),
		warn(
			Number(most ?? -1) > 0
				? `Each delivery counts; after ${plural(most ?? 0, 'delivery', 'deliveries')} it gives a message up.`
				: 'Each delivery counts, and shows in what the next reader of it is told.',
		),
		...(limit > 0 && open + batch > limit
			? [warn(`${count(open)} of at most ${count(limit)} are ack pending: it delivers only what fits.`)]
			: []),
	];
}

/** What an acknowledgement will then do. */
function onAcknowledgement({ config }: ConsumerInfo, stream: StreamConfig | undefined): readonly Consequence[] {
	return [
		...(config.ack_policy === 'all' ? [plain('It takes an acknowledgement for all messages before it too.')] : []),
		...(stream?.retention === 'workqueue'
			? [warn('The stream is a work queue: what is acknowledged is removed from it.')]
			: []),
		...(stream?.retention === 'interest'
			? [warn('The stream keeps messages for their consumers: what all have acknowledged is removed.')]
			: []),
	];
}

function others({ num_waiting: waiting = 0, config }: ConsumerInfo): readonly Consequence[] {
	return [
		...(waiting > 0
			? [warn(`${plural(waiting, 'pull request')} of others wait there: what is fetched here is taken from them.`)]
			: []),
		...(config.priority_policy === 'pinned_client'
			? [warn('It pins one client: this may become the pinned one, and keep others from their messages.')]
			: []),
	];
}
