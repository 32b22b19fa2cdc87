import { stringifyJson } from '../format/json.ts';
import type { CliReach } from '../nats/cli-reach.ts';
import type { GatherOptions, Link, Message, RequestOptions } from '../nats/link.ts';
import { type Acknowledgement, acknowledge } from './acknowledge.ts';
import { apiProblem, linkProblem, malformedProblem } from './advice.ts';
import type { ApiOptions } from './api-options.ts';
import { apiPrefix } from './api-prefix.ts';
import { decodeReply } from './decode.ts';
import { type Dialect, dialectsOf } from './dialect.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { type EndpointId, endpointById, type MessagesEndpointId, type ParamsOf } from './endpoints.ts';
import type { PagedId, PageItems } from './page-entries.ts';
import { type PagesAnswer, type PagesOptions, readPages } from './pages.ts';
import { acknowledgePreview, ackToPreview } from './preview/acknowledge-preview.ts';
import { askPreview, unsupported } from './preview/ask-preview.ts';
import { toPreview } from './preview/to-preview.ts';
import { type Answer, failed, type Problem, readOnlyProblem } from './problem.ts';
import { isPublishAck } from './publish-ack.ts';
import { openRawDoor, type RawDoor } from './raw-door.ts';
import { ReaderConsumers } from './reader-consumers.ts';
import type { Ask, AskOptions, ReplyOf } from './replies.ts';
import { countTakers, type StoredAt, type StoringMessage, storeMessage, withoutBuckets } from './store-message.ts';
import { buildSubject, type SubjectResult } from './subject.ts';
import { openServers, type Servers } from './system/servers.ts';

/** The messages that came, statuses included; `problem` if the last one did not come. */
export interface Received {
	readonly messages: readonly Message[];
	readonly problem?: Problem;
	readonly ms: number;
}

/** A request ready to send. */
export type Written =
	| { readonly ok: true; readonly subject: string; readonly payload: string }
	| Extract<SubjectResult, { ok: false }>;

/** The only door to the JetStream API of a connection. Nothing here rejects: failures are values. */
export interface Api {
	/** The prefix of `STREAM.INFO.…`, without a trailing dot. */
	readonly prefix: string;
	/** The JetStream domain that requests go to, empty for none; undefined where that is unknown: not connected, or behind an API prefix. */
	readonly domain: () => string | undefined;
	/** What makes a line of the nats CLI go to the same server and account. */
	readonly cli: CliReach;
	readonly readOnly: boolean;
	/** The dialect of the server, if known. */
	readonly dialect: () => Dialect;
	/** The same, but asks the server where necessary. */
	readonly dialectKnown: () => Promise<Dialect>;
	/** For subjects that a person typed. */
	readonly raw: RawDoor;
	/** For requests to servers, over the same connection. */
	readonly servers: Servers;
	/**
	 * The full subject and payload of a request, in the dialect of the server. A name that cannot be part of a
	 * subject gives `bad-input`, and what the dialect does not have gives `unsupported`.
	 */
	written<Id extends EndpointId>(id: Id, params: ParamsOf<Id>, body?: object): Written;
	/** An acknowledgement in the dialect of the server, or `unsupported`. */
	writtenAck(acknowledgement: Acknowledgement): Written;
	/** One request; a list has at least 5 s, for in a cluster it may take 4. */
	readonly request: Ask;
	/** One request whose replies are messages. Messages that came before a failure are kept: they count as delivered. */
	receive<Id extends MessagesEndpointId>(
		id: Id,
		params: ParamsOf<Id>,
		body: object | undefined,
		options: Pick<GatherOptions, 'isLast' | 'timeoutMs' | 'signal'>,
	): Promise<Received>;
	/**
	 * Acknowledges a delivered message: `+ACK`, `-NAK`, `+TERM`, `+WPI` to the reply subject of
	 * the message. Resolves with the server's confirmation.
	 */
	acknowledge(
		reply: string,
		payload: string,
		options?: Pick<RequestOptions, 'timeoutMs' | 'signal'>,
	): Promise<Answer<undefined>>;
	/** Stores a message in a bucket: a value of a key, or a part of an object. Resolves with the acknowledgement of its stream. */
	store(message: StoringMessage, options?: Pick<RequestOptions, 'timeoutMs' | 'signal'>): Promise<Answer<StoredAt>>;
	/** How many streams would store a message with this subject of a bucket; 0 if nobody knows. */
	takers(subject: string): Promise<number>;
	/** Every entry of a paged endpoint; fails as a whole when a page fails. For `stream.info` give `subjects_filter`. */
	pages<Id extends PagedId, Kept = PageItems[Id]>(
		id: Id,
		params: ParamsOf<Id>,
		body?: object,
		options?: PagesOptions<Id, Kept>,
	): Promise<PagesAnswer<Id, Kept>>;
}

