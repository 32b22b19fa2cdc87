import { isRecord } from '../format/is.ts';
import { parseJson } from '../format/json.ts';
import type { Version } from '../jetstream/endpoints/endpoint.ts';
import { type EndpointMatch, endpointOfSubject } from '../jetstream/endpoints.ts';
import { ackAndNext, ackSubjectThen } from '../jetstream/preview/ack.ts';
import { wouldCrash } from '../jetstream/preview/crash.ts';
import { readByPreview } from '../jetstream/preview/from-preview.ts';
import type { PreviewAsked } from '../jetstream/preview/preview-asked.ts';
import { refusalByPayload } from '../jetstream/preview/refusals.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { RawMessage } from '../jetstream/raw-door.ts';
import type { Api } from '../jetstream/request.ts';
import { type Features, supports, versionInWords } from '../jetstream/server-features.ts';
import type { SubjectVerdict } from '../jetstream/subject-effect.ts';
import { expandTemplates } from './expand-template.ts';
import type { Note } from './note.ts';
import type { Line } from './parsed-line.ts';
import { otherServer } from './server-flags.ts';
import type { Storing } from './storing.ts';
import { translateRequest } from './translate-request.ts';
import { otherName, type Refusal, refusalOf, typedBody } from './typed-body.ts';

/** A line that can be sent, with all that is known about it. */
export interface Prepared {
	readonly line: Line;
	readonly message: RawMessage;
	readonly verdict: SubjectVerdict;
	/** The payload as an object, its keys as the server spells them; for requests of the API. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** It is sent unchanged, and its effect is unknown. */
	readonly unread?: true;
	readonly notes: readonly Note[];
	/** A typed request of the technical preview that is sent in its current form. */
	readonly preview?: PreviewAsked;
	readonly storing?: Storing;
	/** For a subscription: whether consumers deliver there, which somebody confirmed. Absent until checked. */
	readonly takes?: boolean;
}

/** Why nothing is sent: a sentence, and where in the line, from 1. */
export interface Refused {
	readonly refusal: string;
	readonly column?: number;
}

/**
 ** Checks a line before anything is sent: the effect of its subject, and whether the server accepts its payload.
 ** @param payload read from its file, if it has one
 */
export function prepare(
	line: Line,
	payload: string,
	api: Pick<Api, 'prefix' | 'cli' | 'raw' | 'dialect' | 'written'>,
	features: Features,
): Prepared | Refused {
	const elsewhere = otherServer(line, api.cli);
	if (elsewhere !== undefined) return elsewhere;
	const meant = line.verb === 'subscribe' ? { line, payload } : filledIn(line, payload);
	if ('refusal' in meant) return refusedAt(line, meant, true);
	const prepared = spelled(meant.line, meant.payload, api, features);
	const isAsked = 'message' in prepared && line.verb === 'request' && api.dialect() === 'preview';
	return isAsked && isUnanswered(prepared.message) ? published(prepared) : prepared;
}

/** Expands a line of the nats CLI; any other line is sent unchanged. */
function filledIn(line: Line, payload: string): { readonly line: Line; readonly payload: string } | Refused {
	if (line.fills === undefined) return { line, payload };
	const body = [line.subject, payload].map((text) => (line.fills === 'headers' ? { text } : expandTemplates(text)));
	const texts = [...body, ...line.headers.map(([, value]) => expandTemplates(value))];
	const refused = texts.find((each) => 'refusal' in each);
	if (refused !== undefined) return refused;
	const [subject = '', said = '', ...values] = texts.map((each) => ('refusal' in each ? '' : each.text));
	return {
		line: { ...line, subject, headers: line.headers.map(([name], at) => [name, values[at] ?? '']) },
		payload: said,
	};
}

/** A preview server never replies to these, which is no failure. */
function isUnanswered({ subject, payload }: RawMessage): boolean {
	return ackSubjectThen(subject) !== undefined && payload !== ackAndNext;
}

function published({ line, notes, ...prepared }: Prepared): Prepared {
	return { ...prepared, line: { ...line, verb: 'publish' }, notes: [...notes, { kind: 'unanswered' }] };
}

function spelled(
	line: Line,
	payload: string,
	api: Pick<Api, 'prefix' | 'raw' | 'dialect' | 'written'>,
	features: Features,
): Prepared | Refused {
	const { subject, headers } = line;
	const verdict = api.raw.verdict(subject, headers);
	const gone = goneSince(line, verdict, api.prefix, features);
	if (gone !== undefined) return refusedAt(line, { refusal: gone }, false);
	const early = notYet(line, verdict, api, features);
	if (early !== undefined) return refusedAt(line, { refusal: early, mayPass: true }, false);
	const said = translateRequest({ line, payload, verdict }, api, features);
	if (said === undefined) return judge(line, { subject, payload, headers }, verdict, features);
	if ('refusal' in said) return refusedAt(line, said, said.inPayload);
	const message: RawMessage = { subject: said.subject, payload: said.payload, headers };
	const judged = judge(line, message, api.raw.verdict(said.subject, headers), features);
	if ('refusal' in judged) return judged;
	const endpoint = verdict.preview && verdict.match?.endpoint.id;
	const notes = [...said.notes, ...judged.notes];
	if (endpoint === undefined) return { ...judged, notes };
	const refused = refusalByPayload(endpoint, payload, judged.body);
	return { ...judged, notes, preview: { subject, payload, endpoint, ...(refused && { refused }) } };
}

