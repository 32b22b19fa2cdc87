import type { Answer } from '../problem.ts';
import { readMessage, statusProblem } from './read-message.ts';
import { closesWay, type MessageSource, readsBatches } from './source.ts';
import { entryOfDirect, type StoredEntry } from './stored-entry.ts';

/** A stretch of a stream. */
export interface Range {
	/** The first sequence. */
	readonly from: number;
	/** The last sequence. */
	readonly upTo: number;
	/** Wildcards are allowed. */
	readonly subject?: string | undefined;
	/** No more messages than these. */
	readonly count: number;
	/** Stops behind the message that reaches this many bytes. */
	readonly maxBytes: number;
}

export interface Stretch {
	/** In their order. */
	readonly entries: readonly StoredEntry[];
	/** The range has no others. */
	readonly complete: boolean;
}

type Read = (source: MessageSource, range: Range) => Promise<Answer<Stretch>>;

/** Messages of a range, the oldest first. What is deleted costs nothing, however much of it there is. */
export async function readForward(source: MessageSource, range: Range): Promise<Answer<Stretch>> {
	if (range.from > range.upTo || range.count <= 0) {
		return { ok: true, value: { entries: [], complete: range.from > range.upTo }, at: Date.now(), ms: 0 };
	}
	if (readsBatches(source)) {
		const answer = await inBatches(source, range);
		if (answer.ok || !closesWay(source, 'direct', answer.problem)) return answer;
	}
	return oneByOne(source, range);
}

/** What the server is asked for at a time, so that no answer is larger than what a slow client is allowed to owe it. */
const BATCH_BYTES = 4 * 1024 * 1024;

const inBatches: Read = async (source, { from, upTo, subject = '>', count, maxBytes }) => {
	const { api, info, signal } = source;
	const stream = info.config.name;
	const entries: StoredEntry[] = [];
	let bytes = 0;
	let ms = 0;
	for (let seq = Math.max(1, from); ; ) {
		const max_bytes = Math.min(BATCH_BYTES, maxBytes - bytes);
		const body = { seq, next_by_subj: subject, batch: count - entries.length, max_bytes };
		const isLast = ({ status }: { readonly status?: unknown }): boolean => status !== undefined;
		const received = await api.receive('direct.get', { stream }, body, { isLast, ...(signal && { signal }) });
		ms += received.ms;
		if (received.problem !== undefined) return { ok: false, problem: received.problem, at: Date.now(), ms };
		const got = received.messages.flatMap((message) => entryOfDirect(message) ?? []);
		const end = received.messages.at(-1)?.status;
		if (end?.code !== 204 && end?.code !== 404)
			return { ok: false, problem: statusProblem(stream, end), at: Date.now(), ms };
		const within = got.filter(({ entry }) => entry.seq <= upTo).map(({ entry }) => entry);
		entries.push(...within);
		bytes += within.reduce((sum, { size }) => sum + size, 0);
		const last = got.at(-1);
		const complete = last === undefined || last.entry.seq >= upTo || last.pending === 0;
		if (complete || entries.length >= count || bytes >= maxBytes)
			return { ok: true, value: { entries, complete }, at: Date.now(), ms };
		seq = last.entry.seq + 1;
	}
};

/** Requests that are under way at a time. */
const MOST_AT_ONCE = 16;

/**
 * Asks for the next message from several sequences at once: without gaps each is another one. Where they answer with the
 * same one, behind a gap or of a rare subject, fewer are asked at once.
 */
const oneByOne: Read = async (source, range) => {
	const { upTo, subject = '>', count, maxBytes } = range;
	const entries: StoredEntry[] = [];
	const started = Date.now();
	let width = subject === '>' ? MOST_AT_ONCE : 2;
	let bytes = 0;
	for (let seq = Math.max(1, range.from); ; ) {
		const wanted = Math.min(width, widthFor(source, maxBytes - bytes), count - entries.length, upTo - seq + 1);
		const asked = Array.from({ length: Math.max(1, wanted) }, (_, at) => seq + at);
		const answers = await Promise.all(asked.map((at) => readMessage(source, { nextOf: subject, seq: at })));
		const failure = answers.find((answer) => !answer.ok);
		if (failure !== undefined && !failure.ok) return { ...failure, ms: Date.now() - started };
		const found = new Map(
			answers.flatMap((answer) => (answer.ok && answer.value ? [[answer.value.seq, answer.value]] : [])),
		);
		const got = [...found.values()].filter((entry) => entry.seq <= upTo).toSorted((a, b) => a.seq - b.seq);
		entries.push(...got);
		bytes += got.reduce((sum, { size }) => sum + size, 0);
		const last = Math.max(seq + asked.length - 1, ...found.keys());
		const complete = found.size === 0 || last >= upTo;
		if (complete || entries.length >= count || bytes >= maxBytes) {
			const within = entries.slice(0, count);
			const all = complete && within.length === entries.length;
			return { ok: true, value: { entries: within, complete: all }, at: Date.now(), ms: Date.now() - started };
		}
		width = Math.min(MOST_AT_ONCE, Math.max(1, got.length * 2));
		seq = last + 1;
	}
};

/** How many messages of usual size fit. */
function widthFor({ info: { state } }: MessageSource, bytes: number): number {
	const usual = state.messages === 0 ? 1 : Math.max(1, state.bytes / state.messages);
	return Math.max(1, Math.floor(bytes / usual));
}
