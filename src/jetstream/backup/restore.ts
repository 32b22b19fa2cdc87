import { spanOfTime } from '../../format/duration.ts';
import type { Integer } from '../../format/integer.ts';
import type { Link, LinkProblem } from '../../nats/link.ts';
import { apiProblem, linkProblem, malformedProblem } from '../advice.ts';
import { decodeReply } from '../decode.ts';
import { endpointById } from '../endpoints.ts';
import type { Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import type { StreamConfig, StreamInfo, StreamState } from '../wire.ts';
import type { Held } from './contents.ts';
import { type End, type Remains, removePart } from './restore-remains.ts';
import { cutByUncompressed } from './s2-frames.ts';
import { watchUnpacking } from './unpacking.ts';

export interface RestoreOptions {
	readonly config: StreamConfig;
	readonly state: StreamState;
	readonly holds: Held;
	/** The archive, in pieces of at most `most` bytes; a piece is valid until `kept` more were asked for. */
	readonly pieces: (most: number, kept: number) => AsyncIterable<Uint8Array>;
	/** `unpacking`: the server has not replied for a while, and the stream has so many messages, if the server says so. */
	readonly onProgress: (sentBytes: number, unpacking?: { readonly messages: Integer | undefined }) => void;
	readonly signal: AbortSignal;
}

export type Restored =
	| { readonly kind: 'done'; readonly info: StreamInfo }
	/** Nothing was sent of the archive. */
	| { readonly kind: 'refused'; readonly problem: Problem }
	| { readonly kind: 'stopped'; readonly left: Remains }
	| { readonly kind: 'failed'; readonly problem: Problem; readonly left: Remains };

const largestPiece = 128 * 1024;
/** nats-server 2.15 replies to a piece when it has stored what is in it, and gives a restore up if that takes more than 5 s. */
const mostUncompressed = 1024 * 1024;
/** So many pieces are under way at once: a piece is a request, and its reply says that it was taken. */
const underWay = 8;
/** An archive of nats-server before 2.15 is unpacked and read at its end, one of a later server piece by piece. */
const longestUnpackingMs = 60 * 60_000;

/** How long the server may take to accept a restore. */
const leastPatienceMs = 10_000;

/** How long the server may take to say that it stopped. */
const earlyEndMs = 10_000;

/** Restores a stream from its archive. The stream must not exist: the server refuses it otherwise. Never rejects. */
export async function restoreStream(link: Link, api: Api, options: RestoreOptions): Promise<Restored> {
	const { config, state, holds, signal } = options;
	const begun = await api.request(
		'stream.restore',
		{ stream: config.name },
		{ config, state },
		{ signal, leastMs: leastPatienceMs },
	);
	if (!begun.ok) return { kind: 'refused', problem: begun.problem };
	const subject = begun.value.deliver_subject;
	const { isAll, wrong } = await sendPieces(link, api, subject, options);
	const end = await endOf(link, subject, isAll && wrong === undefined ? signal : undefined);
	if (isAll && end.kind === 'restored') return { kind: 'done', info: end.info };
	const left = await removePart(link, api, { config, state, holds, isAll, end });
	if (left.kind === 'whole') return { kind: 'done', info: left.info };
	const problem = wrong ?? (end.kind === 'restored' ? undefined : end.problem);
	return signal.aborted || problem === undefined ? { kind: 'stopped', left } : { kind: 'failed', problem, left };
}

/** @returns whether all was sent, and the first failure */
async function sendPieces(
	link: Link,
	api: Api,
	subject: string,
	{ config, pieces, onProgress, signal }: RestoreOptions,
): Promise<{ readonly isAll: boolean; readonly wrong?: Problem }> {
	const status = link.status();
	const most = Math.min(largestPiece, status.phase === 'connected' ? status.server.maxPayload : largestPiece);
	const open: Promise<void>[] = [];
	let wrong: Problem | undefined;
	let isAll = false;
	let done = 0;
	let due = 0;
	const dead = new AbortController();
	const server = watchUnpacking(api, {
		stream: config.name,
		everyMs: link.target.timeoutMs,
		isDue: () => due > 0,
		onWaiting: (messages) => onProgress(done, { messages }),
		onStandstill: (silentMs) => {
			wrong ??= standstill(subject, silentMs);
			dead.abort();
		},
	});
	const either = AbortSignal.any([signal, dead.signal]);
	const send = async (piece: Uint8Array): Promise<void> => {
		due += 1;
		const reply = await link.request(subject, piece, { signal: either, timeoutMs: longestUnpackingMs });
		due -= 1;
		server.replied();
		if (reply.ok) {
			done += piece.length;
			onProgress(done);
		} else if (!signal.aborted) wrong ??= restoreProblem(link, subject, reply.problem);
	};
	try {
		isAll = true;
		for await (const piece of cutByUncompressed(pieces(most, underWay), mostUncompressed)) {
			isAll = !signal.aborted && wrong === undefined;
			if (!isAll) break;
			open.push(send(piece));
			// The next piece uses the memory of the first again.
			if (open.length >= underWay) await open.shift();
		}
	} catch (error) {
		isAll = false;
		wrong ??= unreadable(subject, error);
	}
	await Promise.all(open);
	server.end();
	return { isAll, ...(wrong && { wrong }) };
}

/** Of a restore that the server accepted: nobody listens any more because it was given up. */
const restoreProblem = (link: Link, subject: string, problem: LinkProblem): Problem => ({
	...linkProblem(endpointById('stream.restore'), subject, problem, link),
	...(problem.kind === 'no-responders' && {
		message: 'The server gave the restore up: nothing that it could store arrived for 5 s.',
		advice: 'Restore again when the server and the network are less busy.',
	}),
});

const standstill = (subject: string, silentMs: number): Problem => ({
	kind: 'timeout',
	subject,
	message: `The server did not reply for ${spanOfTime(silentMs)}, and the stream did not grow meanwhile.`,
	advice:
		'Check the server that holds the stream, and the permission to publish to $JS.SNAPSHOT.RESTORE.>; then restore again.',
});

function unreadable(subject: string, error: unknown): Problem {
	const message = `The archive cannot be read: ${error instanceof Error ? error.message : String(error)}`;
	return { kind: 'other', subject, message, advice: 'Check the folder with jetdeck backup verify.' };
}

/**
 * An empty message ends a restore, also where the server still waits for more.
 * @param stop of a restore that is to end well: the server may take long, but not after somebody has stopped it
 */
async function endOf(link: Link, subject: string, stop: AbortSignal | undefined): Promise<End> {
	const late = new AbortController();
	let timer: NodeJS.Timeout | undefined;
	const hurry = (): void => {
		timer = setTimeout(() => late.abort(), earlyEndMs);
	};
	if (stop === undefined || stop.aborted) hurry();
	else stop.addEventListener('abort', hurry, { once: true });
	const reply = await link.request(subject, '', { timeoutMs: longestUnpackingMs, signal: late.signal });
	stop?.removeEventListener('abort', hurry);
	clearTimeout(timer);
	if (!reply.ok) return { kind: 'silent', problem: restoreProblem(link, subject, reply.problem) };
	const decoded = decodeReply(endpointById('stream.create'), reply.message.data);
	if (decoded.kind === 'value') return { kind: 'restored', info: decoded.value as StreamInfo };
	return decoded.kind === 'error'
		? { kind: 'refused', problem: apiProblem(subject, decoded.error) }
		: { kind: 'silent', problem: malformedProblem(subject, decoded.reason) };
}
