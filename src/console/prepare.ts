import { isRecord } from '../format/is.ts';
import { parseJson } from '../format/json.ts';
import type { Version } from '../jetstream/endpoints/endpoint.ts';
import { type EndpointMatch, endpointOf } from '../jetstream/endpoints.ts';
import { ackAndNext, ackSubjectThen } from '../jetstream/preview/ack.ts';
import { wouldCrash } from '../jetstream/preview/crash.ts';
import { readByPreview } from '../jetstream/preview/from-preview.ts';
import type { PreviewAsked } from '../jetstream/preview/preview-asked.ts';
import { refusedThen } from '../jetstream/preview/refused-then.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { RawMessage } from '../jetstream/raw-door.ts';
import type { Api } from '../jetstream/request.ts';
import type { Features } from '../jetstream/server-features.ts';
import type { SubjectVerdict } from '../jetstream/subject-effect.ts';
import { type FilledIn, fillIn } from './fill-in.ts';
import type { Line } from './line.ts';
import { leadsElsewhere } from './reach.ts';
import { spokenThere } from './spoken-there.ts';
import type { Storing } from './storing.ts';
import { otherName, rawHint, typedBody } from './typed-body.ts';

/** A line that could be sent, with all that is known of it. */
export interface Prepared {
	readonly line: Line;
	readonly message: RawMessage;
	readonly verdict: SubjectVerdict;
	/** The payload as an object, its keys as the server spells them; for requests of the API. */
	readonly body?: Readonly<Record<string, unknown>>;
	/** It is sent as it stands, and what a server makes of it is not known. */
	readonly unread?: true;
	readonly notes: readonly string[];
	/** What was typed in the words of the technical preview, and is sent in those of today. */
	readonly preview?: PreviewAsked;
	readonly storing?: Storing;
	/** Of a line that listens: whether consumers deliver there, which somebody agreed to. Absent while nobody has looked. */
	readonly takes?: boolean;
}

/** Why nothing is sent: a sentence, and where in the line, from 1. */
export interface Refused {
	readonly refusal: string;
	readonly column?: number;
}

/**
 * Judges a line before anything is sent: what its subject is, whether its payload is one that the server takes.
 * @param payload read from its file, where it comes from one
 */
export function prepare(
	line: Line,
	payload: string,
	api: Pick<Api, 'prefix' | 'cli' | 'raw' | 'dialect' | 'written'>,
	features: Features,
): Prepared | Refused {
	const elsewhere = leadsElsewhere(line, api.cli);
	if (elsewhere !== undefined) return elsewhere;
	const meant = line.verb === 'subscribe' ? { line, payload } : filledIn(line, payload);
	if ('refusal' in meant) return refusedAt(line, meant.refusal, true);
	const prepared = spelled(meant.line, meant.payload, api, features);
	const isAsked = 'message' in prepared && line.verb === 'request' && api.dialect() === 'preview';
	return isAsked && isUnanswered(prepared.message) ? published(prepared) : prepared;
}

/** A line of the nats CLI with what that fills in; of all others it is told that they are sent as they stand. */
function filledIn(line: Line, payload: string): { readonly line: Line; readonly payload: string } | Refused {
	if (line.nats !== undefined) return { line, payload };
	const now = Date.now();
	const keep = (text: string): FilledIn => ({ text, filled: [] });
	const fill = (text: string): FilledIn => fillIn(text, now);
	const body = [line.subject, payload].map(line.fills === 'headers' ? keep : fill);
	const texts = [...body, ...line.headers.map(([, value]) => fill(value))];
	const refused = texts.find((each) => 'refusal' in each);
	const filled = [...new Set(texts.flatMap((each) => ('refusal' in each ? [] : each.filled)))].join(' ');
	if (line.fills === undefined)
		return filled === '' || line.literal ? { line, payload } : { line: withNote(line, asItStands(filled)), payload };
	if (refused !== undefined) return refused;
	const [subject = '', said = '', ...values] = texts.map((each) => ('refusal' in each ? '' : each.text));
	const headers = line.headers.map(([name], at) => [name, values[at] ?? ''] as const);
	const whole = filled === '' ? line : withNote(line, `Filled in, as nats does: ${filled}.`);
	return { line: { ...whole, subject, headers }, payload: said };
}

const withNote = (line: Line, note: string): Line => ({ ...line, notes: [...line.notes, note] });

const asItStands = (said: string): string =>
	`Sent as it stands: ${said} is filled in only in a line that begins with nats.`;

/** A preview server never answers these: that is no failure, and nothing to wait for. */
function isUnanswered({ subject, payload }: RawMessage): boolean {
	return ackSubjectThen(subject) !== undefined && payload !== ackAndNext;
}

function published({ line, notes, ...prepared }: Prepared): Prepared {
	const note = 'This server does not answer an acknowledgement: that it was sent is all that can be known.';
	return { ...prepared, line: { ...line, verb: 'publish' }, notes: [...notes, note] };
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
	if (gone !== undefined) return refusedAt(line, gone, false);
	const early = notYet(line, verdict, api, features);
	if (early !== undefined) return refusedAt(line, early, false);
	const said = spokenThere({ line, payload, verdict }, api, features);
	if (said === undefined) return judge(line, { subject, payload, headers }, verdict, features);
	if ('refusal' in said) return refusedAt(line, said.refusal, said.inPayload);
	const message: RawMessage = { subject: said.subject, payload: said.payload, headers };
	const judged = judge(line, message, api.raw.verdict(said.subject, headers), features);
	if ('refusal' in judged) return judged;
	const endpoint = verdict.preview && verdict.match?.endpoint.id;
	const notes = [...said.notes, ...judged.notes];
	if (endpoint === undefined) return { ...judged, notes };
	const refused = refusedThen(endpoint, payload, judged.body);
	return { ...judged, notes, preview: { subject, payload, endpoint, ...(refused && { refused }) } };
}

