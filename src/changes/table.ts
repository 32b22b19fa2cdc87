import type { ChangingEndpointId } from '../jetstream/endpoints.ts';
import { consumerChanges } from './rows/consumers.ts';
import { messageChanges } from './rows/messages.ts';
import { operatorChanges } from './rows/operator.ts';
import type { ChangeRow } from './rows/row.ts';
import { streamChanges } from './rows/streams.ts';

/**
 * Everything that can be changed, and all that the deck knows of it: how it is planned, how to see afterwards whether it was
 * done, the way back, its line of the nats CLI. Beside the requests of the API: acknowledgements, messages to any subject,
 * listening where consumers deliver.
 */
const changes = {
	...streamChanges,
	...consumerChanges,
	...messageChanges,
	...operatorChanges,
} satisfies Readonly<Record<ChangingEndpointId | 'consumer.ack' | 'raw' | 'subscribe', ChangeRow>>;

/** By the id of an endpoint; undefined for what only reads, and for what an older journal calls otherwise. */
export function changeOf(endpoint: string): ChangeRow | undefined {
	return (changes as Readonly<Partial<Record<string, ChangeRow>>>)[endpoint];
}
