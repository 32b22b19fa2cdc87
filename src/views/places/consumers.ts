import { consumerResource } from '../../store/consumer-resources.ts';
import { visibleRows } from '../rows.ts';
import { wrongStreams } from '../watch/figure.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt, wrong } from './row.ts';

export const consumersPlace: PlaceRow<ViewAt<'consumers'>> = {
	crumbs: () => ['Consumers'],
	about: singleton,
	body: { kind: 'list', list: 'consumers' },
	interests: (state, _, height) => visibleRows(state, 'consumers', height).map((key) => consumerResource(key)),
	sweep: 'consumers',
	scopes: ['consumers'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'consumers',
};

/** Every consumer by how far behind or stuck it is. */
export const lagPlace: PlaceRow<ViewAt<'lag'>> = {
	crumbs: () => ['Lag'],
	about: singleton,
	body: { kind: 'list', list: 'lag' },
	interests: (state, _, height) => visibleRows(state, 'lag', height).map((key) => consumerResource(key)),
	// The account's figure leads here but also counts streams, so the notice names them.
	notice: (state) => wrong(wrongStreams(state)),
	sweep: 'consumers',
	scopes: ['lag'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'not printed',
};
