import { subjectsOverlap } from '../../subject-match.ts';
import type { StreamConfig } from '../../wire.ts';
import type { Finding } from '../rule.ts';
import { fields, list, text, texts } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

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
