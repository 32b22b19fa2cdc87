import { line } from '../../jetstream/nats-cli/command-line.ts';
import { moving, noLeaderBack } from './of-asset.ts';
import type { ChangeRow } from './row.ts';

const servers = 'Only the system account sees the servers: nats server report jetstream lists them.';

/** Requests for operators of servers. */
export const operatorChanges = {
	'account.purge': {
		plan: 'as typed',
		outcome: 'The server purges the account in the background; the list of streams shows its progress.',
		undo: 'Purged messages cannot be restored.',
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
		undo: 'No request restores the quorum.',
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
		undo: 'Streams and consumers do not return by themselves: move them.',
		nats: 'no command',
	},
} satisfies Readonly<Record<string, ChangeRow>>;
