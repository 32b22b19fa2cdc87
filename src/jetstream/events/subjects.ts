import { isRecord } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import type { Link, Target } from '../../nats/link.ts';
import { isPublishAck } from '../publish-ack.ts';

const newsTails: readonly string[] = [
	'STREAM.CREATED.*',
	'STREAM.DELETED.*',
	'STREAM.UPDATED.*',
	'STREAM.LEADER_ELECTED.*',
	'STREAM.QUORUM_LOST.*',
	'CONSUMER.CREATED.*.*',
	'CONSUMER.DELETED.*.*',
	'CONSUMER.PAUSE.*.*',
	'CONSUMER.LEADER_ELECTED.*.*',
	'CONSUMER.QUORUM_LOST.*.*',
	'CONSUMER.MAX_DELIVERIES.*.*',
];

/** Announcements of lists that change, and of what an operator has to know: few, and always listened to. */
export const news = (target: Pick<Target, 'eventPrefix'>): readonly string[] =>
	newsTails.map((tail) => `${advisoryPrefix(target)}${tail}`);

/** What only the system account hears of servers and the meta group, and is as rare: also always listened to there. */
export const systemNews = (target: Pick<Target, 'eventPrefix'>): readonly string[] => [
	...['DOMAIN.LEADER_ELECTED', 'SERVER.*', 'API.LIMIT_REACHED'].map((tail) => `${advisoryPrefix(target)}${tail}`),
	'$SYS.SERVER.*.LAMEDUCK',
	'$SYS.SERVER.*.SHUTDOWN',
];

/** Whether an advisory says what is kept of streams and consumers, by its subject after ADVISORY. */
export const isTelling = (tail: string): boolean =>
	/^(?:STREAM|CONSUMER)\.(?:LEADER_ELECTED|QUORUM_LOST|MAX_DELIVERIES)\./.test(tail);

const prefixOf = ({ eventPrefix = '$JS.EVENT' }: Pick<Target, 'eventPrefix'>): string => eventPrefix;

/** Before the tail of an advisory, with its dot. */
export const advisoryPrefix = (target: Pick<Target, 'eventPrefix'>): string => `${prefixOf(target)}.ADVISORY.`;

/** Everything that JetStream announces: also audits of requests, and one event for each rejected message or sampled acknowledgement. */
export function allSubjects(target: Pick<Target, 'eventPrefix'>): readonly string[] {
	return [`${advisoryPrefix(target)}>`, `${prefixOf(target)}.METRIC.>`];
}

/**
 * Connections and servers: only the system account hears them. Not `$SYS.SERVER.>`, where each server counts its connections
 * twice.
 */
export const systemSubjects: readonly string[] = [
	'$SYS.ACCOUNT.*.CONNECT',
	'$SYS.ACCOUNT.*.DISCONNECT',
	'$SYS.ACCOUNT.*.SERVER.CONNS',
	'$SYS.ACCOUNT.CLIENT.AUTH.ERR',
	'$SYS.SERVER.*.CLIENT.AUTH.ERR',
	'$SYS.SERVER.*.LAMEDUCK',
	'$SYS.SERVER.*.SHUTDOWN',
	'$SYS.SERVER.*.STATSZ',
	'$SYS.SERVER.*.OCSP.PEER.>',
];

/** Its name, unless the operator chose another. */
export const systemAccount = '$SYS';

/**
 * Whether the connection is to the system account: for any other one no server answers there, in every version. A stream that takes
 * every subject acknowledges the question, and anybody may answer it.
 */
export async function isSystemAccount(link: Link): Promise<boolean> {
	const reply = await link.request('$SYS.REQ.SERVER.PING', '', { isForeign: isPublishAck });
	if (!reply.ok) return false;
	const parsed = parseJson(new TextDecoder().decode(reply.message.data));
	return parsed.ok && isRecord(parsed.value) && isRecord(parsed.value.server) && isRecord(parsed.value.statsz);
}
