import type { ChangingEndpointId } from '../jetstream/endpoints.ts';
import { consumerChanges } from './rows/consumers.ts';
import { messageChanges } from './rows/messages.ts';
import { operatorChanges } from './rows/operator.ts';
import type { ChangeRow } from './rows/row.ts';
import { streamChanges } from './rows/streams.ts';
import { transferChanges } from './rows/transfers.ts';

/**
 * Everything that can be changed, and everything that the deck knows about it: how to plan it, how to find out afterwards whether it was
 * done, undo, its line of the nats CLI. Besides the requests of the API: acknowledgements, messages to any subject,
 * listening where consumers deliver, transfers of backups.
 */
const changes = {
	...streamChanges,
	...consumerChanges,
	...messageChanges,
	...operatorChanges,
	...transferChanges,
} satisfies Readonly<Record<ChangingEndpointId | 'consumer.ack' | 'raw' | 'subscribe', ChangeRow>>;

/** By the id of an endpoint; undefined for what only reads, and for ids of an older journal. */
export function changeOf(endpoint: string): ChangeRow | undefined {
	return (changes as Readonly<Partial<Record<string, ChangeRow>>>)[endpoint];
}
