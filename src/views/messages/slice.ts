import type { Slice } from '../../store/slice.ts';
import { emptyTable } from '../../store/table.ts';
import type { ConsumerKey, MessagesKey } from '../../store/view.ts';
import type { Fetched } from './fetched.ts';
import type { OpenedMessage } from './opened-message.ts';
import type { StreamMessages } from './stream-messages.ts';

declare module '../../store/state.ts' {
	interface DeckState {
		/** The messages read, by stream and subject. */
		readonly messages: Table<MessagesKey, StreamMessages>;
		/** The message in view, or the last one; only one is kept, since it may be large. */
		readonly opened?: OpenedMessage | undefined;
		/** Messages fetched from consumers, and their acknowledgements; the latest last. */
		readonly fetched: ReadonlyMap<ConsumerKey, Fetched>;
	}
}

const nothing = () => ({ messages: emptyTable<MessagesKey, StreamMessages>(), opened: undefined, fetched: new Map() });

export const messagesSlice: Slice<'messages' | 'opened' | 'fetched'> = {
	initial: nothing,
	onNewConnection: nothing,
};
