import { configurationOf } from '../../jetstream/configuration-of.ts';
import type { Api } from '../../jetstream/request.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../../jetstream/wire.ts';
import type { Plan } from '../deck.ts';
import type { DeckState } from '../state.ts';
import { consumerKey } from '../view.ts';
import type { Asset } from './asset.ts';
import type { JournalEntry } from './journal.ts';
import { planPause, planResume } from './plan/consumer-changes.ts';
import { planConsumerCreate, planConsumerUpdate } from './plan/consumer-configuration.ts';
import { planConsumerDelete } from './plan/consumer-delete.ts';
import { planStreamCreate } from './plan/stream-configuration.ts';
import { planStreamDelete } from './plan/stream-delete.ts';
import { plain, warn } from './plan/wording.ts';
import { readConsumers } from './read-assets.ts';
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

/** By endpoint: the way back from what was done. */
const ways: Readonly<Record<string, Way>> = {
	'stream.create': async ({ asset }, { api, state, signal }) => {
		const read = await doomedStreams(api, [asset.stream], state, signal);
		return 'refusal' in read ? read : planStreamDelete(read.infos);
	},
	'stream.update': async ({ asset, before }, around) => {
		const read = await doomedStreams(around.api, [asset.stream], around.state, around.signal);
		if ('refusal' in read) return read;
		const info: StreamInfo | undefined = read.infos[0]?.info;
		if (info === undefined || before === undefined) return nothingKept;
		const { api, state, signal } = around;
		return planStreamEdit(info, before as StreamConfig, { api, features: state.features, signal });
	},
	'stream.delete': ({ before }) => {
		if (before === undefined) return nothingKept;
		const plan = planStreamCreate(configurationOf({ config: before }) as StreamConfig);
		return withConsequence(plan, 'It comes back empty and without consumers: what it held is lost.');
	},
	'consumer.create': consumerBack,
	'consumer.create.filtered': consumerBack,
	'consumer.delete': ({ asset, before, position }, { state }) => {
		if (before === undefined) return nothingKept;
		const config = configurationOf({ config: before }) as ConsumerConfig;
		const { opt_start_time: _, ...rest } = config;
		const moved: ConsumerConfig =
			position === undefined ? config : { ...rest, deliver_policy: 'by_start_sequence', opt_start_seq: position + 1 };
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
};

const nothingKept: Plan = { refusal: 'The configuration before was not kept: there is no way back.' };

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
	const way = ways[entry.endpoint];
	if (way === undefined || asset.kind === 'subject') return { refusal: `“${entry.title}” cannot be taken back.` };
	const plan = await way({ ...entry, asset }, around);
	if ('refusal' in plan) return plan;
	return {
		...plan,
		undoes: entry.id,
		consequences: [plain(`This takes back “${entry.title}”.`), ...plan.consequences],
	};
}
