import { plural } from '../../format/integer.ts';
import type { DeckState } from '../../store/state.ts';
import { journalDatum } from '../datums.ts';
import { plannedChangeLines, unprunedInWords } from '../folder-lines.ts';
import { neverFalls, none, nothing, type PlaceRow, singleton, type ViewAt, wrong } from './row.ts';

const ofPlan = {
	interests: none,
	sweep: 'none',
	fallsWith: neverFalls,
	panes: none,
	report: 'not printed',
} as const;

const crumb = ({ folderPlan }: DeckState): string => `Plan of ${folderPlan?.paths.join(' ') ?? 'a folder'}`;

/** As in every text. */
const margin = '  ';

/** The changes that would make the server match the files. */
export const planPlace: PlaceRow<ViewAt<'plan'>> = {
	...ofPlan,
	crumbs: (state) => [crumb(state)],
	about: singleton,
	body: { kind: 'list', list: 'plan' },
	acts: nothing,
	scopes: ['plan'],
	notice: ({ folderPlan }) => {
		if (folderPlan === undefined) return undefined;
		const { changes, warnings } = folderPlan.plan;
		const refused = changes.filter(({ id, action }) => action === 'refused' && !folderPlan.leftOut.has(id)).length;
		const told = [
			...(refused > 0
				? [`${plural(refused, 'change')} ${refused === 1 ? 'is' : 'are'} impossible: press space to leave one out.`]
				: []),
			...warnings.slice(0, 1).map(({ file, line, message }) => `${file}${line ? `:${line}` : ''}: ${message}`),
			...unprunedInWords(folderPlan.plan).slice(0, 1),
		];
		return wrong(told.length === 0 ? undefined : told.join(' '));
	},
};

export const plannedChangePlace: PlaceRow<ViewAt<'planned-change'>> = {
	...ofPlan,
	crumbs: (state, { change }) => [crumb(state), change],
	about: ({ change }) => change,
	body: {
		kind: 'text',
		datum: journalDatum,
		waiting: 'Reading…',
		lines: (state, { change }) => {
			const found = state.folderPlan?.plan.changes.find(({ id }) => id === change);
			if (found === undefined)
				return [[{ text: 'This change is no longer in the plan. Press esc to go back.', tone: 'dim' }]];
			const lines = plannedChangeLines(found, state.size.columns - margin.length);
			return lines.map((line) => [{ text: margin, tone: 'plain' }, ...line]);
		},
		inputs: ({ folderPlan }) => [folderPlan],
	},
	acts: (_, { change }) => ({ change }),
	scopes: ['planned-change'],
};
