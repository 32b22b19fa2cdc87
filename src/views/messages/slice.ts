import type { Slice } from '../../store/slice.ts';
import { emptyTable } from '../../store/table.ts';
import type { ConsumerKey, MessagesKey } from '../../store/view.ts';
import type { Fetched } from './fetched.ts';
import type { OpenedMessage } from './opened-message.ts';
import type { StreamMessages } from './stream-messages.ts';

declare module '../../store/state.ts' {
	interface DeckState {
		/** What was read of messages. */
		readonly messages: Table<MessagesKey, StreamMessages>;
		/** The message in view, or that was last; only one is held, for it may be large. */
		readonly opened?: OpenedMessage | undefined;
		/** What was fetched from consumers by hand, and what was said of it; the latest last. */
		readonly fetched: ReadonlyMap<ConsumerKey, Fetched>;
	}
}

const nothing = () => ({ messages: emptyTable<MessagesKey, StreamMessages>(), opened: undefined, fetched: new Map() });

export const messagesSlice: Slice<'messages' | 'opened' | 'fetched'> = {
	initial: nothing,
	onNewConnection: nothing,
};
