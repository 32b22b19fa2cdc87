import type { NatsConnection, Subscription } from 'nats';
import { createInbox } from 'nats/lib/src/nats-base-client.js';
import { spanOfTime } from '../format/duration.ts';
import type { LinkProblem, Message, RequestOptions } from './link.ts';
import { messageOf } from './message.ts';
import { onAbort } from './on-abort.ts';
import { failureProblem, type Outgoing, permissionProblem, publishMessage, silence } from './request.ts';

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
 * The replies to all requests of one connection, with one subscription. The library has one too, but it parses the headers of
 * each reply there (nats 2.29.3): a malformed one, which any publisher may send, ends its reader for good.
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

	/** Sends a request. Never rejects; ends with the reply, the timeout, the end of the connection or the signal. */
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
				ignore?.();
				resolve(asked);
			};
			const cancel = (): void =>
				settle(no('cancelled', 'The request was cancelled; the server may still carry it out.'));
			const tooLong = (): void => settle(no('timeout', `No reply on ${subject} within ${spanOfTime(timeoutMs)}.`));
			const timer = setTimeout(tooLong, timeoutMs);
			this.#waiting.set(token, { subject, settle, ...(isForeign && { isForeign }) });
			const ignore = signal && onAbort(signal, cancel);
			const unsent =
				this.#listen(subject) ?? publishMessage(this.#connection, { ...question, reply: `${this.#base}.${token}` });
			if (unsent !== undefined) settle({ ok: false, problem: unsent });
		});
	}

	/** The server may refuse a message some time after it was sent; that is the first one to the subject. */
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

	/** No reply can arrive; the next request subscribes again, because permissions change. */
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

/** As many tokens as in the library's inbox, to distinguish replies from other messages. */
const tokenLetters = 22;

function nobody(subject: string): LinkProblem {
	return { kind: 'no-responders', subject, message: `Nobody listens on ${subject}.` };
}
