import { greatest, least, minus, plus } from '../../format/exact.ts';
import type { Answer } from '../problem.ts';
import { gapsOf, MOST_LISTED, readDeleted } from './deleted.ts';
import type { Range, Stretch } from './range.ts';
import { statusProblem } from './read-message.ts';
import { asksLeader, closeBatches, hasOneCopy, type MessageSource, readsBatches } from './source.ts';
import { type DirectEntry, entryOfDirect } from './stored-entry.ts';

/**
 * Whether a range is worth batches. A replica that is behind answers them too: its messages are compared with the sequences that
 * the leader lists as deleted, if possible. For one subject the leader lists nothing.
 */
export function mayReadBatches(source: MessageSource, { subject = '>' }: Range): boolean {
	const { info } = source;
	if (!readsBatches(source)) return false;
	if (hasOneCopy(info) || !asksLeader(source)) return true;
	return subject === '>' && gapsOf(info.state) <= MOST_LISTED;
}

/** How much to request at a time, so that no reply makes the server drop this client as a slow consumer. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** A range by direct get; undefined if a mirror replied, or if the leader may have other messages. */
export async function readInBatches(source: MessageSource, range: Range): Promise<Answer<Stretch> | undefined> {
	const { upTo, count, maxBytes } = range;
	const entries: DirectEntry['entry'][] = [];
	let bytes = 0;
	let ms = 0;
	for (let seq = greatest(1, range.from); ; ) {
		const rest = { ...range, from: seq, count: count - entries.length, maxBytes: maxBytes - bytes };
		const batch = await readOwnBatch(source, rest);
		if (batch === undefined) return undefined;
		ms += batch.ms;
		if (!batch.ok) return { ...batch, ms };
		const got = batch.value;
		// A 404 does not name its sender.
		if (got.length === 0 && asksLeader(source)) return undefined;
		const within = got.filter(({ entry }) => entry.seq <= upTo).map(({ entry }) => entry);
		entries.push(...within);
		bytes += within.reduce((sum, { size }) => sum + size, 0);
		const last = got.at(-1);
		const complete = last === undefined || last.entry.seq >= upTo || last.pending === 0;
		if (complete || entries.length >= count || bytes >= maxBytes) {
			const stretch = { entries, complete };
			return (await isAgreed(source, range, stretch)) ? { ok: true, value: stretch, at: Date.now(), ms } : undefined;
		}
		// Asking for what is before the start would never end.
		if (last.entry.seq < seq) return undefined;
		seq = plus(last.entry.seq, 1);
	}
}

/** If the leader may not be asked, mirrors and the stream may reply alternately. */
const MOST_TRIES = 8;

/** A batch of the stream itself; undefined where a mirror answered. */
async function readOwnBatch(source: MessageSource, range: Range): Promise<Answer<readonly DirectEntry[]> | undefined> {
	for (let tries = asksLeader(source) ? 1 : MOST_TRIES; tries > 0; tries -= 1) {
		const batch = await readBatch(source, range);
		if (!batch.ok || batch.value.every(({ stream }) => stream === source.info.config.name)) return batch;
	}
	closeBatches(source);
	return undefined;
}

/** One batch from one copy of the stream or of a mirror; empty if it has no message of the range. */
async function readBatch(
	{ api, info, signal }: MessageSource,
	{ from, subject = '>', count, maxBytes }: Range,
): Promise<Answer<readonly DirectEntry[]>> {
	const stream = info.config.name;
	const body = { seq: from, next_by_subj: subject, batch: count, max_bytes: Math.min(BATCH_BYTES, maxBytes) };
	const isLast = ({ status }: { readonly status?: unknown }): boolean => status !== undefined;
	const { messages, problem, ms } = await api.receive('direct.get', { stream }, body, {
		isLast,
		...(signal && { signal }),
	});
	const at = Date.now();
	if (problem !== undefined) return { ok: false, problem, at, ms };
	const end = messages.at(-1)?.status;
	if (end?.code !== 204 && end?.code !== 404) return { ok: false, problem: statusProblem(stream, end), at, ms };
	return { ok: true, value: messages.flatMap((message) => entryOfDirect(message) ?? []), at, ms };
}

/** Whether the leader has exactly these messages; known without asking if only it can have answered. */
async function isAgreed(
	source: MessageSource,
	{ from, upTo }: Range,
	{ entries, complete }: Stretch,
): Promise<boolean> {
	if (hasOneCopy(source.info) || !asksLeader(source)) return true;
	const deleted = await readDeleted(source);
	if (deleted === undefined) return false;
	const { sequences, state } = deleted;
	const got = new Set(entries.map(({ seq }) => seq));
	const end = complete ? least(upTo, source.info.state.last_seq) : (entries.at(-1)?.seq ?? minus(from, 1));
	for (let seq = greatest(1, from, state.first_seq); seq <= end; seq = plus(seq, 1))
		if (got.has(seq) === sequences.has(seq)) return false;
	return entries.every(({ seq }) => seq >= state.first_seq);
}
