import { createHash } from 'node:crypto';
import { groupBy } from '../../format/group-by.ts';
import { consumerName, type ExportedStream } from './asset.ts';

/** Names of streams and their consumers in a format. Two names may collide; upper and lower case do not distinguish them. */
export interface AssetNames {
	readonly stream: (stream: string) => string;
	readonly consumer: (stream: string, consumer: string) => string;
}

/**
 * A name for each asset. If several collide, those whose own name differs get a mark, which is the same in every export.
 * @param make from the name of a stream, and of one of its consumers
 * @param taken names, in lower case, that are in use
 */
export function namesOf(
	streams: readonly ExportedStream[],
	make: (stream: string, consumer?: string) => string,
	taken: readonly string[] = [],
): AssetNames {
	const all = streams.flatMap(({ config: { name: stream }, consumers }) => [
		{ key: stream, name: make(stream) },
		...consumers.map((config) => {
			const consumer = consumerName(config);
			return { key: keyOf(stream, consumer), name: make(stream, consumer) };
		}),
	]);
	const groups = groupBy(all, ({ name }) => name.toLowerCase());
	const isItsOwn = (key: string, name: string): boolean => {
		if (taken.includes(name.toLowerCase())) return false;
		const group = groups.get(name.toLowerCase()) ?? [];
		return group.length === 1 || (key === name && group.filter((each) => each.key === each.name).length === 1);
	};
	const names = new Map(
		all.map(({ key, name }) => [key, isItsOwn(key, name) ? name : `${name}-${markOf(key)}`] as const),
	);
	return {
		stream: (stream) => names.get(stream) ?? make(stream),
		consumer: (stream, consumer) => names.get(keyOf(stream, consumer)) ?? make(stream, consumer),
	};
}

const keyOf = (stream: string, consumer: string): string => `${stream}\0${consumer}`;

const markOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 6);

const longest = 100;

/** A name as a part of a file name: no dots, nothing with a special meaning for a file system or a shell. */
export function fileStem(name: string): string {
	const stem = name
		.normalize()
		.toWellFormed()
		.replaceAll(/[^\p{L}\p{N}_$@+=,~-]/gu, (sign) =>
			[...new TextEncoder().encode(sign)]
				.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
				.join(''),
		);
	const bytes = new TextEncoder().encode(stem).length;
	return bytes <= longest ? stem : `${[...stem].slice(0, 24).join('')}~${markOf(name)}`;
}

/** `ORDERS`, and `ORDERS.worker` for one of its consumers. */
export const fileStemOf = (stream: string, consumer?: string): string =>
	consumer === undefined ? fileStem(stream) : `${fileStem(stream)}.${fileStem(consumer)}`;
