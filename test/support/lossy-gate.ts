import type { Link, Message } from '../../src/nats/link.ts';

/** What is lost on the way: the request, which then was never carried out, or only its reply. */
export type Lost = 'request' | 'reply';

/** A service between a deck and the JetStream API, as an import with a prefix of its own is, that can lose one message. */
export interface LossyGate {
	/** To be given as API prefix. */
	readonly prefix: string;
	/** Loses the next message of this kind; `meanwhile` happens once it is lost. */
	readonly lose: (lost: Lost, subject: RegExp, meanwhile?: () => Promise<void>) => void;
	/** Whether what was to be lost is lost, and all that was to happen has happened. */
	readonly isLost: () => boolean;
}

/** @param link of a user who may do all; what the gate listens to ends with it */
export async function lossyGate(link: Link): Promise<LossyGate> {
	const prefix = 'GATE.API';
	let armed: { readonly lost: Lost; readonly subject: RegExp; readonly meanwhile?: () => Promise<void> } | undefined;
	let done = false;
	const pass = async (subject: string, { data, reply = '' }: Message): Promise<void> => {
		const hit = armed?.subject.test(subject) ? armed : undefined;
		if (hit !== undefined) armed = undefined;
		const answer = hit?.lost === 'request' ? undefined : await link.request(`$JS.API.${subject}`, data);
		if (hit === undefined) {
			if (answer?.ok) link.publish(reply, answer.message.data);
			return;
		}
		await hit.meanwhile?.();
		done = true;
	};
	link.subscribe(`${prefix}.>`, (message) => void pass(message.subject.slice(prefix.length + 1), message));
	await link.roundTrip();
	return {
		prefix,
		lose: (lost, subject, meanwhile) => {
			done = false;
			armed = { lost, subject, ...(meanwhile && { meanwhile }) };
		},
		isLost: () => done,
	};
}
