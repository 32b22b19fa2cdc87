import type { ConsumerSituation, StreamSituation } from '../jetstream/rules/situation.ts';
import { isStandalone } from '../jetstream/standalone.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../jetstream/wire.ts';
import { latest, unknown } from './datum.ts';
import type { DeckState } from './state.ts';
import { consumerKey, splitConsumerKey } from './view.ts';

/** What the deck knows about the surroundings of a stream being written. */
export function streamSituation(form: { readonly info?: StreamInfo }, state: DeckState): StreamSituation {
	const own = form.info?.config.name;
	const account = latest(state.account);
	const names = latest(state.streamNames);
	return {
		features: state.features,
		streams: knownStreams(state).filter(({ name }) => name !== own),
		...(names !== undefined && { names }),
		...(account !== undefined && { account }),
		...serversOf(state),
		...(form.info !== undefined && { existing: form.info }),
		...(own !== undefined && { consumers: knownConsumers(state, own) }),
	};
}

/** Around a consumer; undefined while its stream is not known. */
export function consumerSituation(
	form: { readonly stream: string; readonly info?: ConsumerInfo },
	state: DeckState,
): ConsumerSituation | undefined {
	const stream = knownStream(state, form.stream);
	if (stream === undefined) return undefined;
	const account = latest(state.account);
	const names = latest(state.consumerNames.entries.get(form.stream) ?? unknown);
	return {
		features: state.features,
		stream,
		consumers: knownConsumers(state, form.stream).filter((config) => nameOf(config) !== form.info?.name),
		...(names !== undefined && { names }),
		...(account !== undefined && { account }),
		...serversOf(state),
		...(form.info !== undefined && { existing: form.info }),
	};
}

/** A stream, if the deck has seen it. */
export function knownStream({ streams }: Pick<DeckState, 'streams'>, name: string): StreamInfo | undefined {
	const entry = streams.entries.get(name);
	return entry && latest(entry.info);
}

/** Configurations of the streams that the deck has seen. */
export function knownStreams(state: DeckState): readonly StreamConfig[] {
	return [...state.streams.entries.values()].flatMap(({ info }) => latest(info)?.config ?? []);
}

/** Configurations of the consumers of a stream that the deck has seen. */
export function knownConsumers(state: DeckState, stream: string): readonly ConsumerConfig[] {
	return (latest(state.consumerNames.entries.get(stream) ?? unknown) ?? []).flatMap((consumer) => {
		const key = consumerKey(stream, consumer);
		const entry = state.consumers.entries.get(key);
		const info = entry && latest(entry.info);
		return info === undefined ? [] : [{ name: splitConsumerKey(key).consumer, ...info.config }];
	});
}

const nameOf = ({ name, durable_name: durable }: ConsumerConfig): string | undefined => name ?? durable;

/** A server outside of a cluster has the only copy; an account cannot see how large a cluster is. */
function serversOf({ link, target }: DeckState): { readonly servers?: number } {
	return link.phase === 'connected' && isStandalone(link.server, target) ? { servers: 1 } : {};
}
