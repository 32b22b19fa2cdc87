import { plus } from '../format/exact.ts';
import { plural } from '../format/integer.ts';
import { configurationOf } from '../jetstream/configuration-of.ts';
import type { ChangingEndpointId } from '../jetstream/endpoints.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig } from '../jetstream/wire.ts';
import type { DeckState } from '../store/state.ts';
import { consumerKey } from '../store/view.ts';
import type { Asset } from './asset.ts';
import type { JournalEntry } from './journal.ts';
import { planPause, planResume } from './plan/consumer-changes.ts';
import { planConsumerCreate, planConsumerUpdate } from './plan/consumer-configuration.ts';
import { planConsumerDelete } from './plan/consumer-delete.ts';
import { planStreamCreate } from './plan/stream-configuration.ts';
import { planStreamDelete } from './plan/stream-delete.ts';
import { listOfNames, plain, warn } from './plan/wording.ts';
import type { Configuration, Plan } from './proposal.ts';
import { readConsumers, readStreams } from './read-assets.ts';
import { replacedSince } from './replaced-since.ts';
import { planStreamEdit } from './stream-edit.ts';
import { doomedStreams } from './survey.ts';

interface Around {
	readonly api: Api;
	readonly state: DeckState;
	readonly signal: AbortSignal;
}

/** Of a stream or a consumer. */
type Undoable = JournalEntry & { readonly asset: Asset };

type Way = (entry: Undoable, around: Around) => Promise<Plan> | Plan;

const noLeaderBack = 'A leader is elected, not chosen: ask it to step down again.';
const messagesAreGone = 'Messages that were removed cannot be brought back.';

/** The way back from everything that changes something, or a sentence that says why there is none. */
const ways = {
	'stream.create': async ({ asset }, { api, state, signal }) => {
		const read = await doomedStreams(api, [asset.stream], state, signal);
		return 'refusal' in read ? read : planStreamDelete(read.infos);
	},
	'stream.update': async ({ asset, before }, around) => {
		const read = await readStreams(around.api, [asset.stream], around.signal);
		if ('refusal' in read) return read;
		const [info] = read.infos;
		if (info === undefined || before === undefined) return nothingKept;
		const { api, state, signal } = around;
		return planStreamEdit(info, before as StreamConfig, { api, features: state.features, signal });
	},
	'stream.delete': streamBack,
	'consumer.create': consumerBack,
	'consumer.create.filtered': consumerBack,
	'consumer.create.durable': consumerBack,
	'consumer.delete': ({ asset, before, position }, { state }) => {
		if (before === undefined) return nothingKept;
		const config = configurationOf({ config: before }) as ConsumerConfig;
		const { opt_start_time: _, ...rest } = config;
		const moved: ConsumerConfig =
			position === undefined
				? config
				: { ...rest, deliver_policy: 'by_start_sequence', opt_start_seq: plus(position, 1) };
		const plan = planConsumerCreate(asset.stream, moved, { features: state.features });
		return withConsequence(plan, 'It goes on behind its ack floor: what was acknowledged beyond it comes again.');
	},
	'consumer.pause': async ({ asset, payload, before }, around) => {
		const info = await consumerOf(asset, around);
		if ('refusal' in info) return info;
		if ((payload as { readonly pause_until?: string } | undefined)?.pause_until !== undefined)
			return planResume([info]);
		const until = Date.parse(String((before as ConsumerConfig | undefined)?.pause_until));
		return until > Date.now() ? planPause([info], until, Date.now()) : { refusal: 'Its pause would be over by now.' };
	},
	'account.purge': 'What was purged is gone.',
	'account.stream.move': 'Move the stream back with another request.',
	'account.stream.cancel-move': 'Move the stream again with another request.',
	'meta.leader.stepdown': noLeaderBack,
	'meta.rescue': 'A quorum is not set back by a request.',
	'server.remove': 'A server that was removed joins again when it is restarted.',
	'server.evacuate': 'What left the server does not return by itself: move it.',
	'stream.purge': messagesAreGone,
	'stream.msg.delete': messagesAreGone,
	'stream.leader.stepdown': noLeaderBack,
	'stream.peer.remove': 'The server is chosen anew when a replica is added.',
	'stream.peer.evacuate': 'What left the server does not return by itself: move it.',
	'stream.cancel-move': 'Move the stream again with another request.',
	'stream.restore': 'Delete the stream that was restored.',
	'stream.template.create': 'Delete the template with $JS.API.STREAM.TEMPLATE.DELETE.',
	'stream.template.delete': 'The template was not kept.',
	'consumer.create.ephemeral': 'The server removes an ephemeral consumer when nobody uses it.',
	'consumer.next': 'What was delivered counts as delivered; it comes again after ack_wait unless it is acknowledged.',
	'consumer.reset': 'The position before was not kept: reset it to another sequence.',
	'consumer.unpin': 'Another client may be pinned by now.',
	'consumer.leader.stepdown': noLeaderBack,
	'consumer.peer.evacuate': 'What left the server does not return by itself: move it.',
	'consumer.ack': 'An acknowledgement is final.',
	raw: 'jetdeck does not know what the request did.',
	subscribe: 'What was delivered counts as delivered.',
} as const satisfies Readonly<Record<ChangingEndpointId | 'consumer.ack' | 'raw' | 'subscribe', Way | string>>;

