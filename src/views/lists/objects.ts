import { count } from '../../format/integer.ts';
import { latest, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { objectColumns } from '../columns/objects.ts';
import { ofStream } from '../datums.ts';
import { objectAt, objectsOf, shownObjects } from '../objects/known.ts';
import { isDamaged, type ObjectRow, stateInWords } from '../objects/row.ts';
import { listRow, type Unlisted } from './row.ts';

/** The objects of a bucket. */
export const objectList = listRow<ObjectRow>({
	columns: objectColumns,
	defaultSort: { column: 'name', descending: false },
	datum: (state, stream) => ofStream(state, state.objects, stream),
	waiting: 'Reading the objects…',
	ids: shownObjects,
	sources: (state, stream) => [objectsOf(state, stream)],
	whole: true,
	row: (state, token, stream) => objectAt(state, stream, token) ?? gone(token),
	acts: (object) => ({ object }),
	filterable: (state, token, stream) => {
		const row = objectAt(state, stream, token) ?? gone(token);
		const { description } = row.meta ?? {};
		return { texts: [row.name, stateInWords(row), ...(description === undefined ? [] : [description])] };
	},
	empty: (state, stream) =>
		deletedIn(state, stream) === 0
			? ['No objects in this bucket.', 'Press n to put a file.']
			: ['All objects of this bucket are deleted.', 'Press X to show them, or n to put a file.'],
	unlisted,
	report: 'not printed',
	unread: (state, stream) => {
		const known = latest(state.objects.entries.get(stream) ?? unknown);
		return known === undefined ? 0 : known.unread + [...known.objects.values()].filter(isWrong).length;
	},
});

const isWrong = (row: ObjectRow): boolean => row.meta === undefined || isDamaged(row);

/** For the moment between a deletion and the next look. */
const gone = (token: string): ObjectRow => ({ token, name: token, seq: 0, time: '', raw: {}, fault: 'It is gone.' });

const deletedIn = (state: DeckState, stream: string): number =>
	[...(objectsOf(state, stream)?.objects.values() ?? [])].filter(({ meta }) => meta?.deleted).length;

function unlisted(state: DeckState, stream: string): Unlisted {
	const known = objectsOf(state, stream);
	if (known === undefined) return {};
	const hidden = state.deletedShown.has(stream) ? 0 : deletedIn(state, stream);
	const read = known.objects.size + known.unread;
	if (known.total > read)
		return {
			amount: ` of ${count(known.total)}`,
			rest: `${count(known.total - read)} unread: see jetdeck object ls`,
		};
	return hidden === 0 ? {} : { rest: `${count(hidden)} deleted hidden; X shows them` };
}
