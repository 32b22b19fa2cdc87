import type { Link, Message } from '../../src/nats/link.ts';

/** A service that stands between a deck and the JetStream API, as an import with a prefix of its own does. */
export interface ApiGate {
	/** To be given as API prefix. */
	readonly prefix: string;
	/** Every request so far, as subjects without the prefix. */
	readonly requests: readonly string[];
	/** The most requests for one subject that were without an answer at the same time. */
	readonly mostAtOnce: () => number;
	/** Lets requests through again, those that were held first. */
	readonly open: () => void;
	/** Milliseconds that each answer is kept back from now on. */
	delay: (ms: number) => void;
}

/**
 * Passes requests on, and their answers back, except those that `holds` wants to wait until the gate is opened.
 * @param link of a user who may do all; what the gate listens to ends with it
 */
export async function gateBefore(link: Link, holds: (subject: string) => boolean): Promise<ApiGate> {
	const prefix = 'GATE.API';
	const requests: string[] = [];
	const waiting = new Map<string, number>();
	let held: (() => void)[] = [];
	let opened = false;
	let most = 0;
	let delayMs = 0;
	const pass = (subject: string, { data, reply = '' }: Message): void => {
		void link.request(`$JS.API.${subject}`, data).then((answer) => {
			const say = (): void => {
				waiting.set(subject, (waiting.get(subject) ?? 1) - 1);
				if (answer.ok) link.publish(reply, answer.message.data);
			};
			if (delayMs === 0) say();
			else setTimeout(say, delayMs);
		});
	};
	link.subscribe(`${prefix}.>`, (message) => {
		const subject = message.subject.slice(prefix.length + 1);
		requests.push(subject);
		const now = (waiting.get(subject) ?? 0) + 1;
		waiting.set(subject, now);
		most = Math.max(most, now);
		if (!opened && holds(subject)) held.push(() => pass(subject, message));
		else pass(subject, message);
	});
	await link.roundTrip();
	return {
		prefix,
		requests,
		mostAtOnce: () => most,
		open: () => {
			opened = true;
			for (const release of held) release();
			held = [];
		},
		delay: (ms) => {
			delayMs = ms;
		},
	};
}
