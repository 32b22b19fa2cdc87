import * as v from 'valibot';
import { bytes } from '../../format/bytes.ts';
import { count, plural } from '../../format/integer.ts';
import { type EventRow, eventRow, maybeText, members, whole } from './row.ts';

const ofServer = v.object({ server: v.string(), cluster: maybeText });
const inCluster = (cluster: string): string => (cluster === '' ? '' : ` of cluster ${cluster}`);

/** Who it is stands beside what happened. */
const client = v.object({ client: v.object({ kind: maybeText, lang: maybeText, ver: maybeText }), reason: maybeText });
type Client = v.InferOutput<typeof client>;

/** `Client`, `Leafnode`. */
const kindOf = ({ client: { kind } }: Client): string => kind || 'Client';
const because = ({ reason }: Client): string => reason || 'no reason';

function library({ client: { lang, ver } }: Client): string {
	const said = [lang, ver].filter(Boolean).join(' ');
	return said === '' ? '' : `, ${said}`;
}

/** The bare block of a server, on a subject of its own. */
const bareServer = v.object({ name: v.string(), cluster: maybeText });

/** What happens to servers, to the meta group, and to connections: for the system account. */
export const serverEvents: readonly EventRow[] = [
	eventRow({
		type: 'domain_leader_elected',
		// The leader is told by its peer id.
		fields: v.object({ leader: maybeText, replicas: members, cluster: maybeText }),
		says: ({ leader, replicas, cluster }) => ({
			what: `${(replicas.find(({ peer }) => peer === leader)?.name ?? leader) || 'A server'} leads the meta group${inCluster(cluster)} now`,
		}),
	}),
	eventRow({
		type: 'server_removed',
		fields: ofServer,
		says: ({ server, cluster }) => ({
			what: `Server ${server} was removed from the meta group${inCluster(cluster)}`,
			tone: 'warn',
		}),
	}),
	eventRow({
		type: 'meta_rescue',
		fields: v.object({ ...ofServer.entries, prev_quorum: whole, new_quorum: whole }),
		says: ({ prev_quorum: before, new_quorum: after, cluster }) => ({
			what: `Meta group${inCluster(cluster)} was rescued: its quorum is ${count(after)} now, not ${count(before)}`,
			tone: 'warn',
		}),
	}),
	eventRow({
		type: 'server_out_of_space',
		fields: ofServer,
		says: ({ server }) => ({ what: `Server ${server} is out of storage`, tone: 'bad' }),
	}),
	eventRow({
		type: 'api_limit_reached',
		fields: v.object({ server: v.string(), dropped: whole }),
		says: ({ dropped }) => ({
			what: `Server dropped ${plural(dropped, 'API request')}: its request queue was full`,
			tone: 'bad',
		}),
	}),
	eventRow({
		type: 'auth_error',
		subject: /^\$SYS\.(?:SERVER\.[^.]+|ACCOUNT)\.CLIENT\.AUTH\.ERR$/,
		fields: client,
		says: (it) => ({ what: `${kindOf(it)} could not log in: ${because(it)}`, tone: 'bad' }),
	}),
	eventRow({
		type: 'client_connect',
		fields: client,
		says: (it) => ({ what: `${kindOf(it)} connected${library(it)}` }),
	}),
	eventRow({
		type: 'client_disconnect',
		fields: client,
		says: (it) => ({
			what: `${kindOf(it)} disconnected: ${because(it)}`,
			tone: it.reason === 'Client Closed' ? 'plain' : 'warn',
		}),
	}),
	eventRow({
		type: 'account_connections',
		frequent: true,
		repeats: true,
		fields: v.object({ acc: v.string(), conns: whole }),
		says: ({ acc, conns }) => ({ what: `Account ${acc} has ${plural(conns, 'connection')}`, tone: 'dim' }),
	}),
	eventRow({
		type: 'server_statistics',
		frequent: true,
		repeats: true,
		subject: /^\$SYS\.SERVER\.[^.]+\.STATSZ$/,
		fields: v.object({
			statsz: v.object({ connections: whole, slow_consumers: v.optional(whole, 0), cpu: v.number(), mem: whole }),
		}),
		says: ({ statsz: { connections, slow_consumers: slow, cpu, mem } }) => ({
			what: `Server has ${plural(connections, 'connection')}${slow === 0 ? '' : `, had ${plural(slow, 'slow consumer')}`}, CPU ${Math.round(cpu)} %, memory ${bytes(mem)}`,
			tone: 'dim',
		}),
	}),
	eventRow({
		type: 'ocsp_peer_reject',
		fields: v.object({ reason: maybeText }),
		says: ({ reason }) => ({ what: `Server rejected a certificate by OCSP: ${reason || 'no reason'}`, tone: 'bad' }),
	}),
	eventRow({
		type: 'ocsp_peer_link_invalid',
		fields: v.object({ reason: maybeText }),
		says: ({ reason }) => ({ what: `Server found an invalid OCSP link: ${reason || 'no reason'}`, tone: 'bad' }),
	}),
	eventRow({
		type: 'lame_duck',
		subject: /^\$SYS\.SERVER\.[^.]+\.LAMEDUCK$/,
		fields: bareServer,
		says: ({ name }) => ({ what: 'Server entered lame duck mode: clients move away', tone: 'warn', server: name }),
	}),
	eventRow({
		type: 'shutdown',
		subject: /^\$SYS\.SERVER\.[^.]+\.SHUTDOWN$/,
		fields: bareServer,
		says: ({ name }) => ({ what: 'Server shut down', tone: 'bad', server: name }),
	}),
];
