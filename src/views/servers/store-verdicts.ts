import type { ServerStats } from '../../jetstream/system/stats.ts';
import { usageVerdicts } from '../health/account.ts';
import { severityWeights, type Wrong } from '../health/verdict.ts';

/** What is wrong with the storage and the memory of a server, the worst first: at its limit it refuses what any account stores. */
export function storeVerdicts({ jetstream }: Pick<ServerStats, 'jetstream'>): readonly Wrong[] {
	if (jetstream === undefined) return [];
	const { storage = 0, maxStorage = 0, memory = 0, maxMemory = 0 } = jetstream;
	return [...usageVerdicts('storage', storage, maxStorage), ...usageVerdicts('memory', memory, maxMemory)].toSorted(
		(a, b) => severityWeights[b.severity] - severityWeights[a.severity],
	);
}
