import { parseJson } from '../../format/json.ts';
import { isRecord } from '../../jetstream/fields/normal.ts';
import { ackFromPreview } from '../../jetstream/preview/ack.ts';
import { fromPreview } from '../../jetstream/preview/from-preview.ts';
import { toPreview } from '../../jetstream/preview/to-preview.ts';
import type { Api } from '../../jetstream/request.ts';
import type { SubjectVerdict } from '../../jetstream/subject-effect.ts';
import type { Line } from './line.ts';

/** A request that was typed in the other dialect than that of the server, as it is sent. */
export type Spoken =
	| { readonly subject: string; readonly payload: string; readonly notes: readonly string[] }
	| { readonly refusal: string; readonly inPayload: boolean };

interface Typed {
	readonly line: Line;
	readonly payload: string;
	readonly verdict: SubjectVerdict;
}

/** Undefined where a line is in the dialect of the server, in none, or to be sent as it is. */
export function spokenThere(typed: Typed, api: Pick<Api, 'dialect' | 'written' | 'prefix'>): Spoken | undefined {
	if (typed.line.raw || typed.line.verb === 'subscribe') return undefined;
	return api.dialect() === 'preview' ? spokenInPreview(typed, api) : spokenToday(typed, api);
}

function spokenToday({ line, payload, verdict }: Typed, api: Pick<Api, 'written'>): Spoken | undefined {
	const ack = ackFromPreview(line.subject);
	if (ack !== undefined) return { subject: ack, payload, notes: [`${inPreview}${ack}`] };
	const { match, preview } = verdict;
	if (preview !== true || match === undefined) return undefined;
	const built = api.written(match.endpoint.id, match.params as never);
	if (!built.ok) return { refusal: built.problem.message, inPayload: false };
	const read = fromPreview(match, payload);
	if (!read.ok) return { refusal: read.message, inPayload: true };
	const notes = [sentAs(inPreview, built.subject, read.payload), ...read.notes];
	return { subject: built.subject, payload: read.payload, notes };
}

/** Where the payload is no JSON the server may still take it, as a bare sequence is. */
function spokenInPreview({ payload, verdict }: Typed, { prefix }: Pick<Api, 'prefix'>): Spoken | undefined {
	const { match, before } = verdict;
	if (match === undefined || before !== prefix) return undefined;
	const parsed = payload === '' ? undefined : parseJson(payload);
	const body = parsed?.ok && isRecord(parsed.value) ? parsed.value : {};
	const written = toPreview(match.endpoint.id, match.params, body);
	if (!written.ok) return { refusal: `${written.message} --raw sends it as it is.`, inPayload: false };
	return { ...written, notes: [sentAs(inToday, written.subject, written.payload)] };
}

const inPreview = 'In the words of the technical preview of 2020; sent as ';
const inToday = 'In the words of today, to a server of the technical preview; sent as ';

/** What is sent for what was typed, without a long payload. */
export function sentAs(words: string, subject: string, payload: string): string {
	return `${words}${payload === '' || payload.length > 60 ? subject : `${subject} ${payload}`}`;
}
