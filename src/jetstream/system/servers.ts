import { stringifyJson } from '../../format/json.ts';
import type { Link, Message } from '../../nats/link.ts';
import { systemProblem } from '../advice.ts';
import type { ApiOptions } from '../api-options.ts';
import { every, type ServersReadId, type SystemEndpoint, systemEndpointById, systemRoot } from '../endpoints/system.ts';
import { type Answer, failed, type Problem, readOnlyProblem } from '../problem.ts';
import { isPublishAck } from '../publish-ack.ts';
import { nameProblem } from '../subject.ts';
import { acceptGzip, readServerReply, type ServerReply } from './server-reply.ts';

/** After the last reply the others get as long, unless a server is known that has not replied. */
const quietMs = 300;
/** A known server gets as long; the replies of the others are shown meanwhile. */
const missingMs = 2_000;
/** Nobody has as many servers: who replies more often is none. */
const mostReplies = 4_096;

/** Which servers are expected to reply. */
export interface Expected {
	/** By name. */
	readonly names: readonly string[];
	/** How many reply at least; absent: as many as have names, or unknown if none has. */
	readonly count?: number | undefined;
}

export interface GatherChoices {
	/** The token in the subject: an account; by default PING. */
	readonly token?: string;
	readonly body?: object;
	readonly expected: Expected;
	/** What a reply shows of who else is there. */
	readonly learn?: (reply: ServerReply) => Expected;
	/** Called with what came when only known servers are missing, for which the gathering goes on. */
	readonly early?: (replies: readonly ServerReply[]) => void;
	readonly signal?: AbortSignal;
}

export interface GatheredReplies {
	/** One of each server. */
	readonly replies: readonly ServerReply[];
	/** Names of servers that were expected and did not reply. */
	readonly missing: readonly string[];
}

export interface AskChoices {
	readonly body?: object;
	readonly signal?: AbortSignal;
}

/** The door for requests to servers over one connection. Nothing here rejects: failures are values. */
export interface Servers {
	/** Asks every server. Stops once all that are expected replied; otherwise a little after the last reply, and names those missing. */
	gather(id: ServersReadId, choices: GatherChoices): Promise<Answer<GatheredReplies>>;
	/** Asks the server with this id. An error that it replies with is a value of the reply. */
	ask(
		id: ServersReadId | 'server.kick' | 'server.ldm',
		server: string,
		choices?: AskChoices,
	): Promise<Answer<ServerReply>>;
}

export function openServers(link: Link, { readOnly, onAnswer }: ApiOptions): Servers {
	const note = (subject: string, problem: Problem | undefined, ms: number): void =>
		onAnswer?.({ subject, ok: problem === undefined, ms, ...(problem && { problem }) });
	return {
		gather: async (id, choices) => {
			const endpoint = systemEndpointById(id);
			const subject = subjectOf(endpoint, choices.token ?? every);
			const { result, problem, ms } = await gatherFrom(link, endpoint, subject, choices);
			if (choices.signal?.aborted) return failed(systemProblem(endpoint, subject, cancelled(subject)), ms);
			// Where some replied, silence of the rest is what `missing` says.
			const failure =
				result.replies.length > 0 || problem === undefined ? undefined : systemProblem(endpoint, subject, problem);
			note(subject, failure, ms);
			return failure === undefined ? { ok: true, value: result, at: Date.now(), ms } : failed(failure, ms);
		},
		ask: async (id, server, { body, signal } = {}) => {
			const endpoint = systemEndpointById(id);
			const subject = subjectOf(endpoint, server);
			const fault = nameProblem(server);
			if (fault !== undefined) return failed(badServer(subject, fault), 0);
			if (readOnly && endpoint.effect !== 'read') return failed(readOnlyProblem(subject), 0);
			const reply = await link.request(subject, payloadOf(body), {
				headers: headersFor(link),
				isForeign: isPublishAck,
				...(signal && { signal }),
			});
			if (!reply.ok) {
				const problem = systemProblem(endpoint, subject, reply.problem);
				note(subject, problem, reply.ms);
				return failed(problem, reply.ms);
			}
			note(subject, undefined, reply.ms);
			const read = readServerReply(endpoint, reply.message, { at: Date.now(), ms: reply.ms });
			if (read === undefined) return failed(unreadable(subject), reply.ms);
			return { ok: true, value: read, at: read.at, ms: reply.ms };
		},
	};
}

const subjectOf = ({ subject }: SystemEndpoint, token: string): string =>
	`${systemRoot}.${subject.replace(/\{\w+\}/, () => token)}`;

const payloadOf = (body: object | undefined): string => (body === undefined ? '' : stringifyJson(body));

/** Servers without headers reply uncompressed. */
function headersFor(link: Link): readonly (readonly [string, string])[] {
	const status = link.status();
	return 'server' in status && status.server.headers ? acceptGzip : [];
}

const cancelled = (subject: string) => ({ kind: 'cancelled', subject, message: 'The request was cancelled.' }) as const;

function badServer(subject: string, fault: string): Problem {
	return { kind: 'bad-input', subject, message: `The id of the server ${fault}.`, advice: 'Nothing was sent.' };
}

function unreadable(subject: string): Problem {
	const message = `The reply to ${subject} is not that of a server.`;
	return { kind: 'malformed', subject, message, advice: 'Something else may answer on this subject.' };
}

async function gatherFrom(link: Link, endpoint: SystemEndpoint, subject: string, choices: GatherChoices) {
	const { expected, learn, early, signal } = choices;
	const started = performance.now();
	const came = new Map<string, ServerReply>();
	const replied = new Set<string>();
	const names = new Set(expected.names);
	// Unknown before the first reply that says it.
	let count = expected.count ?? (names.size === 0 ? Number.POSITIVE_INFINITY : names.size);
	let timer: NodeJS.Timeout | undefined;
	const missing = (): readonly string[] => [...names].filter((name) => !replied.has(name));
	const take = (message: Message): void => {
		const reply = readServerReply(endpoint, message, { at: Date.now(), ms: performance.now() - started });
		if (reply === undefined) return;
		came.set(reply.server.id, reply);
		replied.add(reply.server.name);
		const more = learn?.(reply);
		for (const name of more?.names ?? []) names.add(name);
		if (more?.count !== undefined) count = Math.max(count === Number.POSITIVE_INFINITY ? 0 : count, more.count);
	};
	const isLast = (message: Message, number: number): boolean => {
		take(message);
		clearTimeout(timer);
		const isWhole = missing().length === 0 && came.size >= count;
		if (!isWhole && early !== undefined) timer = setTimeout(() => early([...came.values()]), quietMs);
		return isWhole || number >= mostReplies;
	};
	const { problem, ms } = await link.gather(subject, payloadOf(choices.body), {
		isLast,
		quietMs: () => (missing().length > 0 ? Math.max(quietMs, Math.min(missingMs, link.target.timeoutMs)) : quietMs),
		headers: headersFor(link),
		isForeign: isPublishAck,
		...(signal && { signal }),
	});
	clearTimeout(timer);
	return { result: { replies: [...came.values()], missing: missing() }, problem, ms };
}
