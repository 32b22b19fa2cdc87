import type { EndpointMatch } from '../jetstream/endpoints.ts';
import { ackAndNext, ackFromPreview, ackSubjectThen } from '../jetstream/preview/ack.ts';
import { ackToPreview } from '../jetstream/preview/acknowledge-preview.ts';
import { fromPreview } from '../jetstream/preview/from-preview.ts';
import { omittedKeys } from '../jetstream/preview/omitted-keys.ts';
import { toPreview } from '../jetstream/preview/to-preview.ts';
import type { Api } from '../jetstream/request.ts';
import type { Features } from '../jetstream/server-features.ts';
import type { SubjectVerdict } from '../jetstream/subject-effect.ts';
import type { Note } from './note.ts';
import type { Line } from './parsed-line.ts';
import { type Refusal, refusalOf, typedBody } from './typed-body.ts';

/** A request typed in another dialect than that of the server, translated. */
export type Translation =
	| { readonly subject: string; readonly payload: string; readonly notes: readonly Note[] }
	| (Refusal & { readonly inPayload: boolean });

interface TypedRequest {
	readonly line: Line;
	readonly payload: string;
	readonly verdict: SubjectVerdict;
}

/** Undefined if a line is in the dialect of the server, in none, or has --raw. */
export function translateRequest(
	typed: TypedRequest,
	api: Pick<Api, 'dialect' | 'written' | 'prefix'>,
	features: Features,
): Translation | undefined {
	if (typed.line.raw || typed.line.verb === 'subscribe') return undefined;
	return api.dialect() === 'preview' ? toPreviewDialect(typed, api, features) : toCurrentDialect(typed, api);
}

function toCurrentDialect(
	{ line, payload, verdict }: TypedRequest,
	api: Pick<Api, 'written'>,
): Translation | undefined {
	const ack = ackFromPreview(line.subject);
	if (ack !== undefined)
		return { subject: ack, payload, notes: [{ kind: 'sent-as', typed: 'preview', subject: ack, payload: '' }] };
	const { match, preview } = verdict;
	if (preview !== true || match === undefined) return undefined;
	const built = api.written(match.endpoint.id, match.params as never);
	if (!built.ok) return { refusal: built.problem.message, inPayload: false };
	const read = fromPreview(match, payload);
	if (!read.ok) return { ...refusalOf(read), inPayload: true };
	const { subject } = built;
	const sent: Note = { kind: 'sent-as', typed: 'preview', subject, payload: read.payload };
	return { subject, payload: read.payload, notes: [sent, ...read.notes] };
}

/** Reads the payload as for a current server first: an unreadable one is not translated. */
function toPreviewDialect(
	{ line, payload, verdict }: TypedRequest,
	{ prefix }: Pick<Api, 'prefix'>,
	features: Features,
): Translation | undefined {
	const ack = ackSubjectThen(line.subject);
	if (ack !== undefined) return ackInPreview(line.subject, payload, ack);
	const { match, before } = verdict;
	if (match === undefined || before !== prefix) return undefined;
	const read = typedBody(match, payload, features);
	if ('refusal' in read) return { ...read, inPayload: true };
	const bare = read.body === undefined && payload !== '' ? readBare(match) : {};
	if ('refusal' in bare) return { refusal: bare.refusal, inPayload: true };
	const body = read.body ?? {};
	if (body.action === 'update') return { refusal: updates, inPayload: true };
	const written = toPreview(match.endpoint.id, match.params, body);
	if (!written.ok) return { refusal: written.message, ...(!written.crashes && { mayPass: true }), inPayload: false };
	const { subject, payload: sent } = written;
	const notes = [bare.note, omittedKeys(match.endpoint.id, body)].filter((note) => note !== undefined);
	return { subject, payload: sent, notes: [{ kind: 'sent-as', typed: 'today', subject, payload: sent }, ...notes] };
}

function ackInPreview(typed: string, payload: string, subject: string): Translation {
	const written =
		payload === ackAndNext ? ({ ok: true, subject, payload } as const) : ackToPreview({ reply: subject, payload });
	if (!written.ok) return { refusal: `${written.problem.message} ${written.problem.advice}`, inPayload: true };
	const isSame = typed === subject && payload === written.payload;
	return {
		...written,
		notes: isSame ? [] : [{ kind: 'sent-as', typed: 'today', subject, payload: written.payload }],
	};
}

const updates = 'The technical preview of 2020 does not support action update: it would create a missing consumer.';

interface Bare {
	readonly note?: string;
}

/** A payload that is not JSON, which current servers ignore: the preview has its own rules for it. */
function readBare({ endpoint }: EndpointMatch): Bare | { readonly refusal: string } {
	switch (endpoint.id) {
		case 'consumer.next':
			return { note: 'jetdeck leaves the payload out: the pull asks for one message.' };
		case 'account.info':
		case 'stream.names':
		case 'stream.template.names':
			return { note: 'jetdeck leaves the payload out: this server ignores it.' };
		default:
			return { refusal: 'The request takes only a JSON payload, and the technical preview of 2020 takes none.' };
	}
}
