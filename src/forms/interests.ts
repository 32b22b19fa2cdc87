import { isSubject } from '../jetstream/subject-match.ts';
import { consumerListResource, consumerNamesResource } from '../store/consumer-resources.ts';
import { latest } from '../store/datum.ts';
import { overlapResource } from '../store/overlap-resource.ts';
import type { Resource } from '../store/resource.ts';
import { knownStream } from '../store/situation.ts';
import type { DeckState } from '../store/state.ts';
import { streamResource } from '../store/stream-resources.ts';
import { writtenConfig } from './config.ts';
import type { Form } from './form.ts';
import { matchingInterests } from './matching.ts';

/** Most subjects that one form looks up. */
export const mostSubjects = 32;

/** What the deck must ask for to know whether the server would accept this form. */
export function formInterests(form: Form, state: DeckState): readonly Resource[] {
	if (form.asset === 'consumer')
		return [streamResource(form.stream, 5), ...consumersOf(form.stream, state), ...matchingInterests(form, state)];
	const { config } = writtenConfig(form);
	const own = form.info?.config.name;
	const subjects = listed(config.subjects).filter(isSubject).slice(0, mostSubjects);
	const overlapping = subjects.flatMap((subject) => {
		const datum = state.overlaps.entries.get(subject);
		return datum === undefined ? [] : (latest(datum) ?? []);
	});
	const copied = [config.mirror, ...(Array.isArray(config.sources) ? config.sources : [])].flatMap(nameIn);
	const names = new Set(latest(state.streamNames) ?? []);
	const others = [...new Set([...overlapping, ...copied])].filter((name) => name !== own && names.has(name));
	return [
		...subjects.map(overlapResource),
		...others.map((name) => streamResource(name, 5)),
		...(own === undefined ? [] : consumersOf(own, state)),
	];
}

/** Most consumers whose configurations a form asks for: they come in one request. */
export const mostConsumers = 256;

function consumersOf(stream: string, state: DeckState): readonly Resource[] {
	const info = knownStream(state, stream);
	if (info === undefined) return [];
	return info.state.consumer_count <= mostConsumers
		? [consumerListResource(stream, 5)]
		: [consumerNamesResource(stream, 15)];
}

const listed = (value: unknown): readonly string[] =>
	Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

function nameIn(source: unknown): readonly string[] {
	if (typeof source !== 'object' || source === null) return [];
	const { name } = source as { readonly name?: unknown };
	return typeof name === 'string' && name !== '' ? [name] : [];
}
