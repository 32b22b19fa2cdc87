import { count } from '../../format/integer.ts';
import { bucketNameOf } from '../../jetstream/buckets/bucket.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { keyPanes, messagesKey } from '../../store/view.ts';
import { keyLines } from '../keys/key-lines.ts';
import { openedKey } from '../keys/opened-key.ts';
import { keyResource } from '../keys/opened-resource.ts';
import { outdateMessages } from '../messages/page-patch.ts';
import { messageResources } from '../messages/resources.ts';
import { ofStream } from './resources.ts';
import type { PlaceRow, ViewAt } from './row.ts';

type Here = ViewAt<'key.value'>;

/** Shared by both panes of a key. */
const ofPane = {
	sweep: 'none',
	fallsWith: ({ stream }: Here) => ({ kind: 'stream', stream }) as const,
	acts: (state: DeckState, view: Here) => {
		const { stream, key } = view;
		const message = latest(openedKey(state, view).entry)?.revision;
		return { stream, key, ...(message !== undefined && { message }) };
	},
	panes: (view: Here) => (view.revision === undefined ? keyPanes.map((pane) => ({ ...view, pane })) : []),
	report: 'not printed',
} satisfies Partial<PlaceRow<Here>>;

const pathOf = ({ stream, key }: Here): readonly string[] => ['Buckets', bucketNameOf(stream), key];

export const keyPlaces = {
	'key.value': {
		...ofPane,
		crumbs: (_, view) => [...pathOf(view), view.revision === undefined ? 'value' : `revision ${count(view.revision)}`],
		about: ({ stream, key, revision }) => `${stream}\0${revision ?? ''}\0${key}`,
		body: {
			kind: 'text',
			datum: (state, view) => openedKey(state, view).entry,
			waiting: 'Reading…',
			lines: (state, view) => keyLines(state, view, view.as),
			inputs: ({ openedKey: opened, streams }, { stream }) => [opened, streams.entries.get(stream)],
		},
		interests: (state, view) => [...ofStream(state, view.stream), keyResource(state, view)],
		scopes: ['key-value', 'key'],
	},
	'key.history': {
		...ofPane,
		crumbs: (_, view) => [...pathOf(view), 'history'],
		about: ({ stream, subject }) => messagesKey(stream, subject),
		body: { kind: 'list', list: 'messages' },
		interests: (state, view, height) => [...ofStream(state, view.stream), ...messageResources(state, view, height)],
		scopes: ['key-history', 'key'],
		outdated: (state, { stream, subject }) => outdateMessages(state, stream, subject),
	},
} satisfies Readonly<Record<string, PlaceRow<Here>>>;
