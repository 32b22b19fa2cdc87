import type { HclAttribute, HclBlock } from '../../format/hcl.ts';
import type { Config } from '../fields/config.ts';

/** The attributes of a field in a resource. */
export interface Part {
	readonly attributes?: readonly HclAttribute[];
	readonly map?: { readonly name: string; readonly entries: Readonly<Record<string, string>> };
	readonly blocks?: readonly HclBlock[];
	/** What the attributes do not express. */
	readonly comments?: readonly string[];
}

/** Undefined where the provider cannot express the value. It is as a server would store it, undefined for nothing. */
export type Writer = (value: unknown, config: Config) => Part | undefined;

/**
 * The attribute of a field in the Terraform provider nats-io/jetstream 0.4.0, which creates durable consumers only. `parts`: the keys of
 * the object are attributes beside its own.
 */
export type AttributeColumn = 'none' | 'parts' | NamedAttribute | OddAttribute;

interface Attribute {
	/** What the provider sends without the attribute, as on the wire; undefined if it sends nothing. */
	readonly otherwise?: unknown;
	/** The value to write if it differs from that of the field; undefined for the field's own. */
	readonly value?: (config: Config) => unknown;
	/** Written even when the provider would send the same. */
	readonly always?: true;
}

/** An attribute or a block, written as all fields of the kind. */
export interface NamedAttribute extends Attribute {
	readonly name: string;
	/** Comments for the reader. */
	readonly notes?: (value: unknown, config: Config) => readonly string[];
}

export interface OddAttribute extends Attribute {
	readonly write: Writer;
}
