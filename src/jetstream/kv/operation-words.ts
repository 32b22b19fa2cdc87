import type { KvEntry } from './entry.ts';

interface OperationWords {
	/** For a column. */
	readonly short: string;
	/** Who removed the value, and what is left. */
	readonly sentence: string;
}

/** Of markers that the server itself wrote, by their `Nats-Marker-Reason`. */
const reasons: Readonly<Record<string, OperationWords>> = {
	MaxAge: { short: 'expired', sentence: 'The server removed the value: its TTL, or max_age of the bucket, was over.' },
	Remove: { short: 'removed', sentence: 'The server wrote this marker because the last value was removed.' },
	Purge: { short: 'purged', sentence: 'The server wrote this marker because the key was purged.' },
};

const operations: Readonly<Record<KvEntry['operation'], OperationWords>> = {
	put: { short: 'put', sentence: '' },
	delete: { short: 'deleted', sentence: 'A client deleted the key: its history may still be there.' },
	purge: { short: 'purged', sentence: 'A client purged the key: its history is gone.' },
};

/** What became of a key by a revision. */
export function operationWords({ operation, reason }: Pick<KvEntry, 'operation' | 'reason'>): OperationWords {
	return reasons[reason ?? ''] ?? operations[operation];
}
