import { readForward } from '../messages/read-forward.ts';
import { type MessageSource, readsBatches } from '../messages/source.ts';
import { entryOfDirect } from '../messages/stored-entry.ts';
import { atMost, exactly, type Loss, nothing } from './loss.ts';

/** Gaps whose sequences are asked for; a list of more would be longer than what it is good for. */
const MOST_GAPS = 100_000;
/** Subjects whose counts are added up: five pages. */
const MOST_SUBJECTS = 500_000;
/** Messages that are read to be counted. */
const MOST_READ = 1_000;
const MOST_READ_BYTES = 16 * 1024 * 1024;

/** How many messages of a subject a stream holds; of all without one. */
export async function countAll(source: MessageSource, filter: string | undefined): Promise<Loss> {
	const { state } = source.info;
	if (filter === undefined) return { messages: state.messages, bytes: state.bytes, exact: true };
	const wild = /(^|\.)[*>](\.|$)/.test(filter);
	if (!wild || (state.num_subjects ?? MOST_SUBJECTS) <= MOST_SUBJECTS) {
		const counts = await subjectCounts(source, filter);
		if (counts !== undefined) return exactly(counts.reduce((sum, [, messages]) => sum + messages, 0));
	}
	const counted = await countFrom(source, 0, filter);
	return counted === undefined ? atMost(state.messages) : exactly(counted);
}

/** Messages by subject; undefined where they cannot be had, or are too many to be asked for. */
export async function subjectCounts(
	{ api, info, signal }: MessageSource,
	filter: string,
): Promise<readonly (readonly [subject: string, messages: number])[] | undefined> {
	const body = { subjects_filter: filter };
	const answer = await api.pages('stream.info', { stream: info.config.name }, body, signal && { signal });
	return answer.ok ? answer.value.items : undefined;
}

/** Whether counting by subject is a matter of a few requests. */
export function fewSubjects({ info: { state } }: MessageSource): boolean {
	return (state.num_subjects ?? 0) <= MOST_SUBJECTS;
}

/** How many messages of a subject, of all without one, stand before a sequence. */
export async function countBelow(source: MessageSource, seq: number, filter?: string): Promise<Loss> {
	const { state } = source.info;
	if (seq <= state.first_seq || state.messages === 0) return nothing;
	const all = await countAll(source, filter);
	if (seq > state.last_seq) return all;
	const before = filter === undefined ? await countGaps(source, seq) : undefined;
	if (before !== undefined) return exactly(before);
	const behind = all.exact ? await countFrom(source, seq, filter) : undefined;
	if (behind !== undefined) return exactly(Math.max(0, all.messages - behind));
	const most = Math.min(all.messages, seq - state.first_seq);
	const counted = most <= MOST_READ ? await countByReading(source, seq, filter) : undefined;
	return counted === undefined ? atMost(most) : exactly(counted);
}

/** By the sequences of the gaps. */
async function countGaps({ api, info, signal }: MessageSource, seq: number): Promise<number | undefined> {
	const { state, config } = info;
	const span = seq - state.first_seq;
	const gaps = state.num_deleted ?? 0;
	if (gaps === 0) return span;
	if (gaps > MOST_GAPS) return undefined;
	const body = { deleted_details: true };
	const answer = await api.request('stream.info', { stream: config.name }, body, signal && { signal });
	const deleted = answer.ok ? answer.value.state.deleted : undefined;
	if (!deleted) return undefined;
	return span - deleted.filter((gap) => gap >= state.first_seq && gap < seq).length;
}

/** How many are there from a sequence on: a batch of a direct get says how many come behind it (2.11 and later). */
async function countFrom(source: MessageSource, seq: number, filter = '>'): Promise<number | undefined> {
	if (!readsBatches(source)) return undefined;
	const { api, info, signal } = source;
	const body = { seq: Math.max(1, seq), next_by_subj: filter, batch: 1, max_bytes: 1 };
	const isLast = ({ status }: { readonly status?: unknown }): boolean => status !== undefined;
	const options = { isLast, ...(signal && { signal }) };
	const { messages, problem } = await api.receive('direct.get', { stream: info.config.name }, body, options);
	if (problem !== undefined) return undefined;
	if (messages.at(-1)?.status?.code === 404) return 0;
	const pending = messages[0] && entryOfDirect(messages[0])?.pending;
	return pending === undefined ? undefined : pending + 1;
}

async function countByReading(source: MessageSource, seq: number, subject?: string): Promise<number | undefined> {
	const range = {
		from: source.info.state.first_seq,
		upTo: seq - 1,
		subject,
		count: MOST_READ,
		maxBytes: MOST_READ_BYTES,
	};
	const answer = await readForward(source, range);
	return answer.ok && answer.value.complete ? answer.value.entries.length : undefined;
}
