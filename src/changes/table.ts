import type { ChangingEndpointId } from '../jetstream/endpoints.ts';
import { consumerChanges } from './rows/consumers.ts';
import { kvChanges } from './rows/kv.ts';
import { kvImportChanges } from './rows/kv-import.ts';
import { messageChanges } from './rows/messages.ts';
import { objectChanges } from './rows/objects.ts';
import { operatorChanges } from './rows/operator.ts';
import type { ChangeRow } from './rows/row.ts';
import { streamChanges } from './rows/streams.ts';
import { transferChanges } from './rows/transfers.ts';
import type { KvWire } from './wire.ts';

/**
 * Every change, and everything that the deck knows about it: how to plan it, how to find out its outcome, how to undo it, its
 * nats CLI command. Besides API requests: acknowledgements, messages to any subject, subscriptions where consumers deliver,
 * transfers of backups and objects, keys of buckets.
 */
const changes = {
	...streamChanges,
	...consumerChanges,
	...messageChanges,
	...operatorChanges,
	...transferChanges,
	...objectChanges,
	...kvChanges,
	...kvImportChanges,
} satisfies Readonly<Record<ChangingEndpointId | KvWire['endpoint'] | 'consumer.ack' | 'raw' | 'subscribe', ChangeRow>>;

/** By the id of an endpoint; undefined for what only reads, and for ids of an older journal. */
export function changeOf(endpoint: string): ChangeRow | undefined {
	return (changes as Readonly<Partial<Record<string, ChangeRow>>>)[endpoint];
}
