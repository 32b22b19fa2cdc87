import { minus, plus, readDigits } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import type { MessagesKey } from '../../store/view.ts';
import type { ListedMessage, MessagePage } from './stream-messages.ts';

/** Consecutive sequences without messages. */
export interface Gap {
	readonly kind: 'gap';
	readonly from: Integer;
	readonly count: Integer;
	/** The leader counts them as deleted. */
	readonly confirmed: boolean;
}

export type MessageRow = ({ readonly kind: 'message' } & ListedMessage) | Gap;

interface Rows {
	readonly ids: readonly string[];
	readonly byId: ReadonlyMap<string, MessageRow>;
}

const none: Rows = { ids: [], byId: new Map() };
/** Cached by page: a frame asks for the rows several times. */
const made = new WeakMap<MessagePage, Rows>();

/** The rows of messages in stream order. With one subject, gaps between its messages are not shown. */
export function messageRows({ messages }: Pick<DeckState, 'messages'>, key: MessagesKey): Rows {
	const known = messages.entries.get(key);
	const page = known && latest(known.page);
	if (known === undefined || page === undefined) return none;
	const rows = made.get(page) ?? makeRows(page, known.wish.subject === undefined);
	made.set(page, rows);
	return rows;
}

const messageId = (seq: Integer): string => String(seq);

/** The sequence of a message row. */
export function seqOf(id: string | undefined): Integer | undefined {
	return readDigits(id);
}

function makeRows({ entries, confirmed }: MessagePage, withGaps: boolean): Rows {
	const byId = new Map<string, MessageRow>();
	let before: Integer | undefined;
	for (const entry of entries) {
		const missing = before === undefined ? 0 : minus(entry.seq, plus(before, 1));
		if (withGaps && missing > 0 && before !== undefined) {
			const from = plus(before, 1);
			byId.set(`gap ${from}`, { kind: 'gap', from, count: missing, confirmed });
		}
		byId.set(messageId(entry.seq), { kind: 'message', ...entry });
		before = entry.seq;
	}
	return { ids: [...byId.keys()], byId };
}
