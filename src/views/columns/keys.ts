import { bytes } from '../../format/bytes.ts';
import { age, parseTimestamp, shortDuration } from '../../format/duration.ts';
import type { Tone } from '../../format/line.ts';
import { operationWords } from '../../jetstream/kv/operation-words.ts';
import { currentView } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { infoOf } from '../keys/key-list.ts';
import type { ShownValue, ValueKind } from '../keys/shown-value.ts';
import { mayExpire } from '../keys/time-left.ts';
import type { Cell, Column } from '../line.ts';
import { none, pendingCell, sequence } from './cell.ts';

export interface KeyRow {
	readonly key: string;
	readonly value?: ShownValue | undefined;
	/** Why the value is not known, if it is not being read. */
	readonly unreadable?: string | undefined;
	/** Milliseconds until the server removes it; undefined if nothing ends it. */
	readonly left?: number | undefined;
	/** It was not read again in time. */
	readonly stale: boolean;
	/** By the server's clock. */
	readonly now: number;
}

const kindWords: Readonly<Record<ValueKind, string>> = {
	empty: 'empty',
	json: 'JSON',
	number: 'number',
	text: 'text',
	binary: 'binary',
};

const kindTones: Readonly<Record<ValueKind, Tone>> = {
	empty: 'dim',
	json: 'plain',
	number: 'accent',
	text: 'plain',
	binary: 'dim',
};

/** A cell of a key whose value is known. */
function known(cell: (value: ShownValue, row: KeyRow) => Cell): (row: KeyRow) => Cell {
	return (row) => (row.value === undefined ? pendingCell : cell(row.value, row));
}

/** A cell of a value: a marker has none. */
const ofValue = (cell: (value: ShownValue, row: KeyRow) => Cell): ((row: KeyRow) => Cell) =>
	known((value, row) => (value.operation === 'put' ? cell(value, row) : none));

export const keyColumns: readonly Column<KeyRow>[] = [
	{
		id: 'key',
		title: 'KEY',
		align: 'left',
		width: 16,
		grow: 2,
		more: { rank: 88, width: 24 },
		rank: 0,
		letter: 'N',
		needs: 'name',
		value: ({ key }) => key,
		cell: ({ key, value }) => ({
			text: key,
			tone: value === undefined || value.operation === 'put' ? 'strong' : 'dim',
		}),
	},
	{
		id: 'operation',
		title: 'OP',
		words: 'operation',
		align: 'left',
		width: 7,
		rank: 95,
		when: (state) => state.deletedShown.has(streamInView(state) ?? ''),
		needs: 'name',
		value: ({ key }) => key,
		cell: known((value) => ({
			text: operationWords(value).short,
			tone: value.operation === 'put' ? 'dim' : 'warn',
		})),
	},
	{
		id: 'value',
		title: 'VALUE',
		align: 'left',
		width: 16,
		grow: 3,
		rank: 100,
		needs: 'name',
		value: ({ key }) => key,
		cell: valueCell,
	},
	{
		id: 'type',
		title: 'TYPE',
		align: 'left',
		width: 6,
		rank: 60,
		needs: 'name',
		value: ({ key }) => key,
		cell: ofValue(({ kind }) => ({ text: kindWords[kind], tone: 'dim' })),
	},
	{
		id: 'revision',
		title: 'REVISION',
		align: 'right',
		width: 10,
		rank: 90,
		letter: 'R',
		descending: true,
		needs: 'info',
		value: ({ value }) => value?.revision,
		cell: known(({ revision }) => sequence(revision, 10)),
	},
	{
		id: 'age',
		title: 'AGE',
		align: 'right',
		width: 6,
		rank: 80,
		letter: 'A',
		needs: 'info',
		value: ({ value, now }) => value && now - (parseTimestamp(value.time) ?? now),
		cell: known(({ time }, { now }) => ({ text: age(time, now) })),
	},
	{
		id: 'size',
		title: 'SIZE',
		align: 'right',
		width: 8,
		rank: 70,
		letter: 'S',
		descending: true,
		needs: 'info',
		value: ({ value }) => value?.size,
		cell: ofValue(({ size }) => ({ text: bytes(size) })),
	},
	{
		id: 'left',
		title: 'LEFT',
		words: 'time left',
		align: 'right',
		width: 6,
		rank: 85,
		when: (state) => {
			const info = infoOf(state, streamInView(state) ?? '');
			return info !== undefined && mayExpire(info.config);
		},
		letter: 'T',
		needs: 'info',
		value: ({ left }) => left,
		cell: known((_, { left }) => (left === undefined ? none : { text: shortDuration(left), tone: 'accent' })),
	},
];

function streamInView(state: DeckState): string | undefined {
	const view = currentView(state);
	return 'stream' in view ? view.stream : undefined;
}

function valueCell({ value, unreadable }: KeyRow): Cell {
	if (value === undefined)
		return unreadable === undefined ? { text: 'reading…', tone: 'dim' } : { text: `! ${unreadable}`, tone: 'bad' };
	if (value.operation !== 'put') return { text: operationWords(value).short, tone: 'dim' };
	if (value.kind === 'empty') return { text: 'empty', tone: 'dim' };
	return { text: value.start, tone: kindTones[value.kind] };
}
