import type { Concern } from '../changes/asset.ts';
import { bad, plain, warn } from '../changes/plan/wording.ts';
import type { Consequence, Meaning, Plan, Proposal, ProposedLine, Step, Verb } from '../changes/proposal.ts';
import { changeOf } from '../changes/table.ts';
import type { MessageWire, RequestWire } from '../changes/wire.ts';
import type { Dialect } from '../jetstream/dialect.ts';
import type { EndpointMatch } from '../jetstream/endpoints.ts';
import { mostReplies } from '../jetstream/reply-content.ts';
import type { Api } from '../jetstream/request.ts';
import type { DeckState } from '../store/state.ts';
import { type Prepared, patienceOf } from './prepare.ts';
import { lookedAt } from './refused-there.ts';
import { mayStore, type Storing, takenBy, taking } from './storing.ts';

interface Around {
	readonly api: Api;
	readonly state: DeckState;
	readonly signal: AbortSignal;
}

/**
 * What a line would change, for somebody to agree to. Requests that the deck knows are planned as everywhere, with what they
 * lose; what is sent is always what was typed.
 */
export async function planLine(text: string, prepared: Prepared, around: Around): Promise<Plan> {
	const { match, before } = prepared.verdict;
	const wire = wireOf(prepared, around);
	const isNative = prepared.verdict.preview === true && around.api.dialect() === 'preview';
	const ours = match !== undefined && (before === around.api.prefix || isNative);
	const known = ours && !prepared.unread ? await planAsElsewhere(match, prepared.body, around) : undefined;
	// A program that has nothing to do says so, and sends nothing.
	if (known !== undefined && 'refusal' in known && prepared.line.nats !== undefined) return known;
	const base =
		known === undefined || 'refusal' in known
			? generic(prepared, ours ? match : undefined, around.api.dialect())
			: known;
	const notes = [
		...prepared.notes,
		...changedByAdding(prepared, base),
		...(prepared.unread ? [unreadNote] : []),
		...(known !== undefined && 'refusal' in known ? [known.refusal] : []),
	];
	const preview = await lookedAt(prepared, around.api, around.signal);
	const [step = { asset: concernOf(prepared, ours ? match : undefined) }] = base.steps;
	const sent: Step = {
		...withoutAbsence(step),
		wire,
		...(wire.kind === 'message' && ours && !prepared.unread && { means: meaningIn(match, prepared) }),
		...(Array.isArray(prepared.storing) && { stores: prepared.storing }),
	};
	return {
		...base,
		// What is sent stands below in full: that a note says it too is no warning.
		consequences: [
			...notes.map((note) => (note.includes(prepared.message.subject) ? plain : warn)(note)),
			...base.consequences,
		],
		steps: [sent],
		line: proposedLine(text, { ...prepared, ...(preview && { preview }) }, around.state),
	};
}

/** The nats CLI adds a consumer that is there by changing it, also in what the line does not say. */
function changedByAdding({ line }: Prepared, { difference, steps: [step] }: Proposal): readonly string[] {
	const { configures, command } = line.nats?.request ?? {};
	if (configures?.verb !== 'add' || difference === undefined || step?.asset.kind !== 'consumer') return [];
	return [
		`Consumer ${step.asset.consumer} exists. nats ${command} changes it: what the line does not set becomes the default.`,
	];
}

const unreadNote =
	'The payload is sent as it stands and is not understood here: what it changes, and what is lost by it, is not counted.';

function meaningIn({ endpoint, params }: EndpointMatch, { body }: Prepared): Meaning {
	return { endpoint: endpoint.id as Meaning['endpoint'], params, ...(body !== undefined && { body }) };
}

/** Who types a creation may mean what is there already: a server takes it again where it is equal. */
function withoutAbsence({ expects, ...step }: Omit<Step, 'wire'>): Omit<Step, 'wire'> {
	return expects === undefined || expects.absent === true ? step : { ...step, expects };
}

function proposedLine(
	text: string,
	{ line, message, notes, preview, storing = [] }: Prepared,
	{ target: { cli } }: Pick<DeckState, 'target'>,
): ProposedLine {
	const { subject, payload } = message;
	const stored = line.verb === 'publish' ? takenBy(storing, line.verb) : undefined;
	const told = stored === undefined ? notes : [...notes, stored];
	const { verb, headers } = line;
	return { text, verb, subject, payload, headers, cli, notes: told, ...(preview && { preview }) };
}

