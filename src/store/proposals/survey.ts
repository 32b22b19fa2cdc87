import { dependentSentence, dependentsOf } from '../../jetstream/loss/dependents.ts';
import { managersOf } from '../../jetstream/loss/managed-by.ts';
import type { Api } from '../../jetstream/request.ts';
import type { StreamConfig } from '../../jetstream/wire.ts';
import { latest } from '../datum.ts';
import type { DeckState } from '../state.ts';
import type { Doomed } from './plan/stream-delete.ts';
import { type ReadAssets, readStreams } from './read-assets.ts';

/** Streams that may be deleted, with what hangs on each of them. */
export async function doomedStreams(
	api: Api,
	names: readonly string[],
	state: DeckState,
	signal: AbortSignal,
): Promise<ReadAssets<Doomed>> {
	const [read, consumers, others] = await Promise.all([
		readStreams(api, names, signal),
		consumerNames(api, names, signal),
		everyStream(api, state, signal),
	]);
	if ('refusal' in read) return read;
	const going = new Set(names);
	return {
		infos: read.infos.map((info) => {
			const known = consumers.get(info.config.name);
			const left = dependentsOf(info.config.name, others).filter(({ stream }) => !going.has(stream));
			const warnings = [...left.map(dependentSentence), ...managersOf(info.config).map(({ sentence }) => sentence)];
			return { info, ...(known !== undefined && { consumers: known }), warnings };
		}),
	};
}

/** Every stream of the account, for those that copy another; where LIST is refused those that the deck has seen. */
async function everyStream(api: Api, state: DeckState, signal: AbortSignal): Promise<readonly StreamConfig[]> {
	const answer = await api.pages('stream.list', {}, undefined, { signal, concurrency: 4 });
	return answer.ok ? answer.value.items.map(({ config }) => config) : knownStreams(state);
}

/** Only of a few streams: names are there to be recognised, the count is known anyway. */
const namesOfMost = 10;

async function consumerNames(
	api: Api,
	streams: readonly string[],
	signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
	if (streams.length > namesOfMost) return new Map();
	const answers = await Promise.all(
		streams.map(async (stream) => [stream, await api.pages('consumer.names', { stream }, {}, { signal })] as const),
	);
	return new Map(answers.flatMap(([stream, answer]) => (answer.ok ? [[stream, answer.value.items] as const] : [])));
}

/** Configurations of the streams that the deck has seen, as far as it has. */
export function knownStreams(state: DeckState): readonly StreamConfig[] {
	return [...state.streams.entries.values()].flatMap(({ info }) => latest(info)?.config ?? []);
}
