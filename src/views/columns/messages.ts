import { bytes } from '../../format/bytes.ts';
import { dateTime, parseTimestamp } from '../../format/duration.ts';
import { count, type Integer } from '../../format/integer.ts';
import { operationWords } from '../../jetstream/kv/operation-words.ts';
import { currentView } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { type GapCause, gapWords } from '../gaps.ts';
import { kvBucketIn } from '../keys/key-list.ts';
import type { Cell, Column } from '../line.ts';
import type { MessageRow } from '../messages/rows.ts';
import { none, sequence } from './cell.ts';

type Message = Extract<MessageRow, { kind: 'message' }>;

/** A row, and why the stream has no messages in a gap. */
export type ShownMessage = MessageRow & { readonly cause: GapCause };

const seqOf = (row: MessageRow): Integer => (row.kind === 'gap' ? row.from : row.seq);

/** A cell of a message; a gap has only one cell. */
function ofMessage(cell: (message: Message, now: number) => Cell): (row: MessageRow, now: number) => Cell {
	return (row, now) => (row.kind === 'gap' ? { text: '' } : cell(row, now));
}

/** The history of one key. */
function isOfKey(state: DeckState): boolean {
	return 'key' in currentView(state);
}

function isOfBucket(state: DeckState): boolean {
	const view = currentView(state);
	return 'stream' in view && view.stream !== undefined && kvBucketIn(state, view.stream) !== undefined;
}

export const messageColumns: readonly Column<ShownMessage>[] = [
	{
		id: 'seq',
		title: 'SEQ',
		words: 'sequence',
		align: 'right',
		width: 12,
		rank: 0,
		needs: 'name',
		value: seqOf,
		cell: ofMessage(({ seq }) => sequence(seq, 12)),
	},
	{
		id: 'time',
		title: 'TIME',
		align: 'left',
		width: 12,
		rank: 80,
		needs: 'name',
		value: seqOf,
		cell: ofMessage(({ time }, now) => ({ text: clock(time, now), tone: 'dim' })),
	},
	{
		id: 'operation',
		title: 'OP',
		words: 'operation',
		align: 'left',
		width: 8,
		rank: 98,
		when: isOfBucket,
		needs: 'name',
		value: seqOf,
		cell: ofMessage(({ removes }) =>
			removes === undefined ? { text: 'put', tone: 'dim' } : { text: operationWords(removes).short, tone: 'warn' },
		),
	},
	{
		id: 'subject',
		title: 'SUBJECT',
		align: 'left',
		width: 16,
		grow: 1,
		rank: 100,
		when: (state) => !isOfKey(state),
		needs: 'name',
		value: seqOf,
		cell: (row) =>
			row.kind === 'gap'
				? { text: `… ${count(row.count)} ${gapWords[row.cause].row} …`, tone: 'dim' }
				: { text: row.subject, tone: 'strong' },
	},
	{
		id: 'size',
		title: 'SIZE',
		align: 'right',
		width: 9,
		rank: 70,
		when: (state) => !isOfKey(state),
		needs: 'name',
		value: seqOf,
		cell: ofMessage(({ size }) => ({ text: bytes(size) })),
	},
	{
		id: 'value-size',
		title: 'SIZE',
		align: 'right',
		width: 9,
		rank: 70,
		// As in the list of keys.
		when: isOfKey,
		needs: 'name',
		value: seqOf,
		cell: ofMessage(({ payload, removes }) => (removes === undefined ? { text: bytes(payload) } : none)),
	},
	{
		id: 'headers',
		title: 'HDRS',
		words: 'headers',
		align: 'right',
		width: 4,
		rank: 50,
		needs: 'name',
		value: seqOf,
		cell: ofMessage(({ headers }) => (headers === 0 ? { text: '' } : { text: String(headers) })),
	},
	{
		id: 'payload',
		title: 'PAYLOAD',
		align: 'left',
		width: 16,
		grow: 3,
		rank: 90,
		needs: 'name',
		value: seqOf,
		cell: ofMessage(({ start }) => ({ text: start === '' ? 'empty' : start, ...(start === '' && { tone: 'dim' }) })),
	},
];

/** The time of day to the millisecond; on another day the date and the minute. */
function clock(time: string, now: number): string {
	const at = parseTimestamp(time);
	if (at === undefined) return '';
	const said = dateTime(time);
	const today = said.slice(0, 10) === dateTime(new Date(now).toISOString()).slice(0, 10);
	const ms = String(Math.floor(((at % 1000) + 1000) % 1000)).padStart(3, '0');
	return today ? `${said.slice(11)}.${ms}` : said.slice(5, 16);
}
