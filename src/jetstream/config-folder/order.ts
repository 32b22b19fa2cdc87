import { cycleOf } from '../rules/stream/cycle.ts';
import { effectiveSubjects, streamCase } from '../rules/stream/stream-case.ts';
import type { Features } from '../server-features.ts';
import { subjectsOverlap } from '../subject-match.ts';
import type { StreamConfig } from '../wire.ts';
import type { FileStream } from './assets.ts';
import type { FileRemark } from './documents.ts';

/** Streams of the same account that a stream copies. */
function originsOf({ mirror, sources }: StreamConfig): readonly string[] {
	return [...(mirror ? [mirror] : []), ...(sources ?? [])]
		.filter(({ external }) => external === undefined)
		.map(({ name }) => name);
}

/** Streams of the files that copy each other in a cycle: servers refuse them in any order. */
export function copyCycles(streams: readonly FileStream[], features: Features): readonly FileRemark[] {
	const configs = streams.map(({ config }) => config);
	const copying = streams.filter(({ config }) => originsOf(config).length > 0);
	const found = copying.flatMap(({ file, line, config }) => {
		const situation = { features, streams: configs.filter(({ name }) => name !== config.name) };
		const [cycle] = cycleOf(streamCase(config, situation));
		return cycle === undefined ? [] : [{ file, line, message: `Stream ${config.name}: ${cycle.message}` }];
	});
	return found;
}

interface Ordered {
	readonly stream: string;
	readonly after: StreamConfig;
	/** The current configuration, if it exists. */
	readonly before: StreamConfig | undefined;
}

/** Origins before their copies, and a stream that gives up a subject before the one that takes it; otherwise in their order. */
export function inOrder<T extends Ordered>(streams: readonly T[]): readonly T[] {
	const byName = new Map(streams.map((each) => [each.stream, each] as const));
	const givers = streams.filter(({ before }) => before !== undefined);
	const first = (each: T): readonly T[] => [
		...originsOf(each.after).flatMap((name) => byName.get(name) ?? []),
		...givers.filter((other) => other !== each && givesUp(other, each)),
	];
	const placed = new Set<T>();
	const open = new Set<T>();
	const place = (each: T): void => {
		if (placed.has(each) || open.has(each)) return;
		open.add(each);
		for (const other of first(each)) place(other);
		open.delete(each);
		placed.add(each);
	};
	for (const each of streams) place(each);
	return [...placed];
}

/** Whether a stream gives up a subject that another one takes. */
function givesUp({ before, after }: Ordered, taker: Ordered): boolean {
	if (before === undefined) return false;
	const wanted = effectiveSubjects(taker.after);
	const overlaps = (config: StreamConfig): boolean =>
		effectiveSubjects(config).some((subject) => wanted.some((other) => subjectsOverlap(subject, other)));
	return overlaps(before) && !overlaps(after);
}
