import type { EndpointMatch } from '../../jetstream/endpoints.ts';
import { isRecord } from '../../jetstream/fields/normal.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { RawMessage } from '../../jetstream/raw-door.ts';
import { readRequestBody } from '../../jetstream/request-body.ts';
import type { Features } from '../../jetstream/server-features.ts';
import type { SubjectVerdict } from '../../jetstream/subject-effect.ts';
import type { Line } from './line.ts';

/** A line that could be sent, with all that is known of it. */
export interface Prepared {
	readonly line: Line;
	readonly message: RawMessage;
	readonly verdict: SubjectVerdict;
	/** The payload as an object, its keys as the server spells them; for requests of the API. */
	readonly body?: Readonly<Record<string, unknown>>;
	readonly notes: readonly string[];
	/** Streams that store what is sent. */
	readonly storing?: readonly string[];
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
	verdictOf: (subject: string, headers: Line['headers']) => SubjectVerdict,
	features: Features,
): Prepared | Refused {
	const { subject, headers } = line;
	const message: RawMessage = { subject, payload, headers };
	const verdict = verdictOf(subject, headers);
	if (line.verb === 'subscribe') return { line, message, verdict, notes: line.notes };
	if (verdict.refusal !== undefined) return { refusal: verdict.refusal, column: line.subjectAt + 1 };
	if (line.watchMs !== undefined && verdict.effect !== 'read')
		return { refusal: 'Only what is known to read can be watched.', column: line.subjectAt + 1 };
	const { match } = verdict;
	if (match === undefined || verdict.preview || line.raw) return { line, message, verdict, notes: line.notes };
	const read = readRequestBody(match.endpoint, payload, features);
	if (!read.ok) {
		const hint = /is no field|are no fields/.test(read.message) ? ' --raw sends it as it is.' : '';
		return { refusal: read.message + hint, ...(line.payload !== undefined && { column: line.payload.at + 1 }) };
	}
	const { body, notes } = read;
	const mismatch = body && otherName(match, body);
	if (mismatch !== undefined)
		return { refusal: mismatch, ...(line.payload !== undefined && { column: line.payload.at + 1 }) };
	return { line, message, verdict, ...(body !== undefined && { body }), notes: [...line.notes, ...notes] };
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
