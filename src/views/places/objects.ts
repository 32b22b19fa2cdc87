import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import { isVisible } from '../../jetstream/objects/meta.ts';
import { lastKnown, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { ofStream as datumOf } from '../datums.ts';
import { checkSections } from '../objects/check-sections.ts';
import { objectAt, withoutCheck } from '../objects/known.ts';
import { checkResource, linkKey, objectsResource, targetResource } from '../objects/resources.ts';
import { objectSections } from '../objects/sections.ts';
import { sectionLines, textColumns } from '../section-lines.ts';
import { ofStream } from './resources.ts';
import { none, type PlaceRow, type ViewAt } from './row.ts';

export const objectsPlace: PlaceRow<ViewAt<'objects'>> = {
	crumbs: (_, { stream }) => ['Buckets', bucketNameOf(stream), 'objects'],
	about: ({ stream }) => stream,
	body: { kind: 'list', list: 'objects' },
	interests: (state, { stream }) => [...ofStream(state, stream), objectsResource(state, stream)],
	sweep: 'none',
	scopes: ['objects'],
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	acts: (_, { stream }) => ({ stream }),
	panes: none,
	report: 'not printed',
};

export const objectPlace: PlaceRow<ViewAt<'object'>> = {
	crumbs: (state, { stream, token }) => [
		'Buckets',
		bucketNameOf(stream),
		objectAt(state, stream, token)?.name ?? token,
	],
	about: ({ stream, token }) => `${stream}\0${token}`,
	body: {
		kind: 'text',
		datum: (state, { stream }) => datumOf(state, state.objects, stream),
		waiting: 'Reading…',
		lines: (state, { stream, token }) => {
			const row = objectAt(state, stream, token);
			const columns = textColumns(state.size.columns);
			if (row === undefined) return [[{ text: '  The object is gone.', tone: 'plain' }]];
			const link = row.meta?.link;
			const target = link && (state.linkTargets.get(linkKey(link)) ?? 'reading…');
			return sectionLines(objectSections(row, { now: state.now, columns, target }), state.size.columns);
		},
		inputs: ({ objects, linkTargets }, { stream }) => [objects.entries.get(stream), linkTargets],
	},
	interests: (state, { stream, token }) => {
		const row = objectAt(state, stream, token);
		const link = row !== undefined && isVisible(row) ? row.meta?.link : undefined;
		return [...ofStream(state, stream), objectsResource(state, stream), ...(link ? [targetResource(state, link)] : [])];
	},
	sweep: 'none',
	scopes: ['object'],
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	acts: (_, { stream, token }) => ({ stream, object: token }),
	panes: none,
	report: 'not printed',
};

const checkOf = ({ bucketChecks }: Pick<DeckState, 'bucketChecks'>, stream: string) =>
	bucketChecks.entries.get(stream) ?? unknown;

export const objectCheckPlace: PlaceRow<ViewAt<'object-check'>> = {
	crumbs: (_, { stream }) => ['Buckets', bucketNameOf(stream), 'check'],
	about: ({ stream }) => stream,
	body: {
		kind: 'text',
		datum: (state, { stream }) => checkOf(state, stream),
		waiting: 'Reading the objects and their chunks…',
		lines: (state, { stream }) => {
			const check = lastKnown(checkOf(state, stream));
			if (check === undefined) return [];
			const around = { now: state.now, at: check.at, columns: textColumns(state.size.columns) };
			return sectionLines(checkSections(bucketNameOf(stream), check.value, around), state.size.columns);
		},
		inputs: ({ bucketChecks }, { stream }) => [bucketChecks.entries.get(stream)],
	},
	interests: (state, { stream }) => [...ofStream(state, stream), checkResource(state, stream)],
	sweep: 'none',
	scopes: ['object-check'],
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	acts: (_, { stream }) => ({ stream }),
	panes: none,
	report: 'not printed',
	outdated: (state, { stream }) => withoutCheck(state, stream),
};
