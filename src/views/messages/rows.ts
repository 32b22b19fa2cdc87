import { minus, plus, readDigits } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import type { MessagesKey } from '../../store/view.ts';
import type { ListedMessage, MessagePage } from './stream-messages.ts';

/** Sequences in a row that have no message. */
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
/** By the page they are made from: they are asked for several times a frame. */
const made = new WeakMap<MessagePage, Rows>();

/** The rows of messages, in the order of their stream. Of one subject alone, what is between is no gap. */
export function messageRows({ messages }: Pick<DeckState, 'messages'>, key: MessagesKey): Rows {
	const known = messages.entries.get(key);
	const page = known && latest(known.page);
	if (known === undefined || page === undefined) return none;
	const rows = made.get(page) ?? makeRows(page, known.wish.subject === undefined);
	made.set(page, rows);
	return rows;
}

const messageId = (seq: Integer): string => String(seq);

/** The sequence of a row that is a message. */
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
