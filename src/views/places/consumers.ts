import { consumerResource } from '../../store/consumer-resources.ts';
import { visibleRows } from '../rows.ts';
import { wrongStreams } from '../watch/figure.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt } from './row.ts';

/** The consumers of every stream. */
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

/** The same by how far behind or stuck they are. */
export const lagPlace: PlaceRow<ViewAt<'lag'>> = {
	crumbs: () => ['Lag'],
	about: singleton,
	body: { kind: 'list', list: 'lag' },
	interests: (state, _, height) => visibleRows(state, 'lag', height).map((key) => consumerResource(key)),
	// The figure of the account that leads here counts streams too.
	notice: wrongStreams,
	sweep: 'consumers',
	scopes: ['lag'],
	fallsWith: neverFalls,
	acts: nothing,
	panes: none,
	report: 'not printed',
};
