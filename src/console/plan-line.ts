import type { Concern } from '../changes/asset.ts';
import { bad, plain, warn } from '../changes/plan/wording.ts';
import type { Consequence, Meaning, Plan, Proposal, ProposedLine, Step, Verb } from '../changes/proposal.ts';
import { changeOf } from '../changes/table.ts';
import type { MessageWire, RequestWire } from '../changes/wire.ts';
import type { Dialect } from '../jetstream/dialect.ts';
import { type EndpointMatch, helpInFull } from '../jetstream/endpoints.ts';
import { mostReplies } from '../jetstream/reply-content.ts';
import type { Api } from '../jetstream/request.ts';
import type { DeckState } from '../store/state.ts';
import { isShown, type Note, noteInWords } from './note.ts';
import { type Prepared, patienceOf } from './prepare.ts';
import { withPreviewRefusal } from './preview-refusal.ts';
import { mayStore, type Storing, storingClause } from './storing.ts';

interface PlanContext {
	readonly api: Api;
	readonly state: DeckState;
	readonly signal: AbortSignal;
}

/**
 * The change in a line, for confirmation. Known requests are planned as everywhere, with what is lost;
 * what is sent is always what was typed.
 */
export async function planLine(text: string, prepared: Prepared, around: PlanContext): Promise<Plan> {
	const { match, before } = prepared.verdict;
	const wire = wireOf(prepared, around);
	const isNative = prepared.verdict.preview === true && around.api.dialect() === 'preview';
	const ours = match !== undefined && (before === around.api.prefix || isNative);
	const known = ours && !prepared.unread ? await planAsElsewhere(match, prepared.body, around) : undefined;
	// A command with nothing to do reports that and sends nothing.
	if (known !== undefined && 'refusal' in known && prepared.line.nats !== undefined) return known;
	const base =
		known === undefined || 'refusal' in known
			? generic(prepared, ours ? match : undefined, around.api.dialect())
			: known;
	const notes: readonly Note[] = [
		...prepared.notes,
		...changedByAdding(prepared, base),
		...(prepared.unread ? [unreadNote] : []),
		...(known !== undefined && 'refusal' in known ? [known.refusal] : []),
	];
	const preview = await withPreviewRefusal(prepared, around.api, around.signal);
	const [step = { asset: concernOf(prepared, ours ? match : undefined) }] = base.steps;
	const sent: Step = {
		...withoutAbsence(step),
		wire,
		...(wire.kind === 'message' && ours && !prepared.unread && { means: meaningIn(match, prepared) }),
		...(Array.isArray(prepared.storing) && { stores: prepared.storing }),
	};
	return {
		...base,
		// The dialog shows the request in full below: a note that repeats it is no warning.
		consequences: [...notes.map((note) => (isShown(note) ? plain : warn)(noteInWords(note))), ...base.consequences],
		steps: [sent],
		line: proposedLine(text, { ...prepared, ...(preview && { preview }) }, around.state),
	};
}

/** nats consumer add updates an existing consumer, and resets fields that the line does not set. */
function changedByAdding({ line }: Prepared, { difference, steps: [step] }: Proposal): readonly string[] {
	const { configures, command } = line.nats?.request ?? {};
	if (configures?.verb !== 'add' || difference === undefined || step?.asset.kind !== 'consumer') return [];
	return [
		`Consumer ${step.asset.consumer} exists. nats ${command} updates it and resets what the line does not set to its default.`,
	];
}

const unreadNote =
	'jetdeck sends the payload unchanged and cannot read it: what it changes, and what is lost, is unknown.';

function meaningIn({ endpoint, params }: EndpointMatch, { body }: Prepared): Meaning {
	return { endpoint: endpoint.id as Meaning['endpoint'], params, ...(body !== undefined && { body }) };
}

/** A typed creation may repeat an existing asset: a server accepts it if it is equal. */
function withoutAbsence({ expects, ...step }: Omit<Step, 'wire'>): Omit<Step, 'wire'> {
	return expects === undefined || expects.absent === true ? step : { ...step, expects };
}

function proposedLine(
	text: string,
	{ line, message, notes, preview, storing = [] }: Prepared,
	{ target: { cli } }: Pick<DeckState, 'target'>,
): ProposedLine {
	const { subject, payload } = message;
	const { verb, headers } = line;
	const isTaken = verb === 'publish' && mayStore(storing);
	const told: readonly Note[] = isTaken ? [...notes, { kind: 'taken', storing, verb }] : notes;
	return { text, verb, subject, payload, headers, cli, notes: told.map(noteInWords), ...(preview && { preview }) };
}

