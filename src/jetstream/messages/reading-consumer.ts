import type { Link, LinkProblem, Message } from '../../nats/link.ts';
import { linkProblem } from '../advice.ts';
import { endpointById } from '../endpoints.ts';
import { newNuid } from '../nuid.ts';
import type { Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import type { ConsumerConfig } from '../wire.ts';
import { type Delivered, deliveredOf } from './delivered.ts';

/** What to read of a stream, and from where. */
export interface ReadingOptions {
	readonly stream: string;
	/** One subject, or a pattern. */
	readonly filter: string;
	readonly from: Pick<ConsumerConfig, 'deliver_policy' | 'opt_start_seq' | 'headers_only'>;
	readonly signal: AbortSignal;
}

/** Takes a message; the next one comes when it is done. `false` ends the reading. */
export type Take = (delivered: Delivered) => Promise<boolean | undefined> | boolean | undefined;

export type ReadingEnd =
	/** `take` ended it. */
	| { readonly kind: 'done' }
	/** As many heartbeats as were allowed came without a message: the server has no more. */
	| { readonly kind: 'idle' }
	| { readonly kind: 'stopped' }
	| { readonly kind: 'failed'; readonly problem: Problem };

export interface Reading {
	/** Messages that were there when it began; `-1` never comes. */
	readonly pending: number;
	/**
	 * Reads until `take` or the signal ends it, the connection is lost, or a message is missing.
	 * @param idles ends it after so many heartbeats without a message; absent: never
	 */
	read(take: Take, idles?: number): Promise<ReadingEnd>;
	/** Deletes the consumer. */
	close(): void;
}

const heartbeatMs = 5000;
const longestSilenceMs = 3 * heartbeatMs;
/** Bytes that may wait for `take`. */
const mostWaiting = 512 * 1024;

/**
 * Opens a consumer of its own that acknowledges nothing and vanishes with its reader, as the libraries of clients do: it changes nothing
 * that anybody else sees, so a read-only door lets it pass.
 */
export async function openReading(
	link: Link,
	api: Api,
	options: ReadingOptions,
): Promise<{ readonly ok: true; readonly reading: Reading } | { readonly ok: false; readonly problem: Problem }> {
	const { stream, filter, from, signal } = options;
	const inbox = link.inbox();
	const consumer = newNuid();
	const incoming = new Incoming(link, api, options);
	// First: messages may come before the reply.
	const unsubscribe = link.subscribe(inbox, (message) => incoming.take(message), incoming.refused);
	const unwatch = link.onStatus(({ phase }) => phase === 'connected' || incoming.disconnected());
	const close = (): void => {
		unsubscribe();
		unwatch();
		incoming.close();
	};
	const answer = await api.request(
		'consumer.create.filtered',
		{ stream, consumer, filter },
		{
			stream_name: stream,
			config: {
				name: consumer,
				...from,
				filter_subject: filter,
				deliver_subject: inbox,
				ack_policy: 'none',
				max_deliver: 1,
				replay_policy: 'instant',
				flow_control: true,
				idle_heartbeat: heartbeatMs * 1_000_000,
				mem_storage: true,
				num_replicas: 1,
			},
		},
		{ signal },
	);
	const remove = (): void => {
		close();
		void api.request('consumer.delete', { stream, consumer });
	};
	if (!answer.ok) {
		// Without a reply it may be there all the same.
		if (answer.problem.kind === 'cancelled' || answer.problem.kind === 'timeout') remove();
		else close();
		return { ...answer, problem: withAnyName(answer.problem, consumer) };
	}
	const pending = Number(answer.value.num_pending ?? 0) + Number(answer.value.delivered.consumer_seq);
	return {
		ok: true,
		reading: {
			pending,
			read: (take, idles) => incoming.read(take, idles),
			close: remove,
		},
	};
}

/** Nobody can be given a permission for a name that is made up each time. */
function withAnyName(problem: Problem, consumer: string): Problem {
	const any = (text: string): string => text.replaceAll(`.${consumer}.`, '.*.');
	return { ...problem, subject: any(problem.subject), message: any(problem.message), advice: any(problem.advice) };
}

/** A consumer's messages in their order, one by one. */
class Incoming {
	readonly #link: Link;
	readonly #api: Api;
	readonly #options: ReadingOptions;
	readonly #over: Promise<ReadingEnd>;
	readonly #stop = (): void => this.#settle({ kind: 'stopped' });
	#settle: (end: ReadingEnd) => void = () => undefined;
	#isOver = false;
	#waiting: Message[] = [];
	#isTaking = false;
	/** Bytes that wait to be taken. */
	#bytes = 0;
	#release: (() => void) | undefined;
	#take: Take | undefined;
	#last: Delivered['consumerSeq'] = 0;
	#heardAt = Date.now();
	#idle = 0;
	#idles = Number.POSITIVE_INFINITY;
	#silence: NodeJS.Timeout | undefined;

	constructor(link: Link, api: Api, options: ReadingOptions) {
		this.#link = link;
		this.#api = api;
		this.#options = options;
		this.#over = new Promise((resolve) => {
			this.#settle = (end) => {
				this.#isOver = true;
				resolve(end);
			};
		});
		if (options.signal.aborted) this.#stop();
		options.signal.addEventListener('abort', this.#stop, { once: true });
	}

	read(take: Take, idles = Number.POSITIVE_INFINITY): Promise<ReadingEnd> {
		this.#take = take;
		this.#idles = idles;
		this.#heardAt = Date.now();
		this.#silence = setInterval(() => this.#listen(), 1000);
		void this.#go();
		return this.#over;
	}

	take(message: Message): void {
		this.#heardAt = Date.now();
		this.#waiting.push(message);
		this.#bytes += message.data.length;
		if (this.#bytes > mostWaiting && this.#take !== undefined) this.#release ??= this.#link.hold();
		if (this.#take !== undefined && !this.#isTaking) void this.#go();
	}

	close(): void {
		clearInterval(this.#silence);
		this.#release?.();
		this.#options.signal.removeEventListener('abort', this.#stop);
		this.#waiting = [];
		this.#isOver = true;
	}

	readonly refused = (problem: LinkProblem): void =>
		this.#settle({
			kind: 'failed',
			problem: linkProblem(endpointById('consumer.create.filtered'), problem.subject, problem, this.#link),
		});

	disconnected(): void {
		this.#fail('disconnected', 'The connection was lost before the last message came.');
	}

	#listen(): void {
		if (this.#waiting.length === 0 && Date.now() - this.#heardAt > longestSilenceMs)
			this.#fail('timeout', `The server stopped sending: nothing came for ${longestSilenceMs / 1000} s.`);
	}

	async #go(): Promise<void> {
		this.#isTaking = true;
		// Taken from a list that is read in turn: to shift a long array is slow.
		while (this.#waiting.length > 0 && !this.#isOver) {
			const messages = this.#waiting;
			this.#waiting = [];
			for (const message of messages) {
				if (this.#isOver) break;
				try {
					const handled = this.#handle(message);
					if (handled instanceof Promise) await handled;
				} catch (error) {
					this.#fail('other', error instanceof Error ? error.message : String(error));
				}
				this.#taken(message);
			}
		}
		this.#isTaking = false;
	}

	/** The flow control of the server allows 32 MiB under way, more than a slow disk should make wait in memory. */
	#taken({ data }: Message): void {
		this.#bytes -= data.length;
		if (this.#bytes > mostWaiting / 2) return;
		this.#release?.();
		this.#release = undefined;
	}

	#handle(message: Message): Promise<void> | undefined {
		if (message.status !== undefined) {
			this.#control(message, message.status);
			return undefined;
		}
		const delivered = deliveredOf(message, this.#heardAt);
		if (delivered === undefined) return undefined;
		if (Number(delivered.consumerSeq) !== Number(this.#last) + 1) {
			this.#missing();
			return undefined;
		}
		this.#last = delivered.consumerSeq;
		this.#idle = 0;
		const taken = this.#take?.(delivered);
		if (taken instanceof Promise) return taken.then((goesOn) => this.#goOn(goesOn));
		this.#goOn(taken);
		return undefined;
	}

	#goOn(goesOn: boolean | undefined): void {
		if (goesOn === false) this.#settle({ kind: 'done' });
	}

	/** Flow control is answered only here, after what came before it was taken: so the server sends no faster than that. */
	#control({ reply, headers }: Message, { code, description }: NonNullable<Message['status']>): void {
		if (code !== 100) {
			this.#fail('other', `The server ended the reading (${code} ${description}).`);
			return;
		}
		const stalled = headerIn(headers, 'Nats-Consumer-Stalled');
		const asks = reply ?? stalled;
		if (asks !== undefined) {
			this.#link.publish(asks, '');
			return;
		}
		const last = headerIn(headers, 'Nats-Last-Consumer');
		if (last !== undefined && last !== String(this.#last)) this.#missing();
		this.#idle += 1;
		if (this.#idle >= this.#idles) this.#settle({ kind: 'idle' });
	}

	#missing(): void {
		this.#fail('other', 'A message got lost between the server and jetdeck.');
	}

	#fail(kind: 'disconnected' | 'timeout' | 'other', message: string): void {
		const subject = `${this.#api.prefix}.CONSUMER.CREATE.${this.#options.stream}`;
		this.#settle({ kind: 'failed', problem: { kind, subject, message, advice: 'Try again.' } });
	}
}

const headerIn = (headers: Message['headers'], name: string): string | undefined =>
	headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
