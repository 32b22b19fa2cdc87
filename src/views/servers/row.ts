import type { MetaPeer } from '../../jetstream/system/stats.ts';
import type { DeckState } from '../../store/state.ts';
import { hasSystem } from '../../store/system/access.ts';
import { statsEvery } from '../../store/system/gathered-resource.ts';
import type { MetaSeen } from '../../store/system/meta.ts';
import type { ServerEntry } from '../../store/system/server-entries.ts';
import { clock } from '../columns/clock.ts';
import { storeVerdicts } from './store-verdicts.ts';

/** A server as its row shows it. */
export interface ServerRow extends ServerEntry {
	readonly isMetaLeader: boolean;
	/** In the words of the meta leader. */
	readonly peer?: MetaPeer | undefined;
	readonly state: ServerVerdict;
	readonly stale: boolean;
	readonly now: number;
}

/** What is wrong with a server, if anything. */
export interface ServerVerdict {
	readonly severity: 'critical' | 'warning' | 'ok' | 'unknown';
	readonly short: string;
	/** In a sentence without its full stop. */
	readonly long?: string;
}

/** Since when a server does not answer; of one that nobody ever heard that is unknown. */
export function silenceOf({ missingSince, heardAt }: ServerEntry): string | undefined {
	if (missingSince === undefined) return undefined;
	return heardAt === undefined ? 'no answer so far' : `no answer since ${clock(missingSince)}`;
}

const missedGatherings = 3;

export function serverRow(state: DeckState, name: string): ServerRow {
	const entry: ServerEntry = state.servers.entries.get(name) ?? { name };
	const meta = metaOf(state, entry);
	// What a former leader said is no more so.
	const peer = meta?.recalled ? undefined : meta?.group.replicas.find((each) => each.name === name);
	const { now, intervalMs } = state;
	const at = entry.statsAt ?? entry.heardAt ?? now;
	return {
		...entry,
		isMetaLeader: meta?.group.leader === name,
		peer,
		state: verdictOn(entry, peer, meta, hasSystem(state)),
		stale: now - at > missedGatherings * statsEvery(state) * intervalMs,
		now,
	};
}

/** The meta group that a server belongs to, if it is known. */
function metaOf({ servers: { metas } }: DeckState, { name, stats }: ServerEntry): MetaSeen | undefined {
	const { domain = '', meta } = stats?.jetstream ?? {};
	if (meta !== undefined) return metas.find((each) => each.domain === domain);
	return metas.find(({ group }) => group.leader === name || group.replicas.some((peer) => peer.name === name));
}

/** A server takes a while to join. */
const joinsMs = 10_000;

/** It has JetStream in the domain of this group, but its leader does not name it: it was removed, and counts as healthy itself. */
export function isOutside({ name, server, stats, statsAt = 0 }: ServerEntry, { domain, group, by }: MetaSeen): boolean {
	if (server?.jetstream !== true || group.leader !== by || by === name) return false;
	if (stats?.jetstream === undefined || (stats.jetstream.domain ?? '') !== domain) return false;
	const joins = stats.start !== undefined && statsAt - stats.start < joinsMs;
	return !joins && !group.replicas.some((peer) => peer.name === name);
}

/** The first that is true says it. */
function verdictOn(
	entry: ServerEntry,
	peer: MetaPeer | undefined,
	meta: MetaSeen | undefined,
	isAsked: boolean,
): ServerVerdict {
	const { health, jsz, server, stats } = entry;
	const since = silenceOf(entry);
	if (since !== undefined) {
		return {
			severity: 'critical',
			short: 'no answer',
			long: peer?.offline ? `${since}; the meta leader calls it offline` : since,
		};
	}
	if (health !== undefined && !health.isOk)
		return { severity: 'critical', short: health.status, ...(health.error !== undefined && { long: health.error }) };
	if (peer?.offline) return { severity: 'critical', short: 'offline', long: 'offline in the words of the meta leader' };
	if (peer !== undefined && !peer.current)
		return { severity: 'warning', short: 'not current', long: 'not current in the words of the meta leader' };
	if (server?.jetstream && jsz?.disabled)
		return {
			severity: 'warning',
			short: 'no JetStream',
			long: 'JetStream is off, or somebody removed the server from the meta group',
		};
	if (meta !== undefined && isOutside(entry, meta))
		return { severity: 'warning', short: 'no meta peer', long: 'not a peer of the meta group: it was removed' };
	// HEALTHZ says ok all the same.
	const [full] = stats === undefined ? [] : storeVerdicts(stats);
	if (full !== undefined) return { severity: full.severity, short: full.short, long: full.sentence.replace(/\.$/, '') };
	if (health !== undefined) return { severity: 'ok', short: 'ok' };
	return isAsked ? { severity: 'unknown', short: '·' } : { severity: 'ok', short: 'replies' };
}

/** Those that come first: who does not answer, then what is not well. */
export function firstServers(state: DeckState): ReadonlyMap<string, number> {
	const weights = { critical: 1, warning: 0, ok: 0, unknown: 0 } as const;
	return new Map(
		[...state.servers.entries.values()].flatMap((entry): readonly [string, number][] => {
			if (entry.missingSince !== undefined) return [[entry.name, 2]];
			const weight = weights[serverRow(state, entry.name).state.severity];
			return weight === 0 ? [] : [[entry.name, weight]];
		}),
	);
}
