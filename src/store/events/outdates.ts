import { consumerNamesKeys } from '../consumer-resources.ts';
import { namesKeys } from '../stream-resources.ts';

type Outdates = (stream: string) => readonly string[];

const ofLists: Outdates = () => [...namesKeys, 'stream-list', 'account'];
const ofConsumers: Outdates = (stream) => [
	...consumerNamesKeys(stream),
	`consumer-list:${stream}`,
	`stream:${stream}`,
	'account',
];

/** Which resources of the poller an advisory makes out of date, by how its subject begins after ADVISORY. */
const rows: Readonly<Record<string, Outdates>> = {
	'STREAM.CREATED': ofLists,
	'STREAM.DELETED': ofLists,
	'STREAM.UPDATED': (stream) => ['stream-list', `stream:${stream}`],
	'CONSUMER.CREATED': ofConsumers,
	'CONSUMER.DELETED': ofConsumers,
	'CONSUMER.PAUSE': ofConsumers,
};

/**
 * There is no advisory of an updated consumer (nats-server 2.15), so polling goes on as before, only less often.
 * @param tail of its subject, or of that of a subscription
 */
export function outdatedBy(tail: string): readonly string[] {
	const [kind, action, stream = ''] = tail.split('.', 3);
	return rows[`${kind}.${action}`]?.(stream) ?? [];
}