/** What the server at the other end no longer knows it does not answer either. */
function goneSince(
	{ raw, verb }: Line,
	{ match, before, preview }: SubjectVerdict,
	prefix: string,
	{ supports, version }: Features,
): string | undefined {
	const { gone, went, title } = match?.endpoint ?? {};
	if (raw || verb === 'subscribe' || gone === undefined || !supports(gone)) return undefined;
	if (preview !== true && before !== prefix) return undefined;
	const what = went === undefined ? `“${title}” is` : `${went} are`;
	return `${what} gone from ${gone} on; this server is ${version}.`;
}

/** What the server at the other end does not know yet it does not answer: it is told by which version, patches aside. */
function notYet(
	{ raw, verb }: Line,
	{ match, before }: SubjectVerdict,
	{ prefix, dialect }: Pick<Api, 'prefix' | 'dialect'>,
	{ supports, version }: Features,
): string | undefined {
	if (raw || verb === 'subscribe' || match === undefined || before !== prefix || dialect() === 'preview')
		return undefined;
	const { since, title } = match.endpoint;
	if (version === undefined || supports(lineOf(since))) return undefined;
	return `“${title}” came with nats-server ${since}; this server is ${version}.${rawHint}`;
}

const lineOf = (version: Version): Version => version.split('.').slice(0, 2).join('.') as Version;

function judge(line: Line, message: RawMessage, verdict: SubjectVerdict, features: Features): Prepared | Refused {
	const { payload } = message;
	if (line.verb === 'subscribe') return { line, message, verdict, notes: line.notes };
	if (verdict.refusal !== undefined) return { refusal: verdict.refusal, column: line.subjectAt + 1 };
	if (line.watchMs !== undefined && verdict.effect !== 'read' && verdict.effect !== 'publish')
		return { refusal: 'Only what changes nothing can be watched.', column: line.subjectAt + 1 };
	const { match } = verdict;
	const crash = wouldCrash(message);
	if (crash !== undefined) return refusedAt(line, crash, true);
	if (match === undefined) return { line, message, verdict, notes: [...line.notes, ...withoutPrefix(verdict, line)] };
	if (line.raw) return { line, message, verdict, ...understood(message, verdict, match, features), notes: line.notes };
	if (verdict.preview) return inPreview(line, message, verdict, match);
	const read = typedBody(match, payload, features);
	if ('refusal' in read) return refusedAt(line, read.refusal, true);
	const { body, notes } = read;
	return { line, message, verdict, ...(body !== undefined && { body }), notes: [...line.notes, ...notes] };
}

/** What a payload says that goes unchecked: what it changes is told all the same. */
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

/** Documentation leaves out what stands before all requests of the API. */
function withoutPrefix({ match, effect }: SubjectVerdict, { subject }: Line): readonly string[] {
	if (match !== undefined || effect !== 'publish' || endpointOf(subject) === undefined) return [];
	return [`Sent as it is: a request of the API has $JS.API. before ${subject}.`];
}

/** On a server of the technical preview: the payload is as typed, and what it means is known. */
function inPreview(line: Line, message: RawMessage, verdict: SubjectVerdict, match: EndpointMatch): Prepared | Refused {
	const read = readByPreview(match, message.payload);
	if (!read.ok) return refusedAt(line, `${read.message}${rawHint}`, true);
	const parsed = parseJson(read.payload);
	const body = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
	const mismatch = body && otherName(match, body);
	if (mismatch !== undefined) return refusedAt(line, `${mismatch}${rawHint}`, true);
	return { line, message, verdict, ...(body !== undefined && { body }), notes: [...line.notes, ...read.notes] };
}

function refusedAt({ payload, subjectAt, nats }: Line, sentence: string, inPayload: boolean): Refused {
	// A command of the nats CLI is sent as what it means, or not at all.
	const refusal = nats === undefined ? sentence : sentence.replace(rawHint, '');
	if (!inPayload) return { refusal, column: subjectAt + 1 };
	// Broken JSON is told with its own line and column.
	return payload === undefined || /^The payload, line \d/.test(refusal)
		? { refusal }
		: { refusal, column: payload.at + 1 };
}

/** How long one reply may take: a list has at least 5 s, for in a cluster it may take 4, and a pull as long as it waits. */
export function patienceOf({ line, verdict, body }: Prepared, timeoutMs: number): number {
	const { endpoint } = verdict.match ?? {};
	const pullMs = endpoint?.id === 'consumer.next' ? Number(body?.expires ?? 0) / 1e6 + spareMs : 0;
	return line.timeoutMs ?? Math.max(timeoutMs, (endpoint?.gatherMs ?? 0) * 1.25, pullMs);
}

/** A pull ends by a word of the server, which comes once its time is over. */
const spareMs = 1_000;

/** That silence after replies to `--replies all` is how such a request ends, and no failure. */
export function isEnd(problem: Problem | undefined, { line }: Prepared, came: number): boolean {
	return problem?.kind === 'timeout' && line.replies === 'all' && came > 0;
}
