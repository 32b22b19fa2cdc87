import type { Plan } from '../changes/proposal.ts';
import { readConsumers } from '../changes/read-assets.ts';
import type { ConsumerInfo } from '../jetstream/wire.ts';
import { knownStreams } from '../store/situation.ts';
import { type ConsumerKey, splitConsumerKey } from '../store/view.ts';
import { type FetchedMessage, fetchedId, fetchedMessages } from '../views/messages/fetched.ts';
import type { CommandContext } from './command.ts';
import { consumerInfo, selectedRow, selection } from './selection.ts';

type State = CommandContext['state'];

export function deliveries(state: State): readonly FetchedMessage[] {
	const { stream = '', consumer = '' } = selection(state);
	return fetchedMessages(state, stream, consumer);
}

/** The delivery under the cursor. */
export function rowTarget(state: State): readonly FetchedMessage[] {
	const row = selectedRow(state);
	return deliveries(state).filter((message) => fetchedId(message) === row);
}

export function noDelivery({ state }: CommandContext): string | undefined {
	return rowTarget(state).length === 0 ? 'No messages were fetched yet: press f to fetch.' : undefined;
}

export function infoOf({ state }: Pick<CommandContext, 'state'>): ConsumerInfo | undefined {
	const { stream, consumer } = selection(state);
	return stream === undefined || consumer === undefined ? undefined : consumerInfo(state, stream, consumer);
}

export function streamOf({ state }: CommandContext, key: ConsumerKey) {
	const { stream } = splitConsumerKey(key);
	return knownStreams(state).find(({ name }) => name === stream);
}

/** Plans on the consumer as it is right now. */
export function onConsumer(
	{ deck }: CommandContext,
	verb: string,
	key: ConsumerKey,
	plan: (info: ConsumerInfo) => Plan,
): void {
	deck.propose(`${verb} consumer ${splitConsumerKey(key).consumer}`, async (api, signal) => {
		const read = await readConsumers(api, [key], signal);
		if ('refusal' in read) return read;
		const [info] = read.infos;
		return info === undefined ? { refusal: 'The consumer no longer exists.' } : plan(info);
	});
}
