import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import { inSentences } from '../../jetstream/problem.ts';
import { currentView } from '../../store/nav.ts';
import type { DeckState } from '../../store/state.ts';
import { messagesKey } from '../../store/view.ts';
import { keyListOf, valuesOf } from '../keys/key-list.ts';
import { keyResources } from '../keys/resources.ts';
import { readOn, stopReading } from '../keys/wanted.ts';
import { ofStream } from './resources.ts';
import { type Notice, none, type PlaceRow, type ViewAt, wrong } from './row.ts';

export const keysPlace: PlaceRow<ViewAt<'keys'>> = {
	crumbs: (_, { stream, pattern }) => ['Buckets', bucketNameOf(stream), pattern ?? 'keys'],
	about: ({ stream, pattern }) => messagesKey(stream, pattern),
	body: { kind: 'list', list: 'keys' },
	interests: (state, { stream, pattern }, height) => [
		...ofStream(state, stream),
		...keyResources(state, messagesKey(stream, pattern), height),
	],
	sweep: 'none',
	scopes: ['keys'],
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	acts: (_, { stream }) => ({ stream }),
	panes: none,
	notice,
	stop: (state, { stream, pattern }) => stopReading(state, messagesKey(stream, pattern)),
	outdated: (state, { stream, pattern }) => readOn(state, messagesKey(stream, pattern)),
	report: 'not printed',
};

/** Values that could not be read: the names alone would look like a bucket without values. */
function notice(state: DeckState): Notice | undefined {
	const view = currentView(state);
	if (view.kind !== 'keys') return undefined;
	const { problem, values } = valuesOf(state, view.stream);
	if (problem === undefined) return undefined;
	// It may concern keys of another pattern.
	const names = keyListOf(state, messagesKey(view.stream, view.pattern))?.names ?? [];
	const isHere = names.some((name) => !values.entries.has(name));
	return isHere ? wrong(`The values cannot be read: ${inSentences(problem)}`) : undefined;
}
