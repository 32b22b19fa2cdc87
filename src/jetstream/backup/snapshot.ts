import type { Link, LinkProblem, Message } from '../../nats/link.ts';
import { linkProblem } from '../advice.ts';
import { endpointById } from '../endpoints.ts';
import type { Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import type { StreamConfig, StreamState } from '../wire.ts';
import { Damage } from './damage.ts';
import { UncompressedSize } from './s2-frames.ts';

export interface SnapshotOptions {
	readonly stream: string;
	/** With the consumers, their positions and unacknowledged messages. */
	readonly consumers: boolean;
	/** The server reads every message first; nats-server before 2.15. */
	readonly check: boolean;
	/** Most bytes that the server sends without an acknowledgement; nats-server 2.12.5 and later. */
	readonly window?: number;
	/** Called for each chunk in its order, and only after the previous call has ended. `written` says that the memory of the chunk is free. */
	readonly write: (chunk: Uint8Array, written: () => void) => Promise<void>;
	/** `received`: bytes that arrived. `unpacked`: bytes before compression, in the end about `state.bytes`. */
	readonly onProgress: (progress: SnapshotProgress) => void;
	readonly signal: AbortSignal;
}

export interface SnapshotProgress {
	readonly received: number;
	readonly unpacked: number;
	readonly state: StreamState;
}

export type Snapshot =
	| { readonly kind: 'done'; readonly config: StreamConfig; readonly state: StreamState; readonly received: number }
	| { readonly kind: 'stopped' }
	| { readonly kind: 'failed'; readonly problem: Problem };

/** nats-server 2.15 sends chunks of this length; older servers send what their compressor returns. */
const chunkBytes = 128 * 1024;
/** Bytes that may wait for the disk. The server sends 8 MiB more than was acknowledged, which wait outside of our memory. */
const mostWaiting = 512 * 1024;
/** If the stream is deleted meanwhile, every server just stops sending, without a message. */
const longestSilenceMs = 10_000;
/** The server reads its message blocks before it replies. */
const leastPatienceMs = 10_000;
/** With a check it reads every message before it replies. */
const longestCheckMs = 10 * 60_000;

/**
 * Takes a snapshot of a stream: its archive chunk by chunk. Never rejects. Only reading the archive shows whether it is complete
 * (read-archive.ts): nats-server 2.9 and 2.10 hide in a file of the archive what they could not read, 2.15 leaves out damaged messages.
 */
export async function takeSnapshot(link: Link, api: Api, options: SnapshotOptions): Promise<Snapshot> {
	const inbox = link.inbox();
	const incoming = new Incoming(link, options);
	const unsubscribe = link.subscribe(inbox, (message) => incoming.take(message), incoming.lost);
	const unwatch = link.onStatus(({ phase }) => {
		if (phase !== 'connected') incoming.disconnected(inbox);
	});
	try {
		const answer = await api.request(
			'stream.snapshot',
			{ stream: options.stream },
			{
				deliver_subject: inbox,
				chunk_size: chunkBytes,
				...(!options.consumers && { no_consumers: true }),
				...(options.check && { jsck: true }),
				...(options.window !== undefined && { window_size: options.window }),
			},
			{ signal: options.signal, leastMs: options.check ? longestCheckMs : leastPatienceMs },
		);
		if (!answer.ok) return options.signal.aborted ? { kind: 'stopped' } : { kind: 'failed', problem: answer.problem };
		const { config, state } = answer.value;
		const ended = await incoming.end(state);
		return ended ?? { kind: 'done', config, state, received: incoming.received };
	} finally {
		unsubscribe();
		unwatch();
		incoming.close();
	}
}

type Ended = Exclude<Snapshot, { kind: 'done' }>;

/** Acknowledges the chunks as they arrive, and writes them in their order. */
class Incoming {
	readonly #link: Link;
	readonly #options: SnapshotOptions;
	readonly #size = new UncompressedSize();
	readonly #over: Promise<Ended | undefined>;
	#settle: (ended: Ended | undefined) => void = () => undefined;
	#writing: Promise<void> = Promise.resolve();
	#waiting = 0;
	#release: (() => void) | undefined;
	#state: StreamState | undefined;
	#silence: NodeJS.Timeout | undefined;
	received = 0;

	constructor(link: Link, options: SnapshotOptions) {
		this.#link = link;
		this.#options = options;
		this.#over = new Promise((resolve) => {
			this.#settle = resolve;
		});
		if (options.signal.aborted) this.#settle({ kind: 'stopped' });
		options.signal.addEventListener('abort', () => this.#settle({ kind: 'stopped' }), { once: true });
	}

	take({ data, reply, status, subject }: Message): void {
		this.#hear(subject);
		if (data.length === 0) {
			if (status !== undefined && status.code >= 400) this.#fail(subject, ended(status));
			else this.#writing.then(() => this.#settle(undefined));
			return;
		}
		this.received += data.length;
		this.#waiting += data.length;
		if (this.#waiting > mostWaiting) this.#release ??= this.#link.hold();
		if (reply !== undefined) this.#link.publish(reply, '');
		this.#writing = this.#writing.then(async () => {
			try {
				this.#size.push(data);
				await this.#options.write(data, () => this.#link.recycle(data));
				this.#waiting -= data.length;
				if (this.#waiting <= mostWaiting / 2) this.close();
				this.#hear(subject);
				this.#tell();
			} catch (error) {
				const advice =
					error instanceof Damage ? damaged : 'Make room, or choose another folder. Nothing is left of the backup.';
				this.#fail(subject, { message: error instanceof Error ? error.message : String(error), advice });
			}
		});
	}

	/** Reads again from the server. */
	close(): void {
		this.#release?.();
		this.#release = undefined;
	}

	/** Waits until the last chunk is written, or the snapshot fails or is stopped. */
	async end(state: StreamState): Promise<Ended | undefined> {
		this.#state = state;
		this.#hear(this.#options.stream);
		const over = await this.#over;
		clearTimeout(this.#silence);
		// What is still being written must not start the timer again.
		this.#state = undefined;
		return over;
	}

	readonly lost = (problem: LinkProblem): void =>
		this.#settle({
			kind: 'failed',
			problem: linkProblem(endpointById('stream.snapshot'), problem.subject, problem, this.#link),
		});

	disconnected(subject: string): void {
		this.#settle({
			kind: 'failed',
			problem: {
				kind: 'disconnected',
				subject,
				message: 'The connection was lost during the backup.',
				advice: 'Nothing is left of the backup; begin again when the connection is back.',
			},
		});
	}

	#hear(subject: string): void {
		clearTimeout(this.#silence);
		if (this.#state === undefined) return;
		this.#silence = setTimeout(() => this.#fail(subject, standstill(this.#waiting)), longestSilenceMs);
	}

	#fail(subject: string, { message, advice }: Pick<Problem, 'message' | 'advice'>): void {
		this.#settle({ kind: 'failed', problem: { kind: 'other', subject, message, advice } });
	}

	#tell(): void {
		if (this.#state === undefined) return;
		this.#options.onProgress({ received: this.received, unpacked: this.#size.bytes, state: this.#state });
	}
}

const damaged = 'The server sent data that is not an archive. Look into its log.';

/**
 * Why neither a chunk arrived nor the disk took one.
 * @param waiting bytes that wait for the disk
 */
export function standstill(waiting: number): Pick<Problem, 'message' | 'advice'> {
	const time = `${longestSilenceMs / 1000} s`;
	return waiting > 0
		? { message: `The disk took no data for ${time}.`, advice: 'Check the disk, or choose another folder.' }
		: {
				message: `The server stopped sending: nothing came for ${time}.`,
				advice: 'The stream may have been deleted meanwhile.',
			};
}

function ended({ code, description }: NonNullable<Message['status']>): Pick<Problem, 'message' | 'advice'> {
	return code === 408
		? {
				message: 'The server received no acknowledgements in time (408).',
				advice:
					'The user needs permission to publish to $JS.SNAPSHOT.ACK.>. With that permission, the disk or the connection is too slow.',
			}
		: { message: `The server could not read the stream (${code} ${description}).`, advice: 'Look into its log.' };
}
