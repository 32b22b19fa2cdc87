import { serverOfLevel } from '../../jetstream/required-level.ts';
import { neverFalls, none, nothing, type PlaceRow, type ViewAt } from './row.ts';

/** What a server of an older API level could not open. */
export const downgradePlace: PlaceRow<ViewAt<'downgrade'>> = {
	crumbs: (_, { level }) => ['Downgrade', `above API level ${level}, ${serverOfLevel(level)}`],
	about: ({ level }) => String(level),
	body: { kind: 'list', list: 'downgrade' },
	interests: none,
	sweep: 'consumers',
	scopes: ['downgrade'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'not printed',
};
