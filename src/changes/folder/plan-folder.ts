import { inBatches } from '../../format/in-batches.ts';
import type { FileAsset, FileStream, ReadFiles } from '../../jetstream/config-folder/assets.ts';
import type { FileRemark } from '../../jetstream/config-folder/documents.ts';
import { copyCycles } from '../../jetstream/config-folder/order.ts';
import { configurationOf } from '../../jetstream/configuration-of.ts';
import type { Difference } from '../../jetstream/difference.ts';
import { dependentSentence, dependentsOf } from '../../jetstream/loss/dependents.ts';
import { managersOf } from '../../jetstream/loss/managed-by.ts';
import type { Problem } from '../../jetstream/problem.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { type Asset, assetName } from '../asset.ts';
import { withWarnings } from '../configure.ts';
import { planConsumerCreate, planConsumerUpdate } from '../plan/consumer-configuration.ts';
import { planConsumerDelete } from '../plan/consumer-delete.ts';
import { planStreamCreate } from '../plan/stream-configuration.ts';
import { planStreamDelete } from '../plan/stream-delete.ts';
import type { Plan, Proposal } from '../proposal.ts';
import { planStreamEdit } from '../stream-edit.ts';
import { type Compared, compareFolder, type InFile } from './compare.ts';
import { pruned, type Undeleted } from './prune.ts';
import { type FolderContext, readServer } from './read-server.ts';
import type { FolderChoices, ServerSide } from './wanted.ts';

/** One of the changes that bring a server to files. */
export interface PlannedChange {
	/** A unique key. */
	readonly id: string;
	readonly action: 'create' | 'update' | 'delete' | 'refused';
	readonly asset: Asset;
	/** Absent if no file has it. */
	readonly from?: InFile;
	readonly difference: readonly Difference[];
	/** Why it is impossible, in sentences. */
	readonly why: readonly string[];
	/** Absent if it is impossible. */
	readonly proposal?: Proposal;
}

export interface FolderPlan {
	/** In the order of their execution. */
	readonly changes: readonly PlannedChange[];
	/** Streams and consumers that already equal their files. */
	readonly unchanged: number;
	readonly undeleted: readonly Undeleted[];
	readonly warnings: readonly FileRemark[];
}

/** The result of planning: wrong files, or a server that does not answer, stop everything. */
export type FolderPlanned = FolderPlan | { readonly faults: readonly FileRemark[] } | { readonly problem: Problem };

/** Compares files with a server, and plans each change as elsewhere, with what is lost. */
export async function planFolder(
	{ assets, faults, warnings }: ReadFiles,
	choices: FolderChoices,
	around: FolderContext,
): Promise<FolderPlanned> {
	const streams = assets.filter((asset): asset is FileStream => asset.kind === 'stream');
	const wrong = faults.length > 0 ? faults : copyCycles(streams, around.features);
	if (wrong.length > 0) return { faults: wrong };
	const answer = await readServer(assets, choices, around);
	if (!answer.ok) return { problem: answer.problem };
	const server = answer.value;
	const compared = compareFolder(assets, server, choices);
	const changes = await inBatches(compared, atOnce, (each) => planned(each, around));
	const { undeleted, deletions } = plannedDeletions(assets, server, choices);
	return { changes: [...changes, ...deletions], unchanged: assets.length - compared.length, undeleted, warnings };
}

/** How many losses to count at once. */
const atOnce = 8;

async function planned(compared: Compared, around: FolderContext): Promise<PlannedChange> {
	const { asset, from, difference, why, info, notes } = compared;
	const about = { id: assetName(asset), asset, from, difference };
	if (why.length > 0) return { ...about, action: 'refused', why };
	const plan = withWarnings(await planOf(compared, around), notes);
	return 'refusal' in plan
		? { ...about, action: 'refused', why: [plan.refusal] }
		: { ...about, action: info === undefined ? 'create' : 'update', why: [], proposal: plan };
}

function planOf(compared: Compared, { api, features, signal }: FolderContext): Promise<Plan> | Plan {
	if (compared.kind === 'stream') {
		const { info, after } = compared;
		return info === undefined ? planStreamCreate(after) : planStreamEdit(info, after, { api, features, signal });
	}
	const { info, after, asset } = compared;
	return info === undefined
		? planConsumerCreate(asset.stream, after, { features })
		: planConsumerUpdate(info, after, { features });
}

/** Consumers before streams, so that each loss is counted once. */
function plannedDeletions(
	assets: readonly FileAsset[],
	server: ServerSide,
	choices: FolderChoices,
): { readonly deletions: readonly PlannedChange[]; readonly undeleted: readonly Undeleted[] } {
	const { streams, consumers, undeleted } = pruned(assets, server, choices);
	const configs = new Map([...server.streams].map(([name, { config }]) => [name, config] as const));
	const going = new Set(streams.map(({ config }) => config.name));
	const staying = [...configs.values()].filter(({ name }) => !going.has(name));
	const ofConsumers = consumers.map((info) =>
		deletion({ kind: 'consumer', stream: info.stream_name, consumer: info.name }, planConsumerDelete([info], configs)),
	);
	const ofStreams = streams.map((info) => {
		const { name } = info.config;
		const left = dependentsOf(name, staying).map(dependentSentence);
		const managers = managersOf(info.config).map(({ sentence }) => sentence);
		const doomed = { info, ...consumersOf(info, server), warnings: [...left, ...managers] };
		return deletion({ kind: 'stream', stream: name }, planStreamDelete([doomed]));
	});
	return { deletions: [...ofConsumers, ...ofStreams], undeleted };
}

/** For undo. */
function consumersOf({ config }: StreamInfo, { consumers }: ServerSide) {
	const infos = [...(consumers.get(config.name)?.infos.values() ?? [])];
	return infos.length === 0 ? {} : { consumers: infos.map((info) => ({ ...configurationOf(info), name: info.name })) };
}

function deletion(asset: Asset, proposal: Proposal): PlannedChange {
	return { id: assetName(asset), action: 'delete', asset, difference: [], why: [], proposal };
}
