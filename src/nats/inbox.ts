import type { NatsConnection, Subscription } from 'nats';
import { createInbox } from 'nats/lib/src/nats-base-client.js';
import { spanOfTime } from '../format/duration.ts';
import type { LinkProblem, Message, RequestOptions } from './link.ts';
import { messageOf } from './message.ts';
import { failureProblem, type Outgoing, permissionProblem, silence, tell } from './request.ts';

export type Asked =
	| { readonly ok: true; readonly message: Message }
	| { readonly ok: false; readonly problem: LinkProblem };

export interface Question extends Outgoing {
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
	readonly isForeign?: RequestOptions['isForeign'];
}

interface Waiting extends Pick<Question, 'subject' | 'isForeign'> {
	readonly settle: (asked: Asked) => void;
}

/**
 * The replies to all requests of one connection, by one subscription. The library has such a one too, but reads the headers of
 * each reply in it (nats 2.29.3): by one that is malformed, as any publisher may have sent it, it stops reading for good.
 */
export class Inbox {
	readonly #connection: NatsConnection;
	readonly #base: string;
	readonly #waiting = new Map<string, Waiting>();
	#subscription: Subscription | undefined;
	#last = 0;

	constructor(connection: NatsConnection, prefix: string) {
		this.#connection = connection;
		this.#base = createInbox(prefix);
	}

	/** Asks once. Never rejects; ends at the reply, the timeout, the end of the connection or the signal. */
	ask(question: Question): Promise<Asked> {
		const { subject, timeoutMs, signal, isForeign } = question;
		const no = (kind: LinkProblem['kind'], message: string): Asked => ({
			ok: false,
			problem: { kind, subject, message },
		});
		if (signal?.aborted) return Promise.resolve(no('cancelled', 'The request was cancelled before it was sent.'));
		this.#last += 1;
		const token = this.#last.toString(36).padStart(tokenLetters, '0');
		return new Promise((resolve) => {
			const settle = (asked: Asked): void => {
				if (!this.#waiting.delete(token)) return;
				clearTimeout(timer);
				signal?.removeEventListener('abort', cancel);
				resolve(asked);
			};
			const cancel = (): void =>
				settle(no('cancelled', 'The request was cancelled; the server may still carry it out.'));
			const tooLong = (): void => settle(no('timeout', `No reply on ${subject} within ${spanOfTime(timeoutMs)}.`));
			const timer = setTimeout(tooLong, timeoutMs);
			this.#waiting.set(token, { subject, settle, ...(isForeign && { isForeign }) });
			signal?.addEventListener('abort', cancel, { once: true });
			const unsent = this.#listen(subject) ?? tell(this.#connection, { ...question, reply: `${this.#base}.${token}` });
			if (unsent !== undefined) settle({ ok: false, problem: unsent });
		});
	}

	/** The server may refuse a message some time after it was sent; the first one to that subject is meant. */
	refused(problem: LinkProblem): void {
		const first = [...this.#waiting.values()].find(({ subject }) => subject === problem.subject);
		first?.settle({ ok: false, problem });
	}

	#listen(subject: string): LinkProblem | undefined {
		if (this.#subscription !== undefined) return undefined;
		try {
			const subscription = this.#connection.subscribe(`${this.#base}.*`, {
				callback: (error, msg) => (error ? this.#failed(error) : this.#take(messageOf(msg))),
			});
			this.#subscription = subscription;
			// Also by the library, when the connection ends.
			const lost = (): void => {
				if (this.#subscription === subscription) this.#lost();
			};
			void subscription.closed.then(lost, lost);
			return undefined;
		} catch (error) {
			return failureProblem(subject, error);
		}
	}

	#take(message: Message): void {
		const waiting = this.#waiting.get(message.subject.slice(this.#base.length + 1));
		if (waiting === undefined || waiting.isForeign?.(message)) return;
		const silent = message.status?.code === silence && message.data.length === 0;
		waiting.settle(silent ? { ok: false, problem: nobody(waiting.subject) } : { ok: true, message });
	}

	/** Nobody can be answered; it is tried anew with the next request: permissions change. */
	#failed(error: unknown): void {
		this.#subscription = undefined;
		this.#endAll((subject) => permissionProblem(error) ?? failureProblem(subject, error));
	}

	#lost(): void {
		this.#subscription = undefined;
		const message = 'The connection was lost before the reply came.';
		this.#endAll((subject) => ({ kind: 'disconnected', subject, message }));
	}

	#endAll(problemFor: (subject: string) => LinkProblem): void {
		for (const { subject, settle } of [...this.#waiting.values()]) settle({ ok: false, problem: problemFor(subject) });
	}
}

/** As many as the library's own have, by which replies are told from messages of their own. */
const tokenLetters = 22;

function nobody(subject: string): LinkProblem {
	return { kind: 'no-responders', subject, message: `Nobody answers on ${subject}.` };
}
