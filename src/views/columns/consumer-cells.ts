import { compactCount, count } from '../../format/integer.ts';
import { rate } from '../../format/rate.ts';
import type { ConsumerInfo } from '../../jetstream/wire.ts';
import { ackPendingShare, consumerHealth, idleMs } from '../health/consumer.ts';
import { redeliveredOf } from '../health/max-deliver.ts';
import { urgency } from '../health/verdict.ts';
import type { Cell, Column } from '../line.ts';
import { type ConsumerRow, consumerCase } from '../row.ts';
import { healthCell, none, pendingCell, quietNumber, since, text } from './cell.ts';
import { columnOfInfo } from './info-column.ts';

type ConsumerColumn = Column<ConsumerRow>;
/** What a list decides about a column. */
export type Place = Pick<ConsumerColumn, 'rank'> &
	Partial<Pick<ConsumerColumn, 'title' | 'words' | 'width' | 'grow' | 'letter' | 'more'>>;

export const ofInfo = columnOfInfo<ConsumerInfo, ConsumerRow>;

export const streamColumn: ConsumerColumn = {
	id: 'stream',
	title: 'STREAM',
	align: 'left',
	width: 12,
	grow: 2,
	rank: 95,
	letter: 'S',
	needs: 'name',
	value: ({ stream }) => stream,
	cell: ({ stream }) => ({ text: stream }),
};

export const healthOf = (row: ConsumerRow) => {
	const known = consumerCase(row);
	return known && consumerHealth(known);
};

export function healthColumn(place: Place): ConsumerColumn {
	return {
		id: 'health',
		title: 'STATE',
		align: 'left',
		width: 14,
		grow: 2,
		whole: true,
		descending: true,
		...place,
		needs: 'info',
		value: (row) => urgency(healthOf(row), row.problem !== undefined),
		cell: (row) => healthCell(row, healthOf(row)),
	};
}

export function pendingColumn(place: Place): ConsumerColumn {
	return ofInfo(
		{ id: 'pending', title: 'PENDING', align: 'right', width: 11, letter: 'B', descending: true, ...place },
		(info) => info.num_pending,
		(info) => quietNumber(info.num_pending, 11),
	);
}

export function ackPendingColumn(place: Place): ConsumerColumn {
	return ofInfo(
		{
			id: 'ack-pending',
			title: 'ACK PEND',
			words: 'ack pending',
			align: 'right',
			width: 11,
			letter: 'A',
			descending: true,
			...place,
		},
		(info) => info.num_ack_pending,
		ackPendingCell,
	);
}

export function redeliveredColumn(place: Place): ConsumerColumn {
	return ofInfo(
		{
			id: 'redelivered',
			title: 'REDELIV',
			words: 'redelivered',
			align: 'right',
			width: 8,
			letter: 'R',
			descending: true,
			...place,
		},
		redeliveredOf,
		(info) => quietNumber(redeliveredOf(info), 8),
	);
}

export function lastColumn(place: Place): ConsumerColumn {
	return ofInfo(
		{ id: 'last', title: 'LAST', words: 'last delivery', align: 'right', width: 5, letter: 'L', ...place },
		(_info, row) => idleOf(row),
		(_info, row) => since(idleOf(row)),
	);
}

export function modeColumn(place: Place): ConsumerColumn {
	return ofInfo({ id: 'mode', title: 'MODE', align: 'left', width: 4, ...place }, modeOf, (info) => text(modeOf(info)));
}

export function filterColumn(place: Place): ConsumerColumn {
	return ofInfo(
		{ id: 'filter', title: 'FILTER', align: 'left', width: 14, grow: 2, ...place },
		(info) => filtersOf(info).join(' ') || undefined,
		(info) => (filtersOf(info).length === 0 ? { text: 'all', tone: 'dim' } : text(filtersOf(info).join(' '))),
	);
}

export function rateColumn(place: Place): ConsumerColumn {
	return {
		id: 'rate',
		title: 'MSG/S',
		words: 'delivery rate',
		align: 'right',
		width: 7,
		letter: 'M',
		descending: true,
		...place,
		needs: 'info',
		value: ({ rates }) => rates?.deliveredPerSecond,
		cell: ({ rates, stale }) => {
			if (rates?.deliveredPerSecond === undefined || stale) return pendingCell;
			const said = rate(rates.deliveredPerSecond);
			return { text: said, tone: said === '0' ? 'dim' : 'plain' };
		},
	};
}

/** Waiting pull requests; for a push consumer whether somebody listens. */
export function waitingColumn(place: Place): ConsumerColumn {
	return ofInfo(
		{
			id: 'waiting',
			title: 'WAITING',
			words: 'waiting pulls',
			align: 'right',
			width: 8,
			letter: 'W',
			descending: true,
			...place,
		},
		(info) => info.num_waiting,
		(info) => {
			if (info.num_waiting === undefined) return none;
			if (modeOf(info) === 'pull') return quietNumber(info.num_waiting, 8);
			return info.push_bound ? { text: 'bound' } : { text: 'unbound', tone: 'warn' };
		},
	);
}

export function modeOf(info: ConsumerInfo): 'pull' | 'push' {
	return info.config.deliver_subject ? 'push' : 'pull';
}

/** The subjects of the stream that the consumer delivers; none means all. */
export function filtersOf({ config }: ConsumerInfo): readonly string[] {
	return config.filter_subjects ?? (config.filter_subject ? [config.filter_subject] : []);
}

function idleOf(row: ConsumerRow): number | undefined {
	const known = consumerCase(row);
	return known && idleMs(known);
}

function ackPendingCell(info: ConsumerInfo): Cell {
	if (info.config.ack_policy === 'none' || info.config.ack_policy === undefined) return none;
	const share = ackPendingShare(info);
	const used = info.num_ack_pending;
	if (share === undefined) return quietNumber(used, 11);
	const limit = Number(info.config.max_ack_pending);
	const whole = `${count(used)}/${count(limit)}`;
	const said = whole.length <= 11 ? whole : `${compactCount(used)}/${compactCount(limit)}`;
	return { text: said, tone: used === 0 ? 'dim' : share >= 1 ? 'bad' : 'plain' };
}
