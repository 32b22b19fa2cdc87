import { bytes } from '../../../format/bytes.ts';
import { subjectsOverlap } from '../../subject-match.ts';
import type { StreamConfig } from '../../wire.ts';
import type { Finding, Rule } from '../rule.ts';
import { type Fields, fields, integer, list, text, texts } from '../values.ts';
import { type Copy, copiesOf, copyRules } from './copies.ts';
import type { StreamCase } from './stream-case.ts';

/** The stream that a copy reads from, if it is a known stream of this account. */
function originOf({ source }: Copy, { config, old, situation, supports }: StreamCase): StreamConfig | undefined {
	// 2.9 treats an external origin as the local stream of that name.
	if (source.external && supports('2.10')) return undefined;
	const name = text(source.name);
	return name === config.name ? old : situation.streams.find((stream) => stream.name === name);
}

/** What a mirror and sources need of the streams that they copy. */
export const streamOrigins: readonly Rule<StreamCase>[] = [
	...copyRules([
		{
			mirror: 10030,
			source: 10046,
			broken: (copy, what) => {
				const own = integer(what.config.max_msg_size);
				const theirs = integer(originOf(copy, what)?.max_msg_size);
				return (
					own > 0 &&
					theirs > 0 &&
					own < theirs && [
						'name',
						`the stream stores messages of up to ${bytes(theirs)}, which exceeds the max message size`,
					]
				);
			},
		},
		{
			gone: '2.10',
			mirror: 10052,
			source: 10052,
			broken: (copy, what) => {
				const filter = text(copy.source.filter_subject);
				const origin = originOf(copy, what);
				if (filter === '' || origin === undefined) return undefined;
				const subjects = seenSubjects(copy, what);
				return (
					subjects.length > 0 &&
					!subjects.some((subject) => subjectsOverlap(subject, filter)) && [
						'filter_subject',
						`filter subject must overlap the subjects of ${origin.name}`,
					]
				);
			},
		},
		{
			mirror: 10022,
			source: 10022,
			broken: ({ source }, what) => {
				const prefix = text(fields(source.external)?.deliver);
				if (prefix === '') return undefined;
				const subjects = copiesOf(what).flatMap((copy) => texts(originOf(copy, what)?.subjects));
				const taken = subjects.find((subject) => subjectsOverlap(subject, `${prefix}.${subject}`));
				return (
					taken !== undefined && [
						'external.deliver',
						`delivery prefix must not overlap ${taken}, which the stream copies`,
					]
				);
			},
		},
		{
			since: '2.10',
			source: 10140,
			broken: ({ source, kind, path }, what) => {
				const first = copiesOf(what).find((copy) => copy.kind === kind && sameSource(copy.source, source));
				return first?.path !== path && ['name', 'is listed twice with the same filter'];
			},
		},
	]),
	{ path: 'sources', errCode: 10052, broken: cycleOf },
];

/** 2.9 compares a filter with the subjects of all origins up to its own. */
function seenSubjects(copy: Copy, what: StreamCase): readonly string[] {
	const all = copiesOf(what).filter(({ kind }) => kind === copy.kind);
	const upTo = all.slice(0, all.findIndex(({ path }) => path === copy.path) + 1);
	return upTo.flatMap((one) => texts(originOf(one, what)?.subjects));
}

/** What identifies a source on servers: origin, and filter or transforms. */
function sameSource(one: Fields, other: Fields): boolean {
	const key = (source: Fields): string =>
		JSON.stringify([
			text(source.name),
			source.external ? text(fields(source.external)?.api) : null,
			source.consumer ? text(fields(source.consumer)?.name) : null,
			list(source.subject_transforms).length === 0
				? [[text(source.filter_subject) || '>', '>']]
				: list(source.subject_transforms).map(({ src, dest }) => [text(src) || '>', text(dest) || '>']),
		]);
	return key(one) === key(other);
}

/** Follows the copies through all known streams, as servers do: breadth first, from this one. */
export function cycleOf({ config, situation, supports }: StreamCase): readonly Finding[] {
	const visited = new Set<string>();
	const queue: StreamConfig[] = [config];
	const visit = (name: string): void => {
		const next = situation.streams.find((stream) => stream.name === name && stream.name !== config.name);
		if (next !== undefined) queue.push(next);
	};
	for (let stream = queue.shift(); stream !== undefined; stream = queue.shift()) {
		visited.add(stream.name);
		for (const source of list(stream.sources)) {
			if (source.external) continue;
			const name = text(source.name);
			if (!visited.has(name)) visit(name);
			else if (!supports('2.10') || takes(stream, text(source.filter_subject))) return cycle(stream, name, config);
		}
		const mirror = fields(stream.mirror);
		if (mirror === undefined || mirror.external) continue;
		if (visited.has(text(mirror.name))) return cycle(stream, text(mirror.name), config);
		visit(text(mirror.name));
	}
	return [];
}

function cycle(stream: StreamConfig, name: string, { name: own, mirror }: StreamConfig): readonly Finding[] {
	const [path, label] = mirror ? ['mirror.name', 'Mirror'] : ['sources', 'Sources'];
	const rule =
		stream.name === own && name === own
			? 'not be the stream itself'
			: `not form a cycle: ${stream.name} copies ${name} again`;
	return [{ path, message: `${label} must ${rule}.` }];
}

const takes = (stream: StreamConfig, filter: string): boolean =>
	filter === '' || texts(stream.subjects).some((subject) => subjectsOverlap(subject, filter));
