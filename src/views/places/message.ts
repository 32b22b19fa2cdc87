import { count } from '../../format/integer.ts';
import { messageLines } from '../message-lines.ts';
import { openedMessage } from '../messages/opened-message.ts';
import { messageResource } from '../messages/opened-resource.ts';
import { none, type PlaceRow, type ViewAt } from './row.ts';

export const messagePlace: PlaceRow<ViewAt<'message'>> = {
	crumbs: (_, { stream, seq }) => ['Streams', stream, 'messages', count(seq)],
	about: ({ stream, seq }) => `${stream}\0${seq}`,
	body: {
		kind: 'text',
		datum: (state, { stream, seq }) => openedMessage(state, stream, seq).entry,
		waiting: 'Reading…',
		lines: (state, { stream, seq, as }) => messageLines(openedMessage(state, stream, seq), as, state.size.columns),
		inputs: ({ opened }) => [opened],
	},
	interests: (state, { stream, seq }) => [messageResource(state, stream, seq)],
	sweep: 'none',
	scopes: ['message'],
	fallsWith: ({ stream }) => ({ kind: 'stream', stream }),
	acts: (_, { stream, seq }) => ({ stream, message: seq }),
	panes: none,
	report: 'not printed',
};
