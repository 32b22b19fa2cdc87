import { least } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { Answer, Problem } from '../problem.ts';
import { unaddressable } from '../unaddressable.ts';
import { fitting } from './fitting.ts';
import { mirrorProblem, readMessage, statusProblem } from './read-message.ts';
import { closeBatches, closesWay, type MessageSource, readsBatches } from './source.ts';
import { entryOfDirect, type StoredEntry } from './stored-entry.ts';

/** Which last messages to read. */
export interface LastWish {
	/** Without wildcards: a stored subject that has some cannot be selected alone, and is left out. */
	readonly subjects: readonly string[];
	/** Only messages from this sequence on; a subject without one counts as `without`. */
	readonly from?: Integer;
	/** No further message once so many bytes were read; those that are left out come with the next request. */
	readonly maxBytes: number;
}

/** The last messages of subjects, by subject. A subject in neither was left out. */
export interface LastMessages {
	readonly found: ReadonlyMap<string, StoredEntry>;
	/** Subjects without such a message. */
	readonly without: readonly string[];
	/** Why single ones could not be read. */
	readonly failed: ReadonlyMap<string, Problem>;
	/** Up to which sequence the copy of the stream that replied had it: a replica may lag. */
	readonly upTo: Integer;
}

/** Most subjects in one request: servers return 1,024 messages at most (2.11 and later), and a request must fit `max_payload`. */
const atOnce = { subjects: 1_000, bytes: 256 * 1024 } as const;
/** Requests under way, if each message needs one. */
const parallel = 40;
/** Bytes of these, by the usual size. */
const underWay = 16 * 1024 * 1024;

/**
 * The last message of each subject: with one request where the server can (`multi_last`, 2.11 and later), otherwise with one for each.
 * Never through a consumer.
 */
export async function readLast(source: MessageSource, wish: LastWish): Promise<Answer<LastMessages>> {
	const subjects = wish.subjects.filter((subject) => unaddressable(subject) === undefined);
	const asked = { ...wish, subjects: firstOf(subjects) };
	if (asked.subjects.length === 0) return answer({ found: new Map(), without: [], failed: new Map(), upTo: 0 });
	if (readsBatches(source)) {
		const batch = await readTogether(source, asked);
		if (batch !== undefined) return batch;
	}
	return readEach(source, asked);
}

const answer = (value: LastMessages, ms = 0): Answer<LastMessages> => ({ ok: true, value, at: Date.now(), ms });

/** As many as fit into one request. */
function firstOf(subjects: readonly string[]): readonly string[] {
	let bytes = 0;
	const end = subjects.findIndex((subject, at) => {
		bytes += Buffer.byteLength(subject) + 3;
		return at > 0 && (at >= atOnce.subjects || bytes > atOnce.bytes);
	});
	return end < 0 ? subjects : subjects.slice(0, end);
}

/** Undefined if a mirror replied, or the server does not take the request. */
async function readTogether(
	source: MessageSource,
	{ subjects, from, maxBytes }: LastWish,
): Promise<Answer<LastMessages> | undefined> {
	const { api, info, signal } = source;
	const { name } = info.config;
	const body = { multi_last: subjects, max_bytes: maxBytes, ...(from !== undefined && { seq: from }) };
	const options = { isLast: isStatus, ...(signal && { signal }) };
	const { messages, problem, ms } = await api.receive('direct.get', { stream: name }, body, options);
	if (problem !== undefined)
		return closesWay(source, 'direct', problem) ? undefined : { ok: false, problem, at: Date.now(), ms };
	const entries = messages.flatMap((message) => entryOfDirect(message) ?? []);
	if (entries.some(({ stream }) => stream !== name)) {
		closeBatches(source);
		return undefined;
	}
	const end = messages.at(-1);
	// A 404 does not name its sender, which may be a mirror.
	if (end?.status?.code !== 204) return undefined;
	const header = (wanted: string): string | undefined => end.headers.find(([key]) => key === wanted)?.[1];
	const found = new Map(entries.map(({ entry }) => [entry.subject, entry]));
	const isCut = header('Nats-Num-Pending') !== '0';
	const without = isCut ? [] : subjects.filter((subject) => !found.has(subject));
	const upTo = Number(header('Nats-UpTo-Sequence') ?? 0);
	return answer({ found, without, failed: new Map(), upTo: least(upTo, info.state.last_seq) }, ms);
}

const isStatus = ({ status }: { readonly status?: object }): boolean => status !== undefined;

async function readEach(source: MessageSource, { subjects, from, maxBytes }: LastWish): Promise<Answer<LastMessages>> {
	const started = Date.now();
	const found = new Map<string, StoredEntry>();
	const failed = new Map<string, Problem>();
	const without: string[] = [];
	const waiting = [...subjects].reverse();
	let bytes = 0;
	const worker = async (): Promise<void> => {
		for (let subject = waiting.pop(); subject !== undefined && bytes < maxBytes; subject = waiting.pop()) {
			const read = await readOne(source, subject, from);
			if (!read.ok) failed.set(subject, read.problem);
			else if (read.value === undefined) without.push(subject);
			else {
				found.set(subject, read.value);
				bytes += read.value.size;
			}
		}
	};
	// All that is under way may be large.
	const width = Math.min(parallel, subjects.length, fitting(source.info, underWay));
	await Promise.all(Array.from({ length: width }, worker));
	const ms = Date.now() - started;
	const [problem] = failed.values();
	if (problem !== undefined && failed.size === subjects.length) return { ok: false, problem, at: Date.now(), ms };
	return answer({ found, without, failed, upTo: source.info.state.last_seq }, ms);
}

/** Whether there is a newer message is asked first: a large one is not read again for nothing. */
async function readOne(
	source: MessageSource,
	subject: string,
	from: Integer | undefined,
): Promise<Answer<StoredEntry | undefined>> {
	if (from !== undefined) {
		const newer = await readMessage(source, { nextOf: subject, seq: from });
		if (!newer.ok || newer.value === undefined) return newer;
		if (source.info.config.max_msgs_per_subject === 1) return newer;
	}
	const last = await readMessage(source, { lastOf: subject });
	return last.ok || !isDenied(last.problem) ? last : readBySubject(source, subject);
}

const isDenied = ({ kind }: Problem): boolean => kind === 'permission-publish';

/** Permissions may cover single subjects only, which this request names. Any copy of the stream may reply, and a copy may lag. */
export async function readBySubject(source: MessageSource, subject: string): Promise<Answer<StoredEntry | undefined>> {
	const { api, info, signal } = source;
	const params = { stream: info.config.name, subject };
	const options = { isLast: () => true, ...(signal && { signal }) };
	const { messages, problem, ms } = await api.receive('direct.get.last', params, undefined, options);
	const at = Date.now();
	if (problem !== undefined) return { ok: false, problem, at, ms };
	const [message] = messages;
	const found = message && entryOfDirect(message);
	if (found !== undefined && found.stream !== params.stream)
		return { ok: false, problem: mirrorProblem(params.stream, found.stream), at, ms };
	return found !== undefined || message?.status?.code === 404
		? { ok: true, value: found?.entry, at, ms }
		: { ok: false, problem: statusProblem(params.stream, message?.status), at, ms };
}
