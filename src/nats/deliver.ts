import type { NatsConnection, Subscription } from 'nats';
import type { SubscriptionImpl } from 'nats/lib/nats-base-client/internal_mod.js';
import { createInbox } from 'nats/lib/src/nats-base-client.js';
import type { LinkProblem } from './link.ts';
import { failureProblem, type Outgoing, permissionProblem, publishMessage } from './request.ts';
import { roundTripOf } from './traffic.ts';

interface Delivery extends Outgoing {
	readonly timeoutMs: number;
	readonly inboxPrefix: string;
}

/** Publishes, and waits until the server has read the message: it reports a refusal before it answers the next ping. */
export async function deliver(connection: NatsConnection, delivery: Delivery): Promise<LinkProblem | undefined> {
	const { subject, timeoutMs } = delivery;
	let refused: LinkProblem | undefined;
	let listening: Subscription;
	try {
		listening = connection.subscribe(createInbox(delivery.inboxPrefix), {
			callback: (error) => {
				const problem = permissionProblem(error);
				if (problem?.kind === 'permission-publish') refused = problem;
			},
		});
	} catch (error) {
		return failureProblem(subject, error);
	}
	// The key by which the library reports the server's refusal to the publisher.
	(listening as SubscriptionImpl).requestSubject = subject;
	const unsent = publishMessage(connection, delivery);
	const read = unsent ?? (await within(timeoutMs, roundTripOf(connection)));
	listening.unsubscribe();
	if (unsent !== undefined) return unsent;
	if (refused !== undefined) return refused;
	if (read === undefined) {
		const message = 'The connection was lost before the server received the message.';
		return { kind: 'disconnected', subject, message };
	}
	return read === late
		? { kind: 'timeout', subject, message: `The server did not confirm the message within ${timeoutMs} ms.` }
		: undefined;
}

const late = Symbol('late');

async function within<T>(ms: number, answer: Promise<T>): Promise<T | typeof late> {
	let timer: NodeJS.Timeout | undefined;
	const tooLong = new Promise<typeof late>((resolve) => {
		timer = setTimeout(() => resolve(late), ms);
	});
	const first = await Promise.race([answer, tooLong]);
	clearTimeout(timer);
	return first;
}
