import { consumerResource } from '../../store/consumer-resources.ts';
import { visibleRows } from '../rows.ts';
import { none, nothing, type PlaceRow, theOne, type ViewAt } from './row.ts';

/** The consumers of every stream. */
export const consumersPlace: PlaceRow<ViewAt<'consumers'>> = {
	crumbs: () => ['Consumers'],
	about: theOne,
	body: { kind: 'list', list: 'consumers' },
	interests: (state, _, height) => visibleRows(state, 'consumers', height).map(consumerResource),
	sweep: 'consumers',
	scopes: ['consumers'],
	acts: nothing,
	panes: none,
	report: 'consumers',
};

/** The same by how far behind or stuck they are. */
export const lagPlace: PlaceRow<ViewAt<'lag'>> = {
	crumbs: () => ['Lag'],
	about: theOne,
	body: { kind: 'list', list: 'lag' },
	interests: (state, _, height) => visibleRows(state, 'lag', height).map(consumerResource),
	sweep: 'consumers',
	scopes: ['lag'],
	acts: nothing,
	panes: none,
	report: 'not printed',
};
