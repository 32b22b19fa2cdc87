import type { StreamInfo } from '../../jetstream/wire.ts';
import { type Finding, unclear } from './look.ts';

/** A copy answers a heartbeat of its leader every second; nanoseconds. */
const heardOf = 1_500_000_000;

/**
 * Whether a majority of the copies has all that the leader has, and was heard of since. Without it the leader does not show what is in its log: that may still be
 * stored, once the others are back.
 */
export function isCommitted({ config, cluster }: Pick<StreamInfo, 'config' | 'cluster'>): boolean {
	const copies = config.num_replicas ?? 1;
	if (copies <= 1) return true;
	if (!cluster?.leader) return false;
	const level = (cluster.replicas ?? []).filter(
		({ current, offline, active, lag = 0 }) => current && offline !== true && lag === 0 && active < heardOf,
	);
	return level.length + 1 > copies / 2;
}

/** A no of the leader counts only when its log is settled. */
export const unlessUncommitted = (finding: Finding, info: Pick<StreamInfo, 'config' | 'cluster'>): Finding =>
	finding.kind === 'not applied' && !isCommitted(info) ? unclear : finding;
