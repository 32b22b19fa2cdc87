import { ackFromPreview } from '../../jetstream/preview/ack.ts';
import { fromPreview } from '../../jetstream/preview/from-preview.ts';
import type { Api } from '../../jetstream/request.ts';
import { buildSubject } from '../../jetstream/subject.ts';
import type { SubjectVerdict } from '../../jetstream/subject-effect.ts';
import type { Line } from './line.ts';

/** A line in the words of the technical preview, as it is sent to a server of today. */
export type Spoken =
	| { readonly subject: string; readonly payload: string; readonly notes: readonly string[] }
	| { readonly refusal: string; readonly inPayload: boolean };

/** Undefined where a line is not in the words of the preview, is to be sent as it is, or goes to a server that speaks them. */
export function spokenToday(
	line: Line,
	payload: string,
	{ match, preview }: SubjectVerdict,
	api: Pick<Api, 'prefix' | 'dialect'>,
): Spoken | undefined {
	if (line.raw || line.verb === 'subscribe' || api.dialect() === 'preview') return undefined;
	const ack = ackFromPreview(line.subject);
	if (ack !== undefined) return { subject: ack, payload, notes: [sentAs(ack)] };
	if (preview !== true || match === undefined) return undefined;
	const built = buildSubject(api.prefix, match.endpoint.id, match.params);
	if (!built.ok) return { refusal: built.problem.message, inPayload: false };
	const read = fromPreview(match, payload);
	if (!read.ok) return { refusal: read.message, inPayload: true };
	return { subject: built.subject, payload: read.payload, notes: [sentAs(built.subject, read.payload), ...read.notes] };
}

function sentAs(subject: string, payload = ''): string {
	const what = payload === '' || payload.length > 60 ? subject : `${subject} ${payload}`;
	return `In the words of the technical preview of 2020; sent as ${what}`;
}
