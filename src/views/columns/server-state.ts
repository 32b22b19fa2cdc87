import { severityWeights } from '../health/verdict.ts';
import type { Column } from '../line.ts';
import type { ServerVerdict } from '../servers/row.ts';
import { severityTones } from './cell.ts';

/** How a server is, in the lists of servers and of the meta group. */
export function serverStateColumn<Row extends { readonly state: ServerVerdict }>(
	room: Pick<Column<Row>, 'width' | 'grow' | 'more'>,
): Column<Row> {
	return {
		id: 'state',
		title: 'STATE',
		align: 'left',
		...room,
		rank: 100,
		whole: true,
		letter: 'H',
		descending: true,
		needs: 'name',
		value: ({ state }) => severityWeights[state.severity],
		cell: ({ state: { severity, short, long } }) => ({
			text: severity === 'critical' ? `! ${short}` : short,
			tone: severityTones[severity],
			...(long !== undefined && { longer: [`! ${long}`], inFull: long }),
		}),
	};
}
