import { count } from '../../format/integer.ts';
import type { HeardEvent } from '../../store/events/heard.ts';
import type { DeckState } from '../../store/state.ts';
import type { Column } from '../line.ts';
import { text } from './cell.ts';
import { clock } from './clock.ts';

/** An event, and where it happened in words. */
export interface EventRow extends HeardEvent {
	readonly where: string;
}

/** Some event came again right after itself. */
const isRepeating = ({ events }: DeckState): boolean => events.ring.some(({ run }) => run.times > 1);

/** Events from servers. They have no order but that of arrival. */
export const eventColumns: readonly Column<EventRow>[] = [
	{
		id: 'time',
		title: 'TIME',
		align: 'left',
		width: 8,
		rank: 0,
		needs: 'name',
		value: ({ at }) => at,
		cell: ({ at }) => ({ text: clock(at), tone: 'dim' }),
	},
	{
		id: 'what',
		title: 'WHAT',
		align: 'left',
		width: 32,
		grow: 6,
		most: 72,
		rank: 100,
		needs: 'name',
		value: ({ what }) => what,
		cell: ({ what, tone }) => ({ text: what, tone }),
	},
	{
		id: 'times',
		title: 'TIMES',
		align: 'right',
		width: 8,
		rank: 95,
		when: isRepeating,
		needs: 'name',
		value: ({ run }) => run.times,
		cell: ({ run }) => ({ text: run.times === 1 ? '' : `×${count(run.times)}`, tone: 'strong' }),
	},
	{
		id: 'first',
		title: 'SINCE',
		align: 'left',
		width: 8,
		rank: 70,
		when: isRepeating,
		needs: 'name',
		value: ({ run }) => run.at,
		cell: ({ run }) => ({ text: run.times === 1 ? '' : clock(run.at), tone: 'dim' }),
	},
	{
		id: 'where',
		title: 'STREAM › CONSUMER',
		words: 'stream and consumer',
		align: 'left',
		width: 17,
		grow: 2,
		rank: 90,
		needs: 'name',
		value: ({ where }) => where,
		cell: ({ where }) => text(where),
	},
	{
		id: 'who',
		title: 'WHO',
		align: 'left',
		width: 14,
		grow: 4,
		rank: 80,
		when: ({ events }) => events.ring.some(({ who }) => who !== undefined),
		needs: 'name',
		value: ({ who }) => who,
		cell: ({ who }) => text(who),
	},
	{
		id: 'server',
		title: 'SERVER',
		align: 'left',
		width: 10,
		grow: 1,
		rank: 50,
		when: ({ events }) => events.ring.some(({ server }) => server !== undefined),
		needs: 'name',
		value: ({ server }) => server,
		cell: ({ server }) => text(server, 'dim'),
	},
];
