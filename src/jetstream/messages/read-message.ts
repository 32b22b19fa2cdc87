import type { Answer, Problem } from '../problem.ts';
import type { Timestamp } from '../wire.ts';
import { closesWay, type MessageSource, openWays, type Way } from './source.ts';
import { entryOfDirect, entryOfStored, type StoredEntry } from './stored-entry.ts';

/** Which message is meant. */
export type Lookup =
	| { readonly seq: number }
	/** Wildcards are allowed here and below. Not `>`: all versions find nothing by it when the very last message was deleted. */
	| { readonly lastOf: string }
	/** The first of a subject at this sequence or behind it; deleted ones are stepped over. */
	| { readonly nextOf: string; readonly seq: number }
	/** The first at this time or later; 2.11 and later, see `seek.ts` for others. */
	| { readonly since: Timestamp };

/** One message, undefined where there is none. Reads past consumers: what is read stays as unread as it was. */
export async function readMessage(source: MessageSource, lookup: Lookup): Promise<Answer<StoredEntry | undefined>> {
	for (const way of openWays(source)) {
		const answer = await ways[way](source, bodyOf(lookup));
		if (answer.ok || !closesWay(source, way, answer.problem)) return answer;
	}
	return ways.leader(source, bodyOf(lookup));
}

function bodyOf(lookup: Lookup): object {
	if ('lastOf' in lookup) return { last_by_subj: lookup.lastOf };
	if ('nextOf' in lookup) return { next_by_subj: lookup.nextOf, seq: Math.max(1, lookup.seq) };
	return 'since' in lookup ? { start_time: lookup.since } : { seq: lookup.seq };
}

type Get = (source: MessageSource, body: object) => Promise<Answer<StoredEntry | undefined>>;

/** `err_code` of a sequence, subject or time without a message. */
const NOT_FOUND = 10037;

const fromLeader: Get = async ({ api, info, signal }, body) => {
	const answer = await api.request('stream.msg.get', { stream: info.config.name }, body, signal && { signal });
	if (answer.ok) return { ...answer, value: entryOfStored(answer.value.message) };
	return answer.problem.errCode === NOT_FOUND ? { ok: true, value: undefined, at: answer.at, ms: answer.ms } : answer;
};

const direct: Get = async ({ api, info, signal }, body) => {
	const options = { isLast: () => true, ...(signal && { signal }) };
	const { messages, problem, ms } = await api.receive('direct.get', { stream: info.config.name }, body, options);
	const at = Date.now();
	if (problem !== undefined) return { ok: false, problem, at, ms };
	const [message] = messages;
	const found = message && entryOfDirect(message)?.entry;
	if (found !== undefined || message?.status?.code === 404) return { ok: true, value: found, at, ms };
	return { ok: false, problem: statusProblem(info.config.name, message?.status), at, ms };
};

const ways: Readonly<Record<Way, Get>> = { leader: fromLeader, direct };

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
