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
	/** With the consumers, their positions and what waits for an acknowledgement. */
	readonly consumers: boolean;
	/** The server reads every message first; nats-server before 2.15. */
	readonly check: boolean;
	/** Most bytes under way; nats-server 2.12.5 and later. */
	readonly window?: number;
	/** Takes a chunk; a chunk is not taken before the one before it was. */
	readonly write: (chunk: Uint8Array) => Promise<void>;
	/** `received`: bytes that came. `unpacked`: bytes before compression, of about `state.bytes`. */
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

/** Chunks of nats-server 2.15 are this long; older servers send what their compressor gives. */
const chunkBytes = 128 * 1024;
/** Where the disk is slower than the server, acknowledgements wait for it: what waits is memory. */
const mostWaiting = 1024 * 1024;
/** A stream that is deleted meanwhile just ends (all servers): nothing says so. */
const longestSilenceMs = 10_000;
/** The server reads its blocks of messages before it replies. */
const leastPatienceMs = 10_000;
/** With a check it reads every message. */
const longestCheckMs = 10 * 60_000;

/**
 * Takes a snapshot of a stream: its archive chunk by chunk. Never rejects. What came is whole only if an archive says so: nats-server 2.9 and
 * 2.10 hide what they could not read in a file inside, 2.15 leaves out damaged messages (read-archive.ts).
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
	}
}

type Ended = Exclude<Snapshot, { kind: 'done' }>;

/** The chunks as they come: acknowledged, then written in their order. */
class Incoming {
	readonly #link: Link;
	readonly #options: SnapshotOptions;
	readonly #size = new UncompressedSize();
	readonly #over: Promise<Ended | undefined>;
	#settle: (ended: Ended | undefined) => void = () => undefined;
	#writing: Promise<void> = Promise.resolve();
	#waiting = 0;
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
		const acknowledge = (): void => {
			if (reply !== undefined) this.#link.publish(reply, '');
		};
		const full = this.#waiting > mostWaiting;
		if (!full) acknowledge();
		this.#writing = this.#writing.then(async () => {
			try {
				this.#size.push(data);
				await this.#options.write(data);
				this.#waiting -= data.length;
				if (full) acknowledge();
				this.#tell();
			} catch (error) {
				const advice =
					error instanceof Damage ? damaged : 'Make room, or choose another folder; nothing is left of it.';
				this.#fail(subject, { message: error instanceof Error ? error.message : String(error), advice });
			}
		});
	}

	/** Until the last chunk is written, or it ends otherwise. */
	async end(state: StreamState): Promise<Ended | undefined> {
		this.#state = state;
		this.#hear(this.#options.stream);
		const over = await this.#over;
		clearTimeout(this.#silence);
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
				advice: 'Nothing is left of it; begin again when the connection is back.',
			},
		});
	}

	#hear(subject: string): void {
		clearTimeout(this.#silence);
		if (this.#state === undefined) return;
		this.#silence = setTimeout(
			() =>
				this.#fail(subject, {
					message: `The server stopped sending: nothing came for ${longestSilenceMs / 1000} s.`,
					advice: 'The stream may have been deleted meanwhile.',
				}),
			longestSilenceMs,
		);
	}

	#fail(subject: string, { message, advice }: Pick<Problem, 'message' | 'advice'>): void {
		this.#settle({ kind: 'failed', problem: { kind: 'other', subject, message, advice } });
	}

	#tell(): void {
		if (this.#state === undefined) return;
		this.#options.onProgress({ received: this.received, unpacked: this.#size.bytes, state: this.#state });
	}
}

const damaged = 'The server sent what is no archive; look into its log.';

function ended({ code, description }: NonNullable<Message['status']>): Pick<Problem, 'message' | 'advice'> {
	return code === 408
		? {
				message: 'The server got no acknowledgements of what it sent (408).',
				advice:
					'The user needs the permission to publish to $JS.SNAPSHOT.ACK.>; a slow disk or connection does it too.',
			}
		: { message: `The server could not read the stream (${code} ${description}).`, advice: 'Look into its log.' };
}
