import type { Link } from '../nats/link.ts';
import { fetchMessages } from './fetch-messages.ts';
import { type MessageKind, messageMakers, repeatableRandom, trafficKinds } from './world-messages.ts';

const turnMs = 200;
/** New messages are numbered from here, far beyond the first messages. */
const firstNumber = 10_000;

interface Worker {
	readonly stream: string;
	readonly consumer: string;
	readonly everyMs: number;
	/** Messages of one pull; by default 1. */
	readonly batch?: number;
}

/** Workers that keep up, and one that does not: analytics. */
const workers: readonly Worker[] = [
	{ stream: 'ORDERS', consumer: 'billing', everyMs: 300 },
	{ stream: 'ORDERS', consumer: 'analytics', everyMs: 5_000 },
	{ stream: 'PAYMENTS', consumer: 'cards', everyMs: 500 },
	{ stream: 'SHIPMENTS', consumer: 'warehouse', everyMs: 700 },
	{ stream: 'EVENTS', consumer: 'search-index', everyMs: 150 },
	{ stream: 'EVENTS', consumer: 'profiles', everyMs: 1_000, batch: 25 },
	{ stream: 'LOGS', consumer: 'archive', everyMs: 2_000, batch: 60 },
	{ stream: 'PAYMENTS', consumer: 'transfers', everyMs: 1_500 },
];

/** Deliver subjects with a subscriber. SHIPMENTS has none: its push consumer shows as not bound. */
const listeners = ['push.errors', 'push.alerts'] as const;

/** Simulates the shop: message rates rise and fall, workers acknowledge some, returns keep failing. */
export function startTraffic(link: Link): () => void {
	const random = repeatableRandom(2);
	const stops = listeners.map((subject) => link.subscribe(subject, () => {}));
	let number = firstNumber;
	const publish = (): void => {
		const wave = 1 + 0.5 * Math.sin(Date.now() / 9_000);
		for (const [kind, perSecond] of trafficKinds) {
			const expected = (perSecond * wave * turnMs) / 1000;
			const count = Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
			for (let each = 0; each < count; each += 1) send(link, kind, random, number++);
		}
	};
	const timers = [
		setInterval(publish, turnMs),
		setInterval(() => putLabel(link, random, number++), 5_000),
		setInterval(() => void handle(link, 'ORDERS', 'returns', '-NAK {"delay": 4000000000}'), 1_500),
		...workers.map(({ stream, consumer, everyMs, batch }) =>
			setInterval(() => void handle(link, stream, consumer, '+ACK', batch), everyMs),
		),
	];
	for (const timer of timers) timer.unref();
	return () => {
		for (const timer of timers) clearInterval(timer);
		for (const stop of stops) stop();
	};
}

function send(link: Link, kind: MessageKind, random: () => number, number: number): void {
	const { subject, payload, headers } = messageMakers[kind](random, number);
	link.publish(subject, payload, { ...(headers && { headers }) });
}

/** First its bytes, then what makes it visible. */
function putLabel(link: Link, random: () => number, number: number): void {
	send(link, 'labelBytes', random, number);
	send(link, 'labelInfo', random, number);
}

async function handle(link: Link, stream: string, consumer: string, answer: string, batch = 1): Promise<void> {
	for (const { reply } of await fetchMessages(link, stream, consumer, batch)) {
		if (reply !== undefined) link.publish(reply, answer);
	}
}
