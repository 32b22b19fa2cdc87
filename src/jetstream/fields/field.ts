import type { Version } from '../endpoints/endpoint.ts';
import type { NackColumn } from '../nack/column.ts';
import type { FlagColumn } from '../nats-cli/flag.ts';
import type { AttributeColumn } from '../terraform/attribute.ts';

export type FieldKind =
	| 'name'
	| 'text'
	| 'subject'
	| 'subjects'
	| 'texts'
	| 'count'
	| 'bytes'
	/** Bits a second. */
	| 'bit-rate'
	/** Integer nanoseconds. */
	| 'duration'
	| 'durations'
	/** Text such as `100` or `50%`. */
	| 'percent'
	| 'enum'
	| 'flag'
	/** RFC 3339. */
	| 'timestamp'
	| 'sequence'
	| 'metadata'
	| 'placement'
	| 'source'
	| 'sources'
	| 'external'
	| 'consumer-source'
	| 'republish'
	| 'transform'
	| 'transforms'
	| 'consumer-limits';

export type FieldGroup =
	| 'identity'
	| 'retention'
	| 'limits'
	| 'storage'
	| 'replication'
	| 'access'
	| 'features'
	| 'delivery'
	| 'acknowledgement'
	| 'pull'
	| 'push'
	| 'priority'
	| 'lifetime';

/** One value of an enumeration, as the wire spells it. */
export interface EnumValue {
	readonly value: string;
	readonly label: string;
	readonly help: string;
	readonly since: Version;
}

/**
 * What an update may not change: `no`, never. `enable-only`: false to true, never back. `rule`: when, as the end of "may be changed …";
 * before `since` it may not be changed at all.
 */
export type UpdateRule =
	| 'no'
	| 'enable-only'
	| { readonly rule: string; readonly since?: Version }
	| { readonly rule?: never; readonly since: Version };

/** One key of a configuration. */
export interface Field {
	/** As the wire spells it. */
	readonly name: string;
	readonly label: string;
	/** One line. */
	readonly help: string;
	readonly kind: FieldKind;
	/** What the server stores when it is left out; undefined when that is nothing or depends on other fields. */
	readonly default?: string | number | boolean;
	/** From this version on a stream with sources gets no default. */
	readonly noDefaultWithSources?: Version;
	/** What its absence means, in words; default `none`. */
	readonly empty?: string;
	readonly values?: readonly EnumValue[];
	readonly since: Version;
	/** The consequence when a server ignores it, as a sentence: servers before 2.12 ignore unknown keys. */
	readonly dropped?: string;
	/** The first line that refuses it. */
	readonly gone?: Version;
	/** Absent: an update may change it freely. */
	readonly update?: UpdateRule;
	/** The value that means unlimited. */
	readonly unlimited?: -1 | 0;
	/** The key must be there. */
	readonly required?: true;
	/** The field of a single entry: there it means the same as a list of one. */
	readonly single?: string;
	/** Only for consumers of this mode. */
	readonly mode?: 'pull' | 'push';
	/** What one entry of a list of objects is called. */
	readonly entry?: string;
	/** Keys of an object, or of each object of a list. */
	readonly fields?: readonly Field[];
	/** Absent for keys inside of another field. */
	readonly group?: FieldGroup;
	/** What the nats CLI calls it. */
	readonly flag: FlagColumn;
	/** What the Terraform provider calls it. */
	readonly attribute: AttributeColumn;
	/** What the resources of NACK call it. */
	readonly nack: NackColumn;
	/** For a time in the future: `1h` is from now and not ago. */
	readonly ahead?: true;
	/** For the server's own use: shown when set, never offered. */
	readonly hidden?: true;
}

/** A key of the configuration itself, and not of an object in it. */
export type TopField = Field & Required<Pick<Field, 'group'>>;
