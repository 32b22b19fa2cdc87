import { greatest } from '../../format/exact.ts';
import { count, type Integer } from '../../format/integer.ts';
import { isLostAt, lostFrom } from '../lost-sequences.ts';
import type { Answer, Problem } from '../problem.ts';
import type { StreamInfo, Timestamp } from '../wire.ts';
import { isAbsent } from './deleted.ts';
import { closesWay, type MessageSource, openWays, type ReadWay } from './source.ts';
import { entryOfDirect, entryOfStored, type StoredEntry } from './stored-entry.ts';

/** Which message is meant. */
export type Lookup =
	| { readonly seq: Integer }
	/** Wildcards are allowed here and below. Not `>`: all versions find nothing by it when the very last message was deleted. */
	| { readonly lastOf: string }
	/** The first of a subject at or after this sequence; deleted ones are skipped. */
	| { readonly nextOf: string; readonly seq: Integer }
	/** The first at this time or later; 2.11 and later, see `seek.ts` for others. */
	| { readonly since: Timestamp };

/** One message; undefined if there is none. Reads without a consumer, so nothing counts as delivered. */
export async function readMessage(source: MessageSource, lookup: Lookup): Promise<Answer<StoredEntry | undefined>> {
	for (const way of openWays(source)) {
		const answer = await ways[way](source, lookup);
		if (answer.ok || !closesWay(source, way, answer.problem)) return answer;
	}
	return fromLeader(source, lookup);
}

function bodyOf(lookup: Lookup): object {
	if ('lastOf' in lookup) return { last_by_subj: lookup.lastOf };
	if ('nextOf' in lookup) return { next_by_subj: lookup.nextOf, seq: greatest(1, lookup.seq) };
	return 'since' in lookup ? { start_time: lookup.since } : { seq: lookup.seq };
}

type Get = (source: MessageSource, lookup: Lookup) => Promise<Answer<StoredEntry | undefined>>;

/** `err_code` of a sequence, subject or time without a message. */
const NOT_FOUND = 10037;

const fromLeader: Get = async (source, lookup) => {
	const { api, info, signal } = source;
	const params = { stream: info.config.name };
	const answer = await api.request('stream.msg.get', params, bodyOf(lookup), signal && { signal });
	if (answer.ok) return { ...answer, value: entryOfStored(answer.value.message) };
	const { problem, at, ms } = answer;
	if (problem.errCode !== NOT_FOUND) return answer;
	if (await mayBeAbsent(source, lookup)) return { ok: true, value: undefined, at, ms };
	return { ok: false, problem: unreturned(info, `message ${seqOf(lookup)}`), at, ms };
};

/** Mirrors and the stream reply alternately, unless they are on different servers. */
const MOST_TRIES = 8;

/** Only where the leader may not be asked. */
const direct: Get = (source, lookup) => {
	const { api, info, signal } = source;
	const options = { isLast: () => true, ...(signal && { signal }) };
	return fromCopies(
		info.config.name,
		() => api.receive('direct.get', { stream: info.config.name }, bodyOf(lookup), options),
		() => mayBeAbsent(source, lookup),
	);
};

/**
 * Asks for one message until a copy of the stream itself replies.
 * @param isNone whether a 404 means that there is none
 */
export async function fromCopies(
	stream: string,
	ask: () => ReturnType<MessageSource['api']['receive']>,
	isNone: () => Promise<boolean> = async () => true,
): Promise<Answer<StoredEntry | undefined>> {
	let mirror = '';
	for (let tries = 0; tries < MOST_TRIES; tries += 1) {
		const { messages, problem, ms } = await ask();
		const at = Date.now();
		if (problem !== undefined) return { ok: false, problem, at, ms };
		const [message] = messages;
		const found = message && entryOfDirect(message);
		if (found?.stream === stream) return { ok: true, value: found.entry, at, ms };
		const is404 = found === undefined && message?.status?.code === 404;
		if (is404 && (await isNone())) return { ok: true, value: undefined, at, ms };
		if (found === undefined && !is404) return { ok: false, problem: statusProblem(stream, message?.status), at, ms };
		mirror = found?.stream ?? mirror;
	}
	return { ok: false, problem: mirrorProblem(stream, mirror), at: Date.now(), ms: 0 };
}

const seqOf = (lookup: Lookup): Integer | undefined =>
	'seq' in lookup && !('nextOf' in lookup) ? lookup.seq : undefined;

/** A 404 does not name its sender: a mirror may lack what the stream has. For a sequence STREAM.INFO decides. */
async function mayBeAbsent(source: MessageSource, lookup: Lookup): Promise<boolean> {
	const seq = seqOf(lookup);
	return seq === undefined || (await isAbsent(source, seq));
}

/** The problem of a message that the leader counts but does not return. */
export function unreturned({ config, state }: StreamInfo, what: string): Problem {
	return {
		kind: 'malformed',
		subject: `STREAM.MSG.GET.${config.name}`,
		message: `Stream ${config.name} counts ${what}, but the server did not return it.`,
		advice: isLostAt(config, greatest(state.first_seq, state.last_seq))
			? `Servers lose messages of a file stream from sequence ${count(lostFrom)} on: create it again with a lower first_seq, or in memory.`
			: 'The server may be starting, or cannot read its store: read its log. Press r to ask again.',
	};
}

const ways: Readonly<Record<ReadWay, Get>> = { leader: fromLeader, direct };

/** A mirror replied, which may lag or keep less. */
export function mirrorProblem(stream: string, mirror: string): Problem {
	const who = mirror === '' ? 'A mirror' : `Stream ${mirror}, a mirror,`;
	return {
		kind: 'malformed',
		subject: `DIRECT.GET.${stream}`,
		message: `${who} replied in place of stream ${stream} (mirror_direct); jetdeck does not show its messages as those of ${stream}.`,
		advice: `Ask for permission to publish to $JS.API.STREAM.MSG.GET.${stream}, which only the stream answers.`,
	};
}

/** What a status that is no message says. */
export function statusProblem(
	stream: string,
	status?: { readonly code: number; readonly description: string },
): Problem {
	const said = status === undefined ? 'nothing that is a message' : `${status.code} ${status.description}`.trim();
	return {
		kind: 'malformed',
		subject: `DIRECT.GET.${stream}`,
		message: `The direct get of stream ${stream} was answered with ${said}.`,
		advice: 'Read through the leader: switch allow_direct off, or update the server.',
	};
}
