import { parseJson } from '../../format/json.ts';
import { type EndpointMatch, endpointOf } from '../../jetstream/endpoints.ts';
import { isRecord } from '../../jetstream/fields/normal.ts';
import { wouldCrash } from '../../jetstream/preview/crash.ts';
import { fromPreview } from '../../jetstream/preview/from-preview.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { RawMessage } from '../../jetstream/raw-door.ts';
import type { Api } from '../../jetstream/request.ts';
import { readRequestBody } from '../../jetstream/request-body.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { SubjectVerdict } from '../../jetstream/subject-effect.ts';
import type { Line } from './line.ts';
import { spokenThere } from './spoken-there.ts';

/** A line that could be sent, with all that is known of it. */
export interface Prepared {
	readonly line: Line;
	readonly message: RawMessage;
	readonly verdict: SubjectVerdict;
	/** The payload as an object, its keys as the server spells them; for requests of the API. */
	readonly body?: Readonly<Record<string, unknown>>;
	readonly notes: readonly string[];
	/** What was typed in the words of the technical preview, and is sent in those of today. */
	readonly preview?: PreviewAsked;
	/** Streams that store what is sent. */
	readonly storing?: readonly string[];
}

/** A request of the technical preview, and the endpoint that answers it today. */
export interface PreviewAsked {
	readonly subject: string;
	readonly endpoint: string;
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
	api: Pick<Api, 'prefix' | 'raw' | 'dialect' | 'written'>,
	features: Features,
): Prepared | Refused {
	const { subject, headers } = line;
	const verdict = api.raw.verdict(subject, headers);
	const said = spokenThere({ line, payload, verdict }, api);
	if (said === undefined) return judge(line, { subject, payload, headers }, verdict, features);
	if ('refusal' in said) return refusedAt(line, said.refusal, said.inPayload);
	const message: RawMessage = { subject: said.subject, payload: said.payload, headers };
	const judged = judge(line, message, api.raw.verdict(said.subject, headers), features);
	if ('refusal' in judged) return judged;
	const preview = verdict.preview && verdict.match && { subject, endpoint: verdict.match.endpoint.id };
	return { ...judged, notes: [...said.notes, ...judged.notes], ...(preview && { preview }) };
}

function judge(line: Line, message: RawMessage, verdict: SubjectVerdict, features: Features): Prepared | Refused {
	const { payload } = message;
	if (line.verb === 'subscribe') return { line, message, verdict, notes: line.notes };
	if (verdict.refusal !== undefined) return { refusal: verdict.refusal, column: line.subjectAt + 1 };
	if (line.watchMs !== undefined && verdict.effect !== 'read' && verdict.effect !== 'publish')
		return { refusal: 'Only what changes nothing can be watched.', column: line.subjectAt + 1 };
	const { match } = verdict;
	const crash = wouldCrash(message);
	if (crash !== undefined) return refusedAt(line, crash, true);
	if (match === undefined || line.raw)
		return { line, message, verdict, notes: [...line.notes, ...withoutPrefix(verdict, line)] };
	if (verdict.preview) return inPreview(line, message, verdict, match);
	const read = readRequestBody(match.endpoint, payload, features);
	if (!read.ok) {
		const hint = /is no field|are no fields/.test(read.message) ? ' --raw sends it as it is.' : '';
		return refusedAt(line, read.message + hint, true);
	}
	const { body, notes } = read;
	const mismatch = body && otherName(match, body);
	if (mismatch !== undefined) return refusedAt(line, mismatch, true);
	return { line, message, verdict, ...(body !== undefined && { body }), notes: [...line.notes, ...notes] };
}

/** Documentation leaves out what stands before all requests of the API. */
function withoutPrefix({ match, effect }: SubjectVerdict, { subject }: Line): readonly string[] {
	if (match !== undefined || effect !== 'publish' || endpointOf(subject) === undefined) return [];
	return [`Sent as it is: a request of the API has $JS.API. before ${subject}.`];
}

/** On a server of the technical preview: the payload is as typed, and what it means is known. */
function inPreview(line: Line, message: RawMessage, verdict: SubjectVerdict, match: EndpointMatch): Prepared | Refused {
	const read = fromPreview(match, message.payload);
	if (!read.ok) return refusedAt(line, `${read.message} --raw sends it as it is.`, true);
	const parsed = parseJson(read.payload);
	const body = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
	return { line, message, verdict, ...(body !== undefined && { body }), notes: line.notes };
}

function refusedAt({ payload, subjectAt }: Line, refusal: string, inPayload: boolean): Refused {
	if (!inPayload) return { refusal, column: subjectAt + 1 };
	// Broken JSON is told with its own line and column.
	return payload === undefined || /^The payload, line \d/.test(refusal)
		? { refusal }
		: { refusal, column: payload.at + 1 };
}

/** Where a request names its stream or consumer in the subject and in the payload, servers refuse any difference. */
function otherName({ endpoint, params }: EndpointMatch, body: Readonly<Record<string, unknown>>): string | undefined {
	const config = isRecord(body.config) ? body.config : {};
	const pairs: readonly (readonly [key: string, said: unknown, wanted: string | undefined, needed: boolean])[] =
		endpoint.request.configIsBody === true
			? [['name', body.name, params.stream, true]]
			: endpoint.id.startsWith('consumer.create')
				? [
						['stream_name', body.stream_name, params.stream, true],
						['config.name', config.name, params.consumer, false],
						['config.durable_name', config.durable_name, params.consumer, endpoint.id === 'consumer.create.durable'],
					]
				: [];
	const wrong = pairs.find(
		([, said, wanted, needed]) =>
			wanted !== undefined && (said === undefined || said === '' ? needed : said !== wanted),
	);
	if (wrong === undefined) return undefined;
	const [key, said, wanted] = wrong;
	const is = said === undefined || said === '' ? 'is missing' : `is ${JSON.stringify(said)}`;
	return `${key} ${is}, and the subject names ${wanted}: servers refuse that.`;
}

/** How long one reply may take: a list has at least 5 s, for in a cluster it may take 4. */
export function patienceOf({ line, verdict }: Prepared, timeoutMs: number): number {
	return line.timeoutMs ?? Math.max(timeoutMs, (verdict.match?.endpoint.gatherMs ?? 0) * 1.25);
}

/** That silence after replies to `--replies all` is how such a request ends, and no failure. */
export function isEnd(problem: Problem | undefined, { line }: Prepared, came: number): boolean {
	return problem?.kind === 'timeout' && line.replies === 'all' && came > 0;
}