/** Through the typed door where the request is one of its; else as it is. */
function wireOf(prepared: Prepared, { api, state }: Around): RequestWire | MessageWire {
	const { line, message, verdict, body } = prepared;
	const { match, before } = verdict;
	const plain = line.headers.length === 0 && !line.raw && (line.replies ?? 1) === 1 && line.timeoutMs === undefined;
	const asTyped = message.payload === '' || body !== undefined;
	if (match !== undefined && plain && asTyped && before === api.prefix && match.endpoint.reply === 'json')
		return {
			kind: 'request',
			// An endpoint that answers with JSON is one of those that the door's requests take.
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

/** A pull brings as many messages as it asks for. */
function repliesOf({ verdict, body }: Prepared): number {
	const { batch } = body ?? {};
	return verdict.match?.endpoint.id === 'consumer.next' && typeof batch === 'number' ? Math.max(1, batch) : 1;
}

function concernOf({ message }: Prepared, match: EndpointMatch | undefined): Concern {
	const { stream, consumer } = match?.params ?? {};
	if (stream === undefined) return { kind: 'subject', subject: message.subject };
	return consumer === undefined ? { kind: 'stream', stream } : { kind: 'consumer', stream, consumer };
}

/** What a request does, in a sentence; what is more is of servers of today. */
function helpOf({ endpoint: { help } }: EndpointMatch, dialect: Dialect): string {
	return dialect === 'preview' ? help.replace(/(?<=\.) .*$/s, '') : help;
}

/** A request of which the deck knows only what the table says, or nothing. */
function generic(prepared: Prepared, ours: EndpointMatch | undefined, dialect: Dialect): Proposal {
	const { verdict, message, line, storing = [] } = prepared;
	const { match, why, before } = verdict;
	const destroys = verdict.effect === 'destroy';
	const name = ours?.params.consumer ?? ours?.params.stream ?? message.subject.split('.').at(-1) ?? message.subject;
	const verb = line.verb === 'publish' || mayStore(storing) ? 'Publish to' : 'Request';
	const consequences: readonly Consequence[] = [
		...(mayStore(storing) ? [warn(publishes(storing, line.verb))] : []),
		...(match === undefined ? [] : [(destroys ? bad : plain)(helpOf(match, dialect))]),
		...(why === undefined ? [] : [warn(why)]),
		...(match !== undefined && ours === undefined
			? [
					warn(
						before === undefined
							? 'It is in the words of the technical preview of 2020.'
							: `It goes to the API behind ${before}, which the deck does not look at: what is at stake there is not counted.`,
					),
				]
			: []),
		...(line.verb === 'publish' ? [warn('No reply requested: the outcome will not be known.')] : []),
	];
	const about = match === undefined ? '' : `: ${match.endpoint.title.toLowerCase()}`;
	return {
		title: `${verb} ${message.subject}${about}`,
		doing: 'requesting',
		done: line.verb === 'publish' ? `Published to ${message.subject}.` : `${message.subject} was answered.`,
		effect: destroys ? 'destroy' : 'change',
		...(destroys && { typed: name }),
		consequences,
		steps: [],
	};
}

/** Where a reply is requested it says whether the message was stored. */
function publishes(storing: Storing, verb: Verb): string {
	const reply = verb === 'publish' ? '' : ' What is stored is acknowledged by the reply.';
	return storing === 'unknown'
		? `This publishes. Whether a stream stores it is not known: the server does not tell.${reply}`
		: `This publishes: ${taking(storing)}.${reply}`;
}

/**
 * The proposal for a request as the deck makes it, with what it loses; undefined for those that it makes nowhere. A refusal is
 * what stands against it: it is told, but who typed the request may send it all the same.
 */
export async function planAsElsewhere(
	{ endpoint, params }: EndpointMatch,
	body: Readonly<Record<string, unknown>> = {},
	around: Around,
): Promise<Plan | undefined> {
	const plan = changeOf(endpoint.id)?.plan ?? 'as typed';
	return plan === 'as typed' ? undefined : plan(params, body, around);
}
