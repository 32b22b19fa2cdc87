import type { Config } from '../fields/config.ts';
import type { ReadFlag } from './read/part.ts';

export type Verb = 'add' | 'edit';

/** The words of a command line; undefined where no flag says the value. A value of undefined is none. */
export type Words = readonly string[] | undefined;

/**
 * How the nats CLI (natscli 0.5) says a field to `nats … add` and to `nats … edit`; what it cannot say goes through a file.
 * A field is named among the arguments of the command, or has a flag, or none.
 */
export type FlagColumn = 'none' | 'argument' | NamedFlag | PartsFlag | OddFlag;

interface WhenSaid {
	/** `nats … edit` has no such flag. */
	readonly only?: 'add';
	/** Said even when it is the server's default or unchanged, because the program's own default is another. */
	readonly always?: Verb;
	/** And only then. */
	readonly alwaysWhen?: (value: unknown, config: Config) => boolean;
	/** The whole word that takes the value away, where there is one. */
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
	/** What the program would not take as it is meant. */
	readonly unless?: (value: unknown, config: Config, verb: Verb) => boolean;
	/** Where it is read otherwise than it is written. */
	readonly read?: readonly ReadFlag[];
}

/**
 * An object whose keys have the flags. `kept`: an edit keeps what it does not say, so that it says all of it; `anew`: the
 * program makes the object anew.
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
	/** `--no-flag` says that the field is on. */
	| 'turned'
	/** The flag once for each key. */
	| 'pairs'
	/** The name of a stream, and nothing else of it. */
	| 'stream'
	| 'streams'
	/** Never written, and read as what takes it away alone. */
	| 'steps'
	/** Never written. */
	| 'time';
