import type { NatsConnection, Subscription } from 'nats';
import type { SubscriptionImpl } from 'nats/lib/nats-base-client/internal_mod.js';
import { createInbox, NatsError } from 'nats/lib/src/nats-base-client.js';
import { spanOfTime } from '../format/duration.ts';
import type { GatherOptions, LinkProblem, Message } from './link.ts';
import { messageOf } from './message.ts';
import { failureProblem, type Outgoing, permissionProblem, publishMessage, silence } from './request.ts';

export interface Gathering extends Outgoing {
	readonly timeoutMs: number;
	readonly inboxPrefix: string;
	readonly isLast: GatherOptions['isLast'];
	readonly quietMs?: GatherOptions['quietMs'];
	readonly signal?: AbortSignal;
	readonly isForeign?: GatherOptions['isForeign'];
}

/** The messages that came; `problem` if it ended before the last one. */
export interface GatheredMessages {
	readonly messages: readonly Message[];
	readonly problem?: LinkProblem;
}

/**
 * Sends a request and collects all replies on an inbox of its own: pulled messages have the subject under which they are stored,
 * so that the library's common inbox could not assign them. Never rejects.
 */
export function gather(connection: NatsConnection, gathering: Gathering): Promise<GatheredMessages> {
	const { subject, timeoutMs, signal } = gathering;
	const problem = (kind: LinkProblem['kind'], message: string): LinkProblem => ({ kind, subject, message });
	if (signal?.aborted) {
		const cancelled = problem('cancelled', 'The request was cancelled before it was sent.');
		return Promise.resolve({ messages: [], problem: cancelled });
	}
	return new Promise((resolve) => {
		let subscription: Subscription | undefined;
		const messages: Message[] = [];
		const inbox = createInbox(gathering.inboxPrefix);
		let ended = false;
		const end = (why?: LinkProblem): void => {
			if (ended) return;
			ended = true;
			clearTimeout(timer);
			signal?.removeEventListener('abort', cancel);
			subscription?.unsubscribe();
			resolve({ messages, ...(why && { problem: why }) });
		};
		const cancel = (): void => end(problem('cancelled', 'The request was cancelled; what came before is kept.'));
		const tooLong = (): void => end(problem('timeout', `No reply on ${subject} within ${spanOfTime(timeoutMs)}.`));
		let timer = setTimeout(tooLong, timeoutMs);
		const take = (message: Message): void => {
			if (gathering.isForeign?.(message)) return;
			const silent = isSilence(message);
			if (!silent) messages.push(message);
			clearTimeout(timer);
			if (silent) end(problem('no-responders', `Nobody listens on ${subject}.`));
			else if (gathering.isLast(message, messages.length)) end();
			else timer = gathering.quietMs ? setTimeout(end, gathering.quietMs()) : setTimeout(tooLong, timeoutMs);
		};
		// An error in the library's reader would end it for good.
		const safely = (message: Message): void => {
			try {
				take(message);
			} catch (fault) {
				end(problem('other', `jetdeck could not read the reply on ${subject}: ${String(fault)}.`));
			}
		};
		try {
			subscription = connection.subscribe(inbox, {
				callback: (error, msg) => (error ? end(refusalOf(error, subject)) : safely(messageOf(msg))),
			});
		} catch (error) {
			end(failureProblem(subject, error));
			return;
		}
		// The library finds the refused request by this.
		(subscription as SubscriptionImpl).requestSubject = subject;
		signal?.addEventListener('abort', cancel, { once: true });
		// Also by the library, when the connection ends.
		const lost = (): void => end(problem('disconnected', 'The connection was lost before the last reply.'));
		void subscription.closed.then(lost, lost);
		const unsent = publishMessage(connection, { ...gathering, reply: inbox });
		if (unsent !== undefined) end(unsent);
	});
}

/** The status for "nobody listens there". */
function isSilence({ status, data, headers }: Message): boolean {
	return status?.code === silence && data.length === 0 && headers.length <= 1;
}

function refusalOf(error: unknown, subject: string): LinkProblem {
	const denied = permissionProblem(error);
	if (denied !== undefined) return denied;
	const text = error instanceof NatsError ? error.message : String(error);
	return { kind: 'other', subject, message: `The request on ${subject} failed: ${text}.` };
}
