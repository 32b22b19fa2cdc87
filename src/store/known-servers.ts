import { isClustered } from '../jetstream/peer-group.ts';
import type { ClusterInfo } from '../jetstream/wire.ts';
import { latest } from './datum.ts';
import type { DeckState } from './state.ts';

/** Servers that the infos of streams name, sorted; with `like` only those of the cluster of that stream. */
export function serversIn({ streams }: Pick<DeckState, 'streams'>, like?: string): readonly string[] {
	const cluster = like === undefined ? undefined : clusterOf(streams, like)?.name;
	const names = new Set<string>();
	for (const stream of streams.entries.keys()) {
		const found = clusterOf(streams, stream);
		if (found === undefined || (like !== undefined && found.name !== cluster)) continue;
		for (const name of membersOf(found)) names.add(name);
	}
	return [...names].toSorted();
}

/** Servers with a copy of a stream, where those of its consumers may be. */
export function serversOfStream({ streams }: Pick<DeckState, 'streams'>, stream: string): readonly string[] {
	const cluster = clusterOf(streams, stream);
	return cluster === undefined ? [] : membersOf(cluster);
}

function clusterOf({ entries }: DeckState['streams'], stream: string): ClusterInfo | undefined {
	const entry = entries.get(stream);
	const cluster = entry && latest(entry.info)?.cluster;
	return cluster !== undefined && isClustered(cluster) ? cluster : undefined;
}

function membersOf({ leader, replicas }: ClusterInfo): readonly string[] {
	return [...(leader ? [leader] : []), ...(replicas ?? []).map(({ name }) => name)];
}
