import { shortDuration, spanOfTime } from '../../format/duration.ts';
import { plural } from '../../format/integer.ts';
import { isUnmet, type MetaPeer } from '../../jetstream/system/stats.ts';
import type { DeckState } from '../../store/state.ts';
import { hasSystem } from '../../store/system/access.ts';
import { isLed, type MetaSeen, metaInView } from '../../store/system/meta.ts';
import type { ServerEntry } from '../../store/system/server-entries.ts';
import type { Notice } from '../places/row.ts';
import { noticeOver, systemNotice } from './notice.ts';
import { isOutside, type ServerVerdict, silenceOf } from './row.ts';

/** A peer of the meta group, or a server with JetStream that the group does not have. */
export interface MetaRow {
	readonly name: string;
	readonly isLeader: boolean;
	/** In the words of the leader; absent for itself. */
	readonly peer?: MetaPeer | undefined;
	readonly id?: string | undefined;
	readonly entry?: ServerEntry | undefined;
	readonly state: ServerVerdict;
}

/** A leader hears from each peer every second. */
const unseenMs = 3_000;

/** The peers by name, then the servers that are none. */
export function metaIds(state: DeckState): readonly string[] {
	const meta = metaInView(state);
	if (meta === undefined) return [];
	const { leader, replicas } = meta.group;
	const peers = new Set([...(leader === undefined ? [] : [leader]), ...replicas.map(({ name }) => name)]);
	const others = [...state.servers.entries.values()].filter((entry) => isOutside(entry, meta) || isMember(entry, meta));
	return [...new Set([...peers, ...others.map(({ name }) => name)])];
}

/** Without the words of a leader, who counts itself to the group is of it. */
const isMember = ({ stats }: ServerEntry, meta: MetaSeen): boolean =>
	!isLed(meta) && stats?.jetstream?.meta !== undefined && (stats.jetstream.domain ?? '') === meta.domain;

export function metaRow(state: DeckState, name: string): MetaRow {
	const meta = metaInView(state);
	const entry = state.servers.entries.get(name);
	const isLeader = meta?.group.leader === name;
	const peer = meta?.group.replicas.find((each) => each.name === name);
	const id = isLeader ? meta?.group.peer : peer?.peer;
	// What a former leader said of its lag is no more so.
	const told = meta?.recalled ? undefined : peer;
	return { name, isLeader, peer: told, id, entry, state: verdictOn(isLeader, peer, entry, meta) };
}

function verdictOn(
	isLeader: boolean,
	peer: MetaPeer | undefined,
	entry: ServerEntry | undefined,
	meta: MetaSeen | undefined,
): ServerVerdict {
	const missing = entry === undefined ? undefined : silenceOf(entry);
	const isUnclear = meta === undefined || !isLed(meta);
	if (!isLeader && peer === undefined && !isUnclear)
		return { severity: 'warning', short: 'no peer', long: missing ?? 'removed, or joining' };
	if (missing !== undefined) return { severity: 'critical', short: 'no answer', long: missing };
	if (isLeader) return { severity: 'ok', short: 'leader' };
	// Without the words of a leader nobody knows more.
	if (peer === undefined || meta?.recalled || meta?.group.leader === undefined)
		return { severity: 'unknown', short: entry?.server === undefined ? 'unknown' : 'replies' };
	if (isUnmet(peer)) return { severity: 'warning', short: 'never met', long: 'the leader never met it' };
	if (peer.offline) return { severity: 'critical', short: 'offline' };
	const { activeMs = 0 } = peer;
	if (activeMs > unseenMs)
		return { severity: 'critical', short: 'not seen', long: `not seen for ${spanOfTime(activeMs)}` };
	return peer.current ? { severity: 'ok', short: 'current' } : { severity: 'warning', short: 'not current' };
}

/** The group in a sentence or two. */
export function metaNotice(state: DeckState): Notice | undefined {
	if (!hasSystem(state)) return systemNotice(state);
	const meta = metaInView(state);
	return meta === undefined ? systemNotice(state) : noticeOver(state, groupNotice(meta));
}

function groupNotice(meta: MetaSeen): Notice {
	const { leader, size, quorum, pending = 0, rescue } = meta.group;
	const needed = quorum ?? (size === undefined ? undefined : Math.floor(size / 2) + 1);
	const of = size === undefined ? '' : ` of ${plural(size, 'peer')}`;
	if (leader === undefined)
		return {
			text: `The meta group has no leader: no stream can be created, changed or listed until one is elected, for which ${needed ?? 'a majority'}${of} must run.`,
			tone: 'bad',
		};
	const waits = pending > 0 ? ` ${plural(pending, 'API request')} wait${Number(pending) === 1 ? 's' : ''}.` : '';
	const rescued = rescue ? ' It is in rescue: remove the peers that are lost.' : '';
	return {
		text: `${leader} leads the meta group${of}; ${needed ?? 'a majority'} must run.${waits}${snapshotWords(meta)}${rescued}`,
		tone: rescue ? 'bad' : 'plain',
	};
}

/** 2.11.11. */
function snapshotWords({ group: { snapshot }, at }: MetaSeen): string {
	if (snapshot?.at === undefined) return '';
	const { pendingEntries: entries = 0 } = snapshot;
	return ` Last snapshot ${shortDuration(at - snapshot.at)} ago, ${plural(entries, 'entry', 'entries')} since.`;
}
