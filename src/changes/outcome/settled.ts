import { plural } from '../../format/integer.ts';
import { desiredOf } from '../../jetstream/desired.ts';
import { isMember } from '../../jetstream/peer-group.ts';
import type { ClusterInfo } from '../../jetstream/wire.ts';
import type { Settling, Unsettled } from '../rows/row.ts';
import { isWhereWished } from './moved.ts';

/** What a move still does, and what it waits for. */
function moveUnderWay(cluster: ClusterInfo | undefined): Unsettled | undefined {
	const desired = cluster && desiredOf(cluster);
	if (desired === undefined) return undefined;
	const { servers, doing, stuck } = desired;
	const to = servers.length === 0 ? 'moving' : `moving to ${servers.join(', ')}`;
	const state = stuck === undefined ? doing : `stuck: ${stuck}`;
	const late = (cluster?.replicas ?? []).flatMap(({ name, current, lag = 0 }) =>
		!current && lag > 0 ? [`${name} is ${plural(lag, 'operation')} behind`] : [],
	);
	return { said: [state === undefined ? to : `${to}: ${state}`, ...late].join(', '), isUnderWay: true };
}

/** A copy has left its server once neither the leader nor the replicas name that. */
export const evacuated: Settling = ({ cluster }, { body }) => {
	const { peer } = (body ?? {}) as { readonly peer?: string };
	const moves = moveUnderWay(cluster);
	if (moves !== undefined) return moves;
	if (!cluster?.leader) return { said: 'it has no leader', isUnderWay: false };
	return isMember(cluster, peer) ? { said: `${peer} still has its copy`, isUnderWay: false } : undefined;
};

/** Rolled back once nothing is desired any more, unless the move ended before the server could cancel it. */
export const rolledBack: Settling = ({ cluster }, _, before) => {
	const moves = moveUnderWay(cluster);
	if (moves !== undefined || !cluster?.leader || !isWhereWished(cluster, before?.cluster)) return moves;
	return { said: 'the move was finished before it could be cancelled', isUnderWay: false };
};