const nothingKept: Plan = { refusal: 'The configuration before was not kept: there is no way back.' };

/** The stream, and after it the consumers that went with it. */
function streamBack({ asset, before, consumers = [] }: Undoable, { state: { features } }: Around): Plan {
	if (before === undefined) return nothingKept;
	const plan = planStreamCreate(configurationOf({ config: before }) as StreamConfig);
	if ('refusal' in plan) return plan;
	const again = consumers.map((config) => planConsumerCreate(asset.stream, config as ConsumerConfig, { features }));
	const steps = again.flatMap((each) => ('refusal' in each ? [] : each.steps));
	const from = consumers.filter(({ deliver_policy: policy }) => policy === 'by_start_sequence');
	return {
		...plan,
		title: steps.length === 0 ? plan.title : `${plan.title} and ${plural(steps.length, 'consumer')}`,
		done:
			steps.length === 0 ? plan.done : `Stream ${asset.stream} and ${plural(steps.length, 'consumer')} are created.`,
		consequences: [
			warn('The stream comes back empty, and its sequences begin anew.'),
			...(from.length === 0
				? []
				: [warn(`A start sequence counts in the new stream: ${listOfNames(from.map(nameIn))}.`)]),
			...plan.consequences,
		],
		steps: [...plan.steps, ...steps],
	};
}

const nameIn = ({ name, durable_name: durable }: Configuration): string => String(name ?? durable);

async function consumerBack(entry: Undoable, around: Around): Promise<Plan> {
	const info = await consumerOf(entry.asset, around);
	if ('refusal' in info) return info;
	return entry.before === undefined
		? planConsumerDelete([info], new Map())
		: planConsumerUpdate(info, entry.before as ConsumerConfig, { features: around.state.features });
}

async function consumerOf(asset: Asset, { api, signal }: Around): Promise<ConsumerInfo | { readonly refusal: string }> {
	if (asset.kind === 'stream') return nothingKept as { readonly refusal: string };
	const read = await readConsumers(api, [consumerKey(asset.stream, asset.consumer)], signal);
	if ('refusal' in read) return read;
	return read.infos[0] ?? { refusal: 'The consumer is not there any more.' };
}

function withConsequence(plan: Plan, text: string): Plan {
	return 'refusal' in plan ? plan : { ...plan, consequences: [warn(text), ...plan.consequences] };
}

/** The latest request that was done, is no way back itself and was not taken back. */
export function lastUndoable(journal: readonly JournalEntry[], target: string): JournalEntry | undefined {
	const undone = new Set(journal.filter(wasDone).flatMap(({ undoes }) => undoes ?? []));
	return journal.findLast(
		(entry) => wasDone(entry) && entry.target === target && entry.undoes === undefined && !undone.has(entry.id),
	);
}

function wasDone({ outcome }: JournalEntry): boolean {
	return outcome.kind === 'done' || (outcome.kind === 'found' && outcome.applied);
}

/** The way back from an entry, where there is one. */
export async function planUndo(entry: JournalEntry, around: Around): Promise<Plan> {
	if (!wasDone(entry)) return { refusal: `“${entry.title}” was not done: there is nothing to take back.` };
	const { asset } = entry;
	const way = (ways as Readonly<Record<string, Way | string>>)[entry.endpoint];
	if (typeof way === 'string') return { refusal: `“${entry.title}” cannot be undone. ${way}` };
	if (way === undefined || asset.kind === 'subject') return { refusal: `“${entry.title}” cannot be undone.` };
	const plan = (await replacedSince(entry, asset, around)) ?? (await way({ ...entry, asset }, around));
	if ('refusal' in plan) return plan;
	return {
		...plan,
		undoes: entry.id,
		consequences: [plain(`This takes back “${entry.title}”.`), ...plan.consequences],
	};
}
