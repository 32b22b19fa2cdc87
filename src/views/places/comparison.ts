import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import { unknown } from '../../store/datum.ts';
import { aboutComparedKey, aboutComparison, comparedEntries, comparedKeyResource } from '../keys/comparison.ts';
import { comparedLines } from '../keys/comparison-lines.ts';
import { ofStream } from './resources.ts';
import { none, type PlaceRow, type ViewAt } from './row.ts';

/** Keys whose values differ from those of another bucket. */
export const comparisonPlace: PlaceRow<ViewAt<'comparison'>> = {
	crumbs: (_, { stream, other, pattern }) => [
		'Buckets',
		bucketNameOf(stream),
		...(pattern === undefined ? [] : [pattern]),
		`differs from ${bucketNameOf(other)}`,
	],
	about: aboutComparison,
	body: { kind: 'list', list: 'comparison' },
	interests: (state, { stream }) => ofStream(state, stream),
	sweep: 'none',
	scopes: ['comparison'],
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	acts: (_, { stream, other }) => ({ stream, other }),
	panes: none,
	report: 'not printed',
};

/** The two values of such a key. */
export const comparedKeyPlace: PlaceRow<ViewAt<'compared-key'>> = {
	crumbs: (_, { stream, other, key }) => ['Buckets', bucketNameOf(stream), `differs from ${bucketNameOf(other)}`, key],
	about: aboutComparedKey,
	body: {
		kind: 'text',
		datum: comparedEntries,
		waiting: 'Reading both values…',
		lines: (state, view) => comparedLines(state, view),
		inputs: ({ comparedKey }) => [comparedKey],
	},
	interests: (state, view) => [...ofStream(state, view.stream), comparedKeyResource(state, view)],
	sweep: 'none',
	scopes: ['compared-key'],
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	acts: (_, { stream, other, key }) => ({ stream, other, key }),
	panes: none,
	report: 'not printed',
	outdated: ({ comparedKey }) => ({ comparedKey: comparedKey && { ...comparedKey, entries: unknown } }),
};
