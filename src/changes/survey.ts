import { configurationOf } from '../jetstream/configuration-of.ts';
import { dependentSentence, dependentsOf } from '../jetstream/loss/dependents.ts';
import { managersOf } from '../jetstream/loss/managed-by.ts';
import type { Api } from '../jetstream/request.ts';
import type { StreamConfig } from '../jetstream/wire.ts';
import { lastKnown } from '../store/datum.ts';
import type { DeckState } from '../store/state.ts';
import { otherStreams } from './other-streams.ts';
import type { Doomed } from './plan/stream-delete.ts';
import { type Offline, type ReadAssets, readStreamsOrOffline } from './read-assets.ts';

/**
 * Streams to delete, with what depends on each of them. Costs the same in a large account as in a small one: nothing
 * here reads all streams.
 */
export async function doomedStreams(
	api: Api,
	names: readonly string[],
	state: DeckState,
	signal: AbortSignal,
): Promise<ReadAssets<Doomed>> {
	const [read, consumers, others] = await Promise.all([
		readStreamsOrOffline(api, names, signal),
		consumersOf(api, names, signal),
		otherStreams(api, state, signal),
	]);
	if ('refusal' in read) return read;
	const going = new Set(names);
	const about = (name: string, config: StreamConfig | undefined): Pick<Doomed, 'warnings' | 'consumers'> => {
		const known = consumers.get(name);
		const left = dependentsOf(name, others.configs).filter(({ stream }) => !going.has(stream));
		const managers = config === undefined ? [] : managersOf(config).map(({ sentence }) => sentence);
		return { ...(known && { consumers: known }), warnings: [...left.map(dependentSentence), ...managers] };
	};
	const infos = read.infos.map((found): Doomed => {
		if (!('offline' in found)) return { info: found, ...about(found.config.name, found.config) };
		const last = lastOf(found, state);
		return { ...found, ...(last && { last }), ...about(found.name, last?.value.config) };
	});
	const [first, ...rest] = infos;
	if (first === undefined || others.unread === undefined) return { infos };
	return { infos: [{ ...first, warnings: [...first.warnings, others.unread] }, ...rest] };
}

function lastOf({ name }: Offline, { streams }: DeckState) {
	const entry = streams.entries.get(name);
	return entry && lastKnown(entry.info);
}

/** Only for a few streams: undo needs the configurations. */
const consumersOfMost = 10;

/** Configurations of all consumers, by stream; without streams whose consumers are unreadable. */
async function consumersOf(
	api: Api,
	streams: readonly string[],
	signal: AbortSignal,
): Promise<ReadonlyMap<string, NonNullable<Doomed['consumers']>>> {
	if (streams.length > consumersOfMost) return new Map();
	const answers = await Promise.all(
		streams.map(async (stream) => [stream, await api.pages('consumer.list', { stream }, {}, { signal })] as const),
	);
	return new Map(
		answers.flatMap(([stream, answer]) => {
			if (!answer.ok) return [];
			const named = answer.value.items.filter(({ name }) => name !== undefined && name !== '');
			return [[stream, named.map((info) => ({ ...configurationOf(info), name: info.name }))] as const];
		}),
	);
}