/** Sends a known request through the typed door, and others unchanged. */
function wireOf(prepared: Prepared, { api, state }: PlanContext): RequestWire | MessageWire {
	const { line, message, verdict, body } = prepared;
	const { match, before } = verdict;
	const plain = line.headers.length === 0 && !line.raw && (line.replies ?? 1) === 1 && line.timeoutMs === undefined;
	const asTyped = message.payload === '' || body !== undefined;
	if (match !== undefined && plain && asTyped && before === api.prefix && match.endpoint.replyType.length > 0)
		return {
			kind: 'request',
			// The typed door takes every endpoint with a JSON reply.
			endpoint: match.endpoint.id as RequestWire['endpoint'],
			params: match.params,
			...(body !== undefined && { body }),
		};
	const most = line.replies === 'all' ? mostReplies : (line.replies ?? repliesOf(prepared));
	const raw: MessageWire['raw'] = {
		...message,
		...(line.verb === 'request' && { replies: most, timeoutMs: patienceOf(prepared, state.target.timeoutMs) }),
	};
	return { kind: 'message', endpoint: 'raw', raw };
}

/** The number of messages that a pull asks for. */
function repliesOf({ verdict, body }: Prepared): number {
	const { batch } = body ?? {};
	return verdict.match?.endpoint.id === 'consumer.next' && typeof batch === 'number' ? Math.max(1, batch) : 1;
}

function concernOf({ message }: Prepared, match: EndpointMatch | undefined): Concern {
	const { stream, consumer } = match?.params ?? {};
	if (stream === undefined) return { kind: 'subject', subject: message.subject };
	return consumer === undefined ? { kind: 'stream', stream } : { kind: 'consumer', stream, consumer };
}

/** A request that the deck knows only from the table, or not at all. */
function generic(prepared: Prepared, ours: EndpointMatch | undefined, dialect: Dialect): Proposal {
	const { verdict, message, line, storing = [] } = prepared;
	const { match, why, before } = verdict;
	const destroys = verdict.effect === 'destroy';
	const name = ours?.params.consumer ?? ours?.params.stream ?? message.subject.split('.').at(-1) ?? message.subject;
	const verb = line.verb === 'publish' || mayStore(storing) ? 'Publish to' : 'Request';
	const consequences: readonly Consequence[] = [
		...(mayStore(storing) ? [warn(publishes(storing, line.verb))] : []),
		...(match === undefined
			? []
			: [(destroys ? bad : plain)(dialect === 'preview' ? match.endpoint.help : helpInFull(match.endpoint))]),
		...(why === undefined ? [] : [warn(why)]),
		...(match !== undefined && ours === undefined
			? [
					warn(
						before === undefined
							? 'It is a request of the technical preview of 2020.'
							: `It goes to the API with the prefix ${before}, which jetdeck does not read: what is lost there is unknown.`,
					),
				]
			: []),
		...(line.verb === 'publish' ? [warn('No reply requested: the outcome will not be known.')] : []),
	];
	const about = match === undefined ? '' : `: ${match.endpoint.title.toLowerCase()}`;
	return {
		title: `${verb} ${message.subject}${about}`,
		doing: 'requesting',
		done: line.verb === 'publish' ? `Published to ${message.subject}.` : `A reply to ${message.subject} came.`,
		effect: destroys ? 'destroy' : 'change',
		...(destroys && { typed: name }),
		consequences,
		steps: [],
	};
}

/** With a reply, the reply shows whether the message was stored. */
function publishes(storing: Storing, verb: Verb): string {
	const reply = verb === 'publish' ? '' : ' The reply acknowledges a stored message.';
	return storing === 'unknown'
		? `This publishes. Whether a stream stores the message is unknown.${reply}`
		: `This publishes: ${storingClause(storing)}.${reply}`;
}

/**
 * The proposal for a request as the deck plans it, with what is lost; undefined for requests that the deck does not plan. A refusal
 * is an objection: the dialog shows it, but whoever typed the request may still send it.
 */
export async function planAsElsewhere(
	{ endpoint, params }: EndpointMatch,
	body: Readonly<Record<string, unknown>> = {},
	around: PlanContext,
): Promise<Plan | undefined> {
	const plan = changeOf(endpoint.id)?.plan ?? 'as typed';
	return plan === 'as typed' ? undefined : plan(params, body, around);
}
