import { line } from '../../jetstream/nats-cli/command-line.ts';
import { moving, noLeaderBack } from './of-asset.ts';
import type { ChangeRow } from './row.ts';

const servers = 'Only the system account sees the servers: nats server report jetstream lists them.';

/** Requests for those who run the servers. */
export const operatorChanges = {
	'account.purge': {
		plan: 'as typed',
		outcome: 'The account is purged in the background; the list of streams shows how far it is.',
		undo: 'What was purged is gone.',
		nats: ({ params: { account = '' } }) => line('server account purge', [account], '--force'),
	},
	'account.stream.move': {
		plan: 'as typed',
		outcome: moving,
		undo: 'Move the stream back with another request.',
		nats: 'no command',
	},
	'account.stream.cancel-move': {
		plan: 'as typed',
		outcome: moving,
		undo: 'Move the stream again with another request.',
		nats: 'no command',
	},
	'meta.leader.stepdown': {
		plan: 'as typed',
		outcome: servers,
		undo: noLeaderBack,
		nats: 'no command',
	},
	'meta.rescue': {
		plan: 'as typed',
		outcome: servers,
		undo: 'A quorum is not set back by a request.',
		nats: 'no command',
	},
	'server.remove': {
		plan: 'as typed',
		outcome: servers,
		undo: 'A server that was removed joins again when it is restarted.',
		nats: ({ body }) =>
			typeof body.peer === 'string' && body.peer_id === undefined
				? line('server cluster peer-remove', [body.peer], '--force')
				: undefined,
	},
	'server.evacuate': {
		plan: 'as typed',
		outcome: servers,
		undo: 'What left the server does not return by itself: move it.',
		nats: 'no command',
	},
} satisfies Readonly<Record<string, ChangeRow>>;
