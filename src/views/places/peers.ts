import { plural } from '../../format/integer.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { streamListResource } from '../../store/stream-resources.ts';
import { peersOf } from '../peers.ts';
import { onePage, seldom } from './resources.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt, wrong } from './row.ts';

/** What each server leads and stores. */
export const peersPlace: PlaceRow<ViewAt<'peers'>> = {
	crumbs: () => ['Servers of streams'],
	about: singleton,
	body: { kind: 'list', list: 'peers' },
	interests: (state) => {
		const names = latest(state.streamNames) ?? [];
		return names.length > onePage || names.length === 0
			? []
			: [{ ...streamListResource(names), every: seldom.largeList }];
	},
	sweep: 'consumers',
	scopes: ['peers'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'not printed',
	notice: (state) => wrong(withoutLeader(state)),
};

const MOST_NAMED = 3;

/** What has no leader, so nobody leads it, and why the figures are old; undefined if neither is so. */
function withoutLeader(state: DeckState): string | undefined {
	const { sweepProblem } = state;
	const { leaderless } = peersOf(state);
	const named = leaderless.streams.slice(0, MOST_NAMED).join(', ');
	const more = leaderless.streams.length > MOST_NAMED ? ', …' : '';
	const said = [
		...(leaderless.streams.length === 0
			? []
			: [`${plural(leaderless.streams.length, 'stream')} without a leader: ${named}${more}.`]),
		...(leaderless.consumers === 0 ? [] : [`${plural(leaderless.consumers, 'consumer')} without a leader.`]),
		...(sweepProblem?.kind === 'consumers' ? [`The last sweep failed: ${sweepProblem.problem.message}.`] : []),
	];
	return said.length === 0 ? undefined : said.join(' ');
}
