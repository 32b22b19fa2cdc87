import type { Config } from '../fields/config.ts';
import type { ReadFlag } from './read/part.ts';

export type Verb = 'add' | 'edit';

/** The words of a command line; undefined if no flag can express the value. An undefined value is none. */
export type Words = readonly string[] | undefined;

/**
 * How the nats CLI (natscli 0.5) writes a field for `nats … add` and `nats … edit`; what flags cannot express goes through a file.
 * A field is an argument of the command, or has a flag, or neither.
 */
export type FlagColumn = 'none' | 'argument' | NamedFlag | PartsFlag | OddFlag;

interface WhenSaid {
	/** `nats … edit` has no such flag. */
	readonly only?: 'add';
	/** Written even if it is the server's default or unchanged, because the nats CLI has another default. */
	readonly always?: Verb;
	/** And only then. */
	readonly alwaysWhen?: (value: unknown, config: Config) => boolean;
	/** The whole word that removes the value, if there is one. */
	readonly nothing?: string;
}

/** A flag that is written and read as its form says. */
export interface NamedFlag extends WhenSaid {
	/** Without the dashes, as is `also`: other names by which it is read. */
	readonly name: string;
	readonly also?: readonly string[];
	/** Absent: the form of the field's kind. */
	readonly form?: FlagForm;
	/** Spellings of values that are not those of the wire; the first one is written. */
	readonly spelled?: Readonly<Record<string, readonly string[]>>;
	/** Values that the nats CLI would misread. */
	readonly unless?: (value: unknown, config: Config, verb: Verb) => boolean;
	/** How it is read, if not in the form in which it is written. */
	readonly read?: readonly ReadFlag[];
}

/**
 * An object whose keys have the flags. `kept`: an edit keeps parts that have no flag, so every part is written; `anew`: the
 * nats CLI creates the object anew.
 */
export interface PartsFlag extends WhenSaid {
	readonly parts: 'kept' | 'anew';
}

export interface OddFlag extends WhenSaid {
	readonly write: (value: unknown, config: Config) => Words;
	readonly read: readonly ReadFlag[];
}

export type FlagForm =
	| 'text'
	/** The flag once for each entry. */
	| 'list'
	| 'number'
	/** A number with a binary unit. */
	| 'size'
	| 'duration'
	| 'percent'
	/** A word of an enumeration. */
	| 'word'
	/** `--flag` and `--no-flag`. */
	| 'switch'
	/** `--flag` alone. */
	| 'only-on'
	/** `--no-flag` means that the field is on. */
	| 'turned'
	/** The flag once for each key. */
	| 'pairs'
	/** Only the name of a stream. */
	| 'stream'
	| 'streams'
	/** Never written, and read only as the word that removes it. */
	| 'steps'
	/** Never written. */
	| 'time';
