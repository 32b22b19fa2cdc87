import type { Link } from '../../nats/link.ts';
import { apiProblem, linkProblem, malformedProblem } from '../advice.ts';
import { decodeReply } from '../decode.ts';
import { endpointById } from '../endpoints.ts';
import type { Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import type { StreamConfig, StreamInfo, StreamState } from '../wire.ts';
import { type Left, removePart } from './restore-left.ts';

export interface RestoreOptions {
	readonly config: StreamConfig;
	readonly state: StreamState;
	/** The archive, in pieces of at most `most` bytes; a piece is valid until `kept` more were asked for. */
	readonly pieces: (most: number, kept: number) => AsyncIterable<Uint8Array>;
	readonly onProgress: (sentBytes: number) => void;
	readonly signal: AbortSignal;
}

export type Restored =
	| { readonly kind: 'done'; readonly info: StreamInfo }
	/** Nothing was sent of the archive. */
	| { readonly kind: 'refused'; readonly problem: Problem }
	| { readonly kind: 'stopped'; readonly left: Left }
	| { readonly kind: 'failed'; readonly problem: Problem; readonly left: Left };

const largestPiece = 128 * 1024;
/** So many pieces are under way at once: a piece is a request, and its reply says that it was taken. */
const underWay = 8;
/** An archive of nats-server before 2.15 is unpacked and read at its end. */
const longestEndMs = 60 * 60_000;

/** Until the server says that it stopped: before, what is left is not known. */
const earlyEndMs = 10_000;

type Sent = { readonly info: StreamInfo } | { readonly problem: Problem } | 'stopped';

/** Restores a stream from its archive. The stream must not exist: the server refuses it otherwise. Never rejects. */
export async function restoreStream(link: Link, api: Api, options: RestoreOptions): Promise<Restored> {
	const { config, state, signal } = options;
	const begun = await api.request('stream.restore', { stream: config.name }, { config, state }, { signal });
	if (!begun.ok) return { kind: 'refused', problem: begun.problem };
	const subject = begun.value.deliver_subject;
	const sent = await sendPieces(link, subject, options);
	const outcome = sent ?? (await endOf(link, subject, signal));
	if (outcome !== 'stopped' && 'info' in outcome) return { kind: 'done', info: outcome.info };
	// An empty message ends it at once, where the server still waits for more.
	if (sent !== undefined) await link.request(subject, '', { timeoutMs: earlyEndMs });
	const left = await removePart(link, api, { config, state });
	if (left.kind === 'whole') return { kind: 'done', info: left.info };
	return outcome === 'stopped' ? { kind: 'stopped', left } : { kind: 'failed', problem: outcome.problem, left };
}

/** @returns why not all was sent */
async function sendPieces(
	link: Link,
	subject: string,
	{ pieces, onProgress, signal }: RestoreOptions,
): Promise<Exclude<Sent, { readonly info: StreamInfo }> | undefined> {
	const status = link.status();
	const most = Math.min(largestPiece, status.phase === 'connected' ? status.server.maxPayload : largestPiece);
	const open: Promise<void>[] = [];
	let wrong: Problem | undefined;
	let done = 0;
	const send = async (piece: Uint8Array): Promise<void> => {
		const reply = await link.request(subject, piece, { signal });
		if (reply.ok) {
			done += piece.length;
			onProgress(done);
		} else wrong ??= linkProblem(endpointById('stream.restore'), subject, reply.problem, link);
	};
	try {
		for await (const piece of pieces(most, underWay)) {
			if (signal.aborted || wrong !== undefined) break;
			open.push(send(piece));
			// The next piece uses the memory of the first again.
			if (open.length >= underWay) await open.shift();
		}
	} catch (error) {
		wrong ??= unreadable(subject, error);
	}
	await Promise.all(open);
	if (signal.aborted) return 'stopped';
	return wrong && { problem: wrong };
}

function unreadable(subject: string, error: unknown): Problem {
	const message = `The archive cannot be read: ${error instanceof Error ? error.message : String(error)}`;
	return { kind: 'other', subject, message, advice: 'Check the folder with jetdeck backup verify.' };
}

async function endOf(link: Link, subject: string, signal: AbortSignal): Promise<Sent> {
	const reply = await link.request(subject, '', { timeoutMs: longestEndMs, signal });
	if (signal.aborted) return 'stopped';
	if (!reply.ok) return { problem: linkProblem(endpointById('stream.restore'), subject, reply.problem, link) };
	const decoded = decodeReply(endpointById('stream.create'), reply.message.data);
	if (decoded.kind === 'value') return { info: decoded.value as StreamInfo };
	return {
		problem: decoded.kind === 'error' ? apiProblem(subject, decoded.error) : malformedProblem(subject, decoded.reason),
	};
}
