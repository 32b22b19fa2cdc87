import type { Config } from '../fields/config.ts';

/**
 * The key of a field in the resources of NACK (`jetstream.nats.io/v1beta2`, as of nats-server 2.14). `parts`: the keys of the object are keys
 * beside its own.
 */
export type NackColumn = 'none' | 'parts' | NackKey;

export interface NackKey {
	readonly name: string;
	/** What NACK sends without the key, where that is not the server's default. */
	readonly otherwise?: unknown;
	/** Written even where it is the server's default, because the resource has another one. */
	readonly always?: true;
	/** Spellings of values that are not those of the wire. */
	readonly spelled?: Readonly<Record<string, string>>;
	/** Values that the key cannot have. */
	readonly unless?: (value: unknown, config: Config) => boolean;
	/** A comment for the reader. */
	readonly note?: (value: unknown, config: Config) => string | undefined;
}