function domainOf(link: Link): string | undefined {
	const { domain, apiPrefix: given } = link.target;
	if (domain !== undefined || given !== undefined) return domain;
	const now = link.status();
	return 'server' in now ? (now.server.domain ?? '') : undefined;
}

/** Opens the door on a link. The prefix follows the link's target: its API prefix, else its domain, else `$JS.API`. */
export function openApi(link: Link, options: ApiOptions): Api {
	const prefix = apiPrefix(link.target);
	const dialects = dialectsOf(link);
	const readers = new ReaderConsumers();
	const written: Api['written'] = (id, params, body) => {
		const target = buildSubject(prefix, id, params);
		if (!target.ok) return target;
		if (dialects.now() === 'current') return { ...target, payload: body === undefined ? '' : stringifyJson(body) };
		const preview = toPreview(id, params, body as Readonly<Record<string, unknown>> | undefined);
		return preview.ok ? preview : { ok: false, problem: unsupported(id, preview.message) };
	};
	/** The subject to send to, or why nothing may be sent. */
	const pass = <Id extends EndpointId>(id: Id, params: ParamsOf<Id>, body: object | undefined): SubjectResult => {
		const target = buildSubject(prefix, id, params);
		if (!target.ok) return target;
		const readOnly = options.readOnly && !readers.allow(id, params, body);
		const problem = refusalOf(endpointById(id), target.subject, body, readOnly);
		return problem === undefined ? target : { ok: false, problem };
	};
	const request: Ask = async (id, params, body, { leastMs = 0, ...requestOptions } = {}) => {
		const endpoint = endpointById(id);
		const target = pass(id, params, body);
		if (!target.ok) return notSent(target.problem);
		const { subject } = target;
		const patience: AskOptions = { timeoutMs: Math.max(leastMs, patienceOf(endpoint, link)), ...requestOptions };
		const answer = (
			(await dialects.known()) === 'preview'
				? await askPreview(link, { id, params, body }, patience)
				: await askCurrent(link, endpoint, { subject, body }, patience)
		) as Answer<ReplyOf<typeof id>>;
		const note = { endpoint: id, subject: answer.ok ? subject : answer.problem.subject, ok: answer.ok, ms: answer.ms };
		options.onAnswer?.(answer.ok ? note : { ...note, problem: answer.problem });
		return answer;
	};
	const receive: Api['receive'] = async (id, params, body, gatherOptions) => {
		const target = pass(id, params, body);
		if (!target.ok) return { messages: [], problem: target.problem, ms: 0 };
		await dialects.known();
		const spelled = written(id, params, body);
		if (!spelled.ok) return { messages: [], problem: spelled.problem, ms: 0 };
		const { subject, payload } = spelled;
		const {
			messages,
			problem: why,
			ms,
		} = await link.gather(subject, payload, { ...gatherOptions, isForeign: isPublishAck });
		const problem = why && linkProblem(endpointById(id), subject, why, link);
		options.onAnswer?.({ endpoint: id, subject, ok: why === undefined, ms, ...(problem && { problem }) });
		return { messages, ms, ...(problem && { problem }) };
	};
	return {
		prefix,
		domain: () => domainOf(link),
		cli: link.target.cli,
		readOnly: options.readOnly,
		dialect: dialects.now,
		dialectKnown: dialects.known,
		raw: openRawDoor(link, prefix, options.readOnly),
		servers: openServers(link, options),
		written,
		writtenAck: (ack) =>
			dialects.now() === 'preview' ? ackToPreview(ack) : { ok: true, subject: ack.reply, payload: ack.payload },
		request,
		receive,
		acknowledge: (reply, payload, ackOptions) =>
			dialects.now() === 'preview'
				? acknowledgePreview(link, options.readOnly, { reply, payload })
				: acknowledge(link, options.readOnly, { reply, payload }, ackOptions),
		store: async (message, storeOptions) =>
			(await dialects.known()) === 'preview'
				? notSent(withoutBuckets(message.subject))
				: storeMessage(link, options.readOnly, message, storeOptions),
		takers: async (subject) =>
			(await dialects.known()) === 'preview' ? 0 : countTakers(link, options.readOnly, subject),
		pages: (id, params, body, pagesOptions) => readPages(request, id, params, body, pagesOptions),
	};
}