/** A server does not reply to requests that it no longer supports. */
function goneSince(
	{ raw, verb }: Line,
	{ match, before, preview }: SubjectVerdict,
	prefix: string,
	features: Features,
): string | undefined {
	const { gone, went, title } = match?.endpoint ?? {};
	if (raw || verb === 'subscribe' || gone === undefined || !supports(features, gone)) return undefined;
	if (preview !== true && before !== prefix) return undefined;
	const what = went === undefined ? `“${title}” is` : `${went} are`;
	return `${what} not supported from ${gone} on; this server is ${versionInWords(features)}.`;
}

/** A server does not reply to requests of later lines. */
function notYet(
	{ raw, verb }: Line,
	{ match, before }: SubjectVerdict,
	{ prefix, dialect }: Pick<Api, 'prefix' | 'dialect'>,
	features: Features,
): string | undefined {
	if (raw || verb === 'subscribe' || match === undefined || before !== prefix || dialect() === 'preview')
		return undefined;
	const { since, title } = match.endpoint;
	if (features.version === undefined || supports(features, lineOf(since))) return undefined;
	return `“${title}” needs nats-server ${since}; this server is ${versionInWords(features)}.`;
}

const lineOf = (version: Version): Version => version.split('.').slice(0, 2).join('.') as Version;

function judge(line: Line, message: RawMessage, verdict: SubjectVerdict, features: Features): Prepared | Refused {
	const { payload } = message;
	if (line.verb === 'subscribe') return { line, message, verdict, notes: line.notes };
	if (verdict.refusal !== undefined) return { refusal: verdict.refusal, column: line.subjectAt + 1 };
	if (line.watchMs !== undefined && verdict.effect !== 'read' && verdict.effect !== 'publish')
		return { refusal: 'jetdeck watches only requests that change nothing.', column: line.subjectAt + 1 };
	const { match } = verdict;
	const crash = wouldCrash(message);
	if (crash !== undefined) return refusedAt(line, { refusal: crash }, true);
	if (match === undefined) return { line, message, verdict, notes: [...line.notes, ...withoutPrefix(verdict, line)] };
	if (line.raw) return { line, message, verdict, ...understood(message, verdict, match, features), notes: line.notes };
	if (verdict.preview) return inPreview(line, message, verdict, match);
	const read = typedBody(match, payload, features);
	if ('refusal' in read) return refusedAt(line, read, true);
	const { body, notes } = read;
	return { line, message, verdict, ...(body !== undefined && { body }), notes: [...line.notes, ...notes] };
}

/** Reads an unchecked payload to show what it changes. */
function understood(
	{ payload }: RawMessage,
	{ preview }: SubjectVerdict,
	match: EndpointMatch,
	features: Features,
): Pick<Prepared, 'body' | 'unread'> {
	const said = preview ? readByPreview(match, payload) : ({ ok: true, payload } as const);
	const read = said.ok ? typedBody(match, said.payload, features) : { refusal: said.message };
	if ('refusal' in read) return { unread: true };
	return read.body === undefined ? {} : { body: read.body };
}

/** Documentation leaves out the prefix of the API. */
function withoutPrefix({ match, effect }: SubjectVerdict, { subject }: Line): readonly Note[] {
	if (match !== undefined || effect !== 'publish' || endpointOfSubject(subject) === undefined) return [];
	return [{ kind: 'without-prefix', subject }];
}

/** On a preview server the payload is sent as typed, and its meaning is known. */
function inPreview(line: Line, message: RawMessage, verdict: SubjectVerdict, match: EndpointMatch): Prepared | Refused {
	const read = readByPreview(match, message.payload);
	if (!read.ok) return refusedAt(line, { ...refusalOf(read), mayPass: true }, true);
	const parsed = parseJson(read.payload);
	const body = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
	const mismatch = body && otherName(match, body);
	if (mismatch !== undefined) return refusedAt(line, { refusal: mismatch, mayPass: true }, true);
	return { line, message, verdict, ...(body !== undefined && { body }), notes: [...line.notes, ...read.notes] };
}

function refusedAt(
	{ payload, subjectAt, nats }: Line,
	{ refusal: why, mayPass, isPlaced }: Refusal,
	inPayload: boolean,
): Refused {
	// A command of the nats CLI is translated or not sent.
	const refusal = mayPass && nats === undefined ? `${why} --raw sends it unchanged.` : why;
	if (!inPayload) return { refusal, column: subjectAt + 1 };
	return payload === undefined || isPlaced ? { refusal } : { refusal, column: payload.at + 1 };
}

/** How long one reply may take: a list at least 5 s, because a cluster may need 4, a pull as long as it waits. */
export function patienceOf({ line, verdict, body }: Prepared, timeoutMs: number): number {
	const { endpoint } = verdict.match ?? {};
	const pullMs = endpoint?.id === 'consumer.next' ? Number(body?.expires ?? 0) / 1e6 + spareMs : 0;
	return line.timeoutMs ?? Math.max(timeoutMs, (endpoint?.gatherMs ?? 0) * 1.25, pullMs);
}

/** A status of the server ends a pull when its time is over. */
const spareMs = 1_000;

/** A request with `--replies all` ends with silence, which is no failure. */
export function isEnd(problem: Problem | undefined, { line }: Prepared, came: number): boolean {
	return problem?.kind === 'timeout' && line.replies === 'all' && came > 0;
}
