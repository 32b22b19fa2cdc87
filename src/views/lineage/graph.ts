import { groupBy } from '../../format/group-by.ts';
import type { StreamInfo, StreamSource, StreamSourceInfo } from '../../jetstream/wire.ts';

/** A stream: of this account, or behind the prefix of another domain or account. */
export interface Node {
	/** Empty for this account. */
	readonly prefix: string;
	readonly stream: string;
}

/** Neither can contain the separator: names and subjects have no NUL. */
export const nodeKey = ({ prefix, stream }: Node): string => `${prefix}\0${stream}`;

/** One stream copies another. */
export interface Copying {
	readonly kind: 'mirror' | 'source';
	readonly from: Node;
	readonly to: Node;
	readonly filter?: string | undefined;
	/** What the copying stream says of it; absent where its server does not copy this source. */
	readonly state?: StreamSourceInfo | undefined;
}

/** What a stream copies, mirrors first. `home`: prefixes that lead to this account itself. */
export function copyingsOf(to: Node, info: StreamInfo, home: ReadonlySet<string>): readonly Copying[] {
	const { config, mirror, sources } = info;
	const copying = (kind: Copying['kind'], source: StreamSource, states: readonly StreamSourceInfo[]): Copying => {
		const prefix = source.external?.api ?? '';
		const state = states.find((each) => isSame(each, source)) ?? states.find(({ name }) => name === source.name);
		return {
			kind,
			to,
			// Without a prefix of its own, the origin is where the copy is.
			from: { prefix: prefix === '' ? to.prefix : home.has(prefix) ? '' : prefix, stream: source.name },
			filter: source.filter_subject || source.subject_transforms?.map(({ src }) => src).join(' ') || undefined,
			state,
		};
	};
	return [
		...(config.mirror ? [copying('mirror', config.mirror, mirror === undefined ? [] : [mirror])] : []),
		...(config.sources ?? []).map((source) => copying('source', source, sources ?? [])),
	];
}

function isSame(state: StreamSourceInfo, source: StreamSource): boolean {
	return (
		state.name === source.name &&
		(state.external?.api ?? '') === (source.external?.api ?? '') &&
		(state.filter_subject ?? '') === (source.filter_subject ?? '')
	);
}

/** A row of the tree. */
export interface Branch {
	readonly node: Node;
	readonly depth: number;
	/** How it copies the row above it; absent for an origin. */
	readonly copying?: Copying | undefined;
	/** `cycle`: it is one of the rows that it copies. `again`: its copies are listed at an earlier row. */
	readonly repeats?: 'cycle' | 'again' | undefined;
}

/**
 * Origins, and below each what copies it. Every stream is opened once, so neither a cycle nor many paths to one stream make the
 * tree endless.
 */
export function treeOf(copyings: readonly Copying[]): readonly Branch[] {
	const copies = groupBy(copyings, ({ from }) => nodeKey(from));
	const nodes = new Map<string, Node>();
	const copied = new Set<string>();
	for (const copying of copyings) {
		nodes.set(nodeKey(copying.from), copying.from).set(nodeKey(copying.to), copying.to);
		copied.add(nodeKey(copying.to));
	}
	const branches: Branch[] = [];
	const opened = new Set<string>();
	const above: string[] = [];
	const add = (node: Node, copying?: Copying): void => {
		const key = nodeKey(node);
		const repeats = above.includes(key) ? 'cycle' : opened.has(key) && copies.has(key) ? 'again' : undefined;
		branches.push({ node, depth: above.length, copying, repeats });
		if (repeats !== undefined) return;
		opened.add(key);
		above.push(key);
		for (const each of copies.get(key) ?? []) add(each.to, each);
		above.pop();
	};
	const keys = [...nodes.keys()].toSorted();
	for (const key of keys) if (!copied.has(key)) add(nodes.get(key) as Node);
	// What is left is in cycles, which have no origin.
	for (const key of keys) if (!opened.has(key)) add(nodes.get(key) as Node);
	return branches;
}

/** What is connected with a stream, however far. */
export function connectedWith(stream: Node, copyings: readonly Copying[]): readonly Copying[] {
	const reached = new Set([nodeKey(stream)]);
	const copies = groupBy(copyings, ({ from }) => nodeKey(from));
	const origins = groupBy(copyings, ({ to }) => nodeKey(to));
	// A set is walked with what is added to it meanwhile.
	for (const key of reached) {
		for (const { to } of copies.get(key) ?? []) reached.add(nodeKey(to));
		for (const { from } of origins.get(key) ?? []) reached.add(nodeKey(from));
	}
	return copyings.filter(({ from }) => reached.has(nodeKey(from)));
}
