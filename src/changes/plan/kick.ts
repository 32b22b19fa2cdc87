import { stringifyJson } from '../../format/json.ts';
import type { Connection } from '../../store/system/connections.ts';
import type { Plan } from '../proposal.ts';
import { good, plain, warn } from './wording.ts';

/** Has a server close the connection of a client, 2.10 and later. `isOwn`: it is that of this jetdeck. */
export function planKick(connection: Connection, isOwn: boolean): Plan {
	const { name, cid, user, address, server, serverId, kind = 'Client' } = connection;
	const subject = `$SYS.REQ.SERVER.${serverId}.KICK`;
	const called = name ?? `${kind} ${cid}`;
	const who = [user === undefined ? '' : `of user ${user}`, address === undefined ? '' : `from ${address}`].filter(
		Boolean,
	);
	return {
		title: `Kick ${called}`,
		doing: 'kicking',
		done: `${server} closed the connection of ${called}.`,
		effect: 'change',
		consequences: [
			plain(`Server ${server} will close connection ${cid}${who.length === 0 ? '' : `, ${who.join(' ')}`}.`),
			warn('Messages that the client has not received yet are lost, unless a consumer redelivers them.'),
			...(isOwn ? [warn('It is the connection of this jetdeck.')] : []),
			good('Most clients reconnect at once, to this server or another one.'),
		],
		steps: [
			{
				asset: { kind: 'subject', subject },
				wire: { kind: 'message', endpoint: 'raw', raw: { subject, payload: stringifyJson({ cid }), replies: 1 } },
			},
		],
	};
}
