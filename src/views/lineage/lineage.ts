import { apiPrefix } from '../../jetstream/api-prefix.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { type Branch, type Copying, connectedWith, copyingsOf, type Node, nodeKey, treeOf } from './graph.ts';
import { unaskable } from './unaskable.ts';

/** The tree, its rows by id, and the origins elsewhere that it names. */
interface Lineage {
	readonly rows: ReadonlyMap<string, Branch>;
	readonly elsewhere: readonly Node[];
	/** Why some of them are not asked, by key. */
	readonly unasked: ReadonlyMap<string, string>;
}

interface Made {
	readonly from: readonly unknown[];
	readonly lineage: Lineage;
}

/** By table of streams, which is new after each write, and by the stream that it is about. */
const made = new WeakMap<DeckState['streams'], Map<string, Made>>();

/** @param stream whose relatives are shown; empty: all that copies or is copied */
export function lineageOf(state: DeckState, stream: string): Lineage {
	const { streams, origins, link, target, readOnly } = state;
	const from = [origins, link, target, readOnly];
	const known = made.get(streams) ?? new Map<string, Made>();
	made.set(streams, known);
	const before = known.get(stream);
	if (before?.from.every((each, at) => each === from[at])) return before.lineage;
	const lineage = make(state, stream);
	known.set(stream, { from, lineage });
	return lineage;
}

function make(state: DeckState, stream: string): Lineage {
	const home = homePrefixes(state);
	const every: Copying[] = [];
	for (const [name, { info }] of state.streams.entries) {
		const last = latest(info);
		if (last !== undefined) every.push(...copyingsOf({ prefix: '', stream: name }, last, home));
	}
	const direct = new Set(every.map(({ from }) => nodeKey(from)));
	every.push(...further(state, every, home));
	const copyings = stream === '' ? every : connectedWith({ prefix: '', stream }, every);
	const nodes = new Map(copyings.flatMap(({ from, to }) => [from, to].map((node) => [nodeKey(node), node] as const)));
	const elsewhere = [...nodes.values()].filter(({ prefix }) => prefix !== '');
	const unasked = elsewhere.flatMap((node) => {
		const why = unaskable(state, node, direct.has(nodeKey(node)));
		return why === undefined ? [] : [[nodeKey(node), why] as const];
	});
	return {
		rows: new Map(treeOf(copyings).map((branch, at) => [rowId(branch, at), branch])),
		elsewhere,
		unasked: new Map(unasked),
	};
}

/** What origins elsewhere copy themselves. Each is looked at once: two domains may copy from each other. */
function further({ origins }: DeckState, copyings: readonly Copying[], home: ReadonlySet<string>): readonly Copying[] {
	const found: Copying[] = [];
	const seen = new Set<string>();
	const waiting = copyings.map(({ from }) => from);
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		const key = nodeKey(node);
		if (node.prefix === '' || seen.has(key)) continue;
		seen.add(key);
		const info: StreamInfo | undefined = latest(origins.entries.get(key) ?? { phase: 'unknown' });
		const more = info === undefined ? [] : copyingsOf(node, info, home);
		// A stream of this account says itself what it copies.
		found.push(...more);
		waiting.push(...more.map(({ from }) => from));
	}
	return found;
}

/** A row keeps its id while the tree changes elsewhere. */
const rowId = ({ node, copying, repeats }: Branch, at: number): string =>
	[nodeKey(node), copying === undefined ? '' : nodeKey(copying.from), copying?.filter ?? '', repeats ? at : ''].join(
		'\n',
	);

/** The prefixes that lead back here. */
function homePrefixes({ link, target }: DeckState): ReadonlySet<string> {
	const domain = target.domain ?? (link.phase === 'connected' ? link.server.domain : undefined);
	return new Set([apiPrefix(target), ...(domain === undefined ? [] : [`$JS.${domain}.API`])]);
}
