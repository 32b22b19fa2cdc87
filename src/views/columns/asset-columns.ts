import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { Column } from '../line.ts';
import type { Known } from '../row.ts';
import { since, text } from './cell.ts';
import { columnOfInfo, sinceTime } from './info-column.ts';
import { isInCluster, leaderOf, replicasCell, replicasOf } from './replicas.ts';

/** Columns of streams and of consumers, and the name of anything. */

export function nameColumn<Row extends { readonly name: string }>(title: string, width = 12): Column<Row> {
	return {
		id: 'name',
		title,
		align: 'left',
		width,
		grow: 3,
		rank: 0,
		letter: 'N',
		needs: 'name',
		value: ({ name }) => name,
		cell: ({ name }) => ({ text: name, tone: 'strong' }),
	};
}

type Asset = StreamInfo | ConsumerInfo;

interface Ranks {
	readonly leader: number;
	readonly created: number;
	readonly description: number;
}

/**
 * Where it is, how old it is, and its description.
 * @param letter sorts by age
 */
export function assetColumns<Info extends Asset, Row extends Known<Info>>(
	ranks: Ranks,
	letter: string,
): readonly Column<Row>[] {
	const ofInfo = columnOfInfo<Info, Row>;
	return [
		ofInfo(
			{ id: 'leader', title: 'LEADER', align: 'left', width: 8, grow: 1, rank: ranks.leader, when: isInCluster },
			leaderOf,
			(info) => text(leaderOf(info)),
		),
		ofInfo(
			{
				id: 'replicas',
				title: 'REPLICAS',
				align: 'left',
				width: 14,
				grow: 2,
				rank: ranks.leader - 1,
				when: isInCluster,
			},
			replicasOf,
			replicasCell,
		),
		ofInfo(
			{ id: 'created', title: 'CREATED', words: 'age', align: 'right', width: 8, rank: ranks.created, letter },
			(info, row) => sinceTime(row, info.created),
			(info, row) => since(sinceTime(row, info.created)),
		),
		ofInfo(
			{
				id: 'description',
				title: 'DESCRIPTION',
				align: 'left',
				width: 16,
				grow: 6,
				rank: ranks.description,
				more: { rank: ranks.description - 1, width: 36 },
			},
			({ config }) => config.description || undefined,
			({ config }) => text(config.description, 'dim'),
		),
	];
}