async function askCurrent(
	link: Link,
	endpoint: Endpoint,
	{ subject, body }: { readonly subject: string; readonly body: object | undefined },
	options: AskOptions,
): Promise<Answer<object>> {
	const payload = body === undefined ? '' : stringifyJson(body);
	if (endpoint.everyServer) return askEvery(link, endpoint, { subject, payload }, options);
	const { onReply, ...patience } = options;
	const reply = await link.request(subject, payload, { ...patience, isForeign: isPublishAck });
	if (!reply.ok) return failed(linkProblem(endpoint, subject, reply.problem, link), reply.ms);
	onReply?.(reply.message);
	return answerOf(endpoint, subject, reply.message.data, reply.ms);
}

/** How long after a reply the next server may take. */
const quietMs = 1000;

/** The answer of a server that carried it out, if one did; `onReply` has those of the others too. */
async function askEvery(
	link: Link,
	endpoint: Endpoint,
	{ subject, payload }: { readonly subject: string; readonly payload: string },
	{ onReply, ...patience }: AskOptions,
): Promise<Answer<object>> {
	const { messages, problem, ms } = await link.gather(subject, payload, {
		...patience,
		isLast: () => false,
		quietMs: () => quietMs,
		isForeign: isPublishAck,
	});
	for (const message of messages) onReply?.(message);
	const answers = messages.map(({ data }) => answerOf(endpoint, subject, data, ms));
	const found = answers.find(({ ok }) => ok) ?? answers[0];
	if (found !== undefined) return found;
	const silence = problem ?? { kind: 'timeout', subject, message: `No reply on ${subject}.` };
	return failed(linkProblem(endpoint, subject, silence, link), ms);
}

/** A server waits for leaders before it returns a list; a shorter timeout would lose the whole page. */
function patienceOf({ gatherMs = 0 }: Endpoint, { target }: Link): number {
	return Math.max(target.timeoutMs, gatherMs * 1.25);
}

const notSent = (problem: Problem): Answer<never> => failed(problem, 0);

/** Why a request may not leave the program at all. */
function refusalOf(
	endpoint: Endpoint,
	subject: string,
	body: object | undefined,
	readOnly: boolean,
): Problem | undefined {
	if (readOnly && endpoint.effect !== 'read') return readOnlyProblem(subject);
	const rule = bodyRule(endpoint, body);
	if (rule === undefined) return undefined;
	return { kind: 'bad-input', subject, message: `${subject} ${rule}.`, advice: 'Nothing was sent.' };
}

function bodyRule(endpoint: Endpoint, body: object | undefined): string | undefined {
	if (body === undefined) return endpoint.request.body === 'required' ? 'needs a request body' : undefined;
	return endpoint.request.body === 'empty-only' ? 'takes no request body' : undefined;
}

function answerOf(endpoint: Endpoint, subject: string, data: Uint8Array, ms: number): Answer<object> {
	const decoded = decodeReply(endpoint, data);
	switch (decoded.kind) {
		case 'value':
			// decode checked the type of the envelope and the shape of its fields.
			return { ok: true, value: decoded.value, at: Date.now(), ms };
		case 'error':
			return failed(apiProblem(subject, decoded.error), ms);
		case 'malformed':
			return failed(malformedProblem(subject, decoded.reason), ms);
		default:
			return decoded satisfies never;
	}
}
