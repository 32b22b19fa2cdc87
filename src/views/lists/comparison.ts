import { shortDuration } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import { memo } from '../../format/memo.ts';
import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import type { KeyDifference } from '../../jetstream/kv/compare-buckets.ts';
import type { DeckState } from '../../store/state.ts';
import { splitMessagesKey } from '../../store/view.ts';
import { none } from '../columns/cell.ts';
import { journalDatum } from '../datums.ts';
import { type BucketComparison, comparisonOf } from '../keys/comparison.ts';
import type { Cell, Column } from '../line.ts';
import { listRow, noneUnread } from './row.ts';

/** A key that differs, with the names of the buckets. */
interface DifferenceRow extends KeyDifference {
	readonly what: string;
}

const valueCell = (value: KeyDifference['first']): Cell =>
	value === undefined ? none : value.size === 0 ? { text: 'empty', tone: 'dim' } : { text: value.start };

const columns: readonly Column<DifferenceRow>[] = [
	{
		id: 'key',
		title: 'KEY',
		align: 'left',
		width: 16,
		grow: 2,
		rank: 0,
		letter: 'N',
		needs: 'name',
		value: ({ key }) => key,
		cell: ({ key }) => ({ text: key, tone: 'strong' }),
	},
	{
		id: 'what',
		title: 'DIFFERS',
		words: 'difference',
		align: 'left',
		width: 14,
		grow: 1,
		rank: 100,
		letter: 'W',
		needs: 'name',
		value: ({ what }) => what,
		cell: ({ what, in: where }) => ({ text: what, tone: where === 'both' ? 'warn' : 'accent' }),
	},
	...(['first', 'second'] as const).map(
		(which): Column<DifferenceRow> => ({
			id: which,
			title: which === 'first' ? 'VALUE' : 'OTHER VALUE',
			align: 'left',
			width: 12,
			grow: 2,
			rank: which === 'first' ? 91 : 90,
			needs: 'name',
			value: ({ key }) => key,
			cell: (row) => valueCell(row[which]),
		}),
	),
];

/** The keys whose values differ. */
export const comparisonList = listRow<DifferenceRow>({
	columns,
	defaultSort: { column: 'key', descending: false },
	datum: journalDatum,
	waiting: 'Reading both buckets…',
	ids: (state, about) => {
		const found = comparisonOf(state, about);
		return found === undefined ? nothing : keysOf(found);
	},
	sources: ({ comparison }) => [comparison],
	whole: true,
	sortedBy: 'key',
	unchanging: true,
	row: rowOf,
	acts: (key) => ({ key }),
	filterable: (state, key, about) => ({ texts: [key, rowOf(state, key, about).what], subjects: [key] }),
	empty: (state, about) => {
		const found = comparisonOf(state, about);
		return found === undefined
			? ['No comparison yet.', 'Press D to compare the buckets.']
			: [`No key differs: ${plural(found.equal, 'key')} with equal values.`];
	},
	unlisted: (state, about) => {
		const found = comparisonOf(state, about);
		if (found === undefined) return {};
		const isEmpty = found.differences.size === 0;
		const equal = isEmpty ? '' : `${count(found.equal)} equal · `;
		return { rest: `${equal}compared ${shortDuration(state.now - found.at)} ago` };
	},
	report: 'not printed',
	unread: noneUnread,
});

const nothing: readonly string[] = [];

const keysOf = memo(({ differences }: BucketComparison): readonly string[] => [...differences.keys()]);

function rowOf(state: DeckState, key: string, about: string): DifferenceRow {
	const { stream, subject = '' } = splitMessagesKey(about);
	const difference = comparisonOf(state, about)?.differences.get(key) ?? { key, in: 'both' };
	const { stream: other } = splitMessagesKey(subject);
	const only = difference.in === 'first' ? stream : other;
	return { ...difference, what: difference.in === 'both' ? 'other value' : `only in ${bucketNameOf(only)}` };
}
