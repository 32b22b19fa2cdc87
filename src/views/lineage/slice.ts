import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Datum } from '../../store/datum.ts';
import type { Slice } from '../../store/slice.ts';
import { emptyTable } from '../../store/table.ts';

declare module '../../store/state.ts' {
	interface DeckState {
		/** Origins of mirrors and sources in other domains and accounts, by `nodeKey`. */
		readonly origins: Table<string, Datum<StreamInfo>>;
	}
}

const nothing = () => ({ origins: emptyTable<string, Datum<StreamInfo>>() });

export const lineageSlice: Slice<'origins'> = { initial: nothing, onNewConnection: nothing };
