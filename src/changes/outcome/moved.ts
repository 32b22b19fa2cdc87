import { desiredOf } from '../../jetstream/desired.ts';
import { isMember } from '../../jetstream/peer-group.ts';
import type { ClusterInfo, ConsumerInfo } from '../../jetstream/wire.ts';
import type { WithCluster } from '../rows/row.ts';
import {
	applied,
	cannotTell,
	type Finding,
	infoBefore,
	type Look,
	type LookContext,
	notApplied,
	unclear,
} from './look.ts';

/** Another leader, or the same one elected again (`leader_since`, 2.12). */
export const steppedDown: Look = {
	judge: (now, around) => {
		const before = infoBefore<WithCluster>(around)?.cluster;
		if (now.kind === 'absent' || before?.leader === undefined)
			return cannotTell('jetdeck does not know the leader before.');
		const { cluster } = now.info as WithCluster;
		if (cluster?.leader === undefined || cluster.leader === '') return unclear;
		const same = cluster.leader === before.leader && cluster.leader_since === before.leader_since;
		return same ? notApplied : applied;
	},
};

/** The server that should lose its copy no longer has one. */
export const peerRemoved: Look = {
	judge: (now, { meaning }) => {
		if (now.kind === 'absent') return cannotTell('It no longer exists.');
		const { peer } = (meaning.body ?? {}) as { readonly peer?: string };
		const { cluster } = now.info as WithCluster;
		// Without a leader one server replies, which may not list all.
		if (!cluster?.leader) return unclear;
		return isMember(cluster, peer) ? notApplied : applied;
	},
};

/** The old copy stays until the new one is up to date: before that only the move shows (2.15 and later). */
export const evacuating: Look = {
	judge: (now, around) => {
		const removed = peerRemoved.judge(now, around) as Finding;
		if (removed.kind !== 'not applied' || now.kind === 'absent') return removed;
		const before = infoBefore<WithCluster>(around)?.cluster;
		if (desiredIn((now.info as WithCluster).cluster) === undefined) return notApplied;
		return before !== undefined && desiredIn(before) === undefined
			? applied
			: cannotTell('A move is under way, which may have begun before.');
	},
};

/** Rolled back: the move has ended, but not on the servers that it was to end on (2.15 and later). */
export const moveCancelled: Look = {
	judge: (now, around) => {
		const before = infoBefore<WithCluster>(around)?.cluster;
		const wished = desiredIn(before);
		if (now.kind === 'absent' || wished === undefined) return cannotTell('jetdeck does not know the move before.');
		const { cluster } = now.info as WithCluster;
		if (!cluster?.leader) return unclear;
		const is = desiredIn(cluster);
		if (is !== undefined)
			return isSame(is.servers, wished.servers) ? notApplied : cannotTell('Another move is under way.');
		return isWhereWished(cluster, before)
			? cannotTell('The move has ended: it was finished, perhaps before it could be cancelled.')
			: applied;
	},
};

/** Whether a group is on the servers that it was to move to. */
export const isWhereWished = (cluster: ClusterInfo, before: ClusterInfo | undefined): boolean =>
	isSame(serversOf(cluster), desiredIn(before)?.servers ?? []);

/** Those with a copy; without a leader one server replies, which lists itself too. */
const serversOf = ({ leader, replicas }: ClusterInfo): readonly string[] => [
	...new Set([...(leader ? [leader] : []), ...(replicas ?? []).map(({ name }) => name)]),
];

const desiredIn = (cluster: ClusterInfo | undefined): ReturnType<typeof desiredOf> => cluster && desiredOf(cluster);

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
	some.toSorted().join(' ') === others.toSorted().join(' ');

export const paused: Look = {
	judge: (now, around) => {
		const before = infoBefore<ConsumerInfo>(around);
		if (now.kind === 'absent') return cannotTell('The consumer no longer exists.');
		const { pause_until: asked } = (around.meaning.body ?? {}) as { readonly pause_until?: string };
		const is = pauseEnd(now.info as ConsumerInfo);
		if (before !== undefined && pauseEnd(before) === is) return notApplied;
		const end = asked === undefined ? Number.NaN : Date.parse(asked);
		return is === (end > Date.now() ? end : undefined)
			? applied
			: cannotTell('Somebody paused or resumed the consumer, but not as requested.');
	},
};

/** When the pause of a consumer ends, ms since the epoch; undefined if it is not paused. */
function pauseEnd({ paused: is, config }: ConsumerInfo): number | undefined {
	return is === true ? Date.parse(String(config.pause_until)) : undefined;
}

/** A reset restarts the count of deliveries (2.14); nothing else lowers the count, or the stream sequence. */
export const reset: Look = {
	judge: (now, around) => {
		const before = infoBefore<ConsumerInfo>(around)?.delivered;
		if (now.kind === 'absent' || before === undefined) return cannotTell('jetdeck could not read the consumer before.');
		const { delivered } = now.info as ConsumerInfo;
		if (delivered.consumer_seq < before.consumer_seq || delivered.stream_seq < before.stream_seq) return applied;
		if (delivered.consumer_seq === before.consumer_seq)
			return delivered.stream_seq === before.stream_seq ? notApplied : applied;
		return cannotTell('The consumer continued to deliver, and its counts do not show whether it was reset.');
	},
};

export const unpinned: Look = {
	judge: (now, around) => {
		const before = infoBefore<ConsumerInfo>(around);
		if (now.kind === 'absent' || before === undefined) return cannotTell('jetdeck could not read the consumer before.');
		const { group } = (around.meaning.body ?? {}) as { readonly group?: string };
		const pin = ({ priority_groups }: ConsumerInfo) => priority_groups?.find((each) => each.group === group);
		const [was, is] = [pin(before), pin(now.info as ConsumerInfo)];
		const same = was?.pinned_client_id === is?.pinned_client_id && was?.pinned_ts === is?.pinned_ts;
		return same ? notApplied : applied;
	},
};

/** If nothing was delivered since, this pull was not served either. */
export const pulled: Look = { judge: deliveredSince };

function deliveredSince(now: Parameters<Look['judge']>[0], around: LookContext): Finding {
	const before = infoBefore<ConsumerInfo>(around)?.delivered.consumer_seq;
	if (now.kind === 'there' && before === (now.info as ConsumerInfo).delivered.consumer_seq) return notApplied;
	return cannotTell(
		'Messages may have been delivered and lost on the way: the consumer delivers them again after ack_wait.',
	);
}
