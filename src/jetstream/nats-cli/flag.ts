import { goDuration } from '../../format/duration.ts';
import { isInteger } from '../../format/integer.ts';
import { isRecord } from '../fields/normal.ts';

type Config = Readonly<Record<string, unknown>>;

/**
 * The words that say a value on the command line; undefined where no flag can. The value is as a server would hold it, and
 * undefined for nothing.
 */
export type Flag = (value: unknown, config: Config) => readonly string[] | undefined;

/** How one field is said to `nats … add` and to `nats … edit`. A field without a row has no flag at all. */
export interface FlagRow {
	readonly field: string;
	readonly add?: Flag;
	readonly edit?: Flag;
	/** Said even when it is the server's default or unchanged, because the program's own default is another. */
	readonly always?: 'add' | 'edit' | 'both';
	/** And only then. */
	readonly alwaysWhen?: (value: unknown, config: Config) => boolean;
}

/** A text on one line. Some flags cannot take a text away again: the program takes empty for not given. */
export const text =
	(flag: string): Flag =>
	(value) =>
		typeof value === 'string' && !/\p{Cc}/u.test(value) ? [`--${flag}=${value}`] : undefined;

/** A whole number; nothing is `nothing`, where the program has a number for it. */
export const whole =
	(flag: string, nothing?: number): Flag =>
	(value) => {
		const said = value ?? nothing;
		return isInteger(said) ? [`--${flag}=${said}`] : undefined;
	};

/**
 * A size. Plain numbers are read as 32 bits, and a unit is binary (natscli 0.5): one that neither says has no flag.
 */
export const size =
	(flag: string): Flag =>
	(value) => {
		if (!isInteger(value)) return undefined;
		const bytes = BigInt(value);
		if (bytes < plainUpTo) return [`--${flag}=${bytes}`];
		const unit = units.find(([, of]) => bytes % of === 0n && bytes / of < plainUpTo);
		return unit && [`--${flag}=${bytes / unit[1]}${unit[0]}`];
	};

const plainUpTo = 2n ** 31n;
const units = [
	['TiB', 2n ** 40n],
	['GiB', 2n ** 30n],
	['MiB', 2n ** 20n],
	['KiB', 2n ** 10n],
] as const;

/** A duration, nothing is `0s` where the program takes that. */
export const time =
	(flag: string, nothing?: '0s'): Flag =>
	(value) => {
		// Numbers that are no longer exact are written otherwise in JSON.
		if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
		if (isInteger(value)) return [`--${flag}=${goDuration(value)}`];
		return value === undefined && nothing !== undefined ? [`--${flag}=${nothing}`] : undefined;
	};

export const onOrOff =
	(flag: string): Flag =>
	(value) => [value === true ? `--${flag}` : `--no-${flag}`];

export const onlyOn =
	(flag: string): Flag =>
	(value) =>
		value === true ? [`--${flag}`] : undefined;

/** The flag once for each entry. */
export const each =
	(flag: string): Flag =>
	(value) => {
		if (!Array.isArray(value) || value.length === 0) return undefined;
		return value.every((entry) => typeof entry === 'string' && !/[\p{Cc},\s]/u.test(entry))
			? value.map((entry) => `--${flag}=${entry}`)
			: undefined;
	};

/** The flag once for each key; the program takes a colon for an equals sign. */
export const pairs =
	(flag: string): Flag =>
	(value) => {
		if (!isRecord(value)) return undefined;
		const entries = Object.entries(value);
		const fits = entries.every(
			([key, entry]) => typeof entry === 'string' && !/[\p{Cc}=:]/u.test(key) && !/\p{Cc}/u.test(entry),
		);
		return fits ? entries.map(([key, entry]) => `--${flag}=${key}=${entry}`) : undefined;
	};

/** A word of an enumeration, by the program's own spelling of it. */
export const word =
	(flag: string, words: Readonly<Record<string, string>>): Flag =>
	(value) => {
		const said = typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined;
		return said === undefined ? undefined : [`--${flag}=${said}`];
	};

/** An object by one flag for each of its keys; undefined when it has another key. */
export const inside =
	(flags: Readonly<Record<string, Flag>>): Flag =>
	(value, config) => {
		if (!isRecord(value)) return undefined;
		const words: string[] = [];
		for (const [key, entry] of Object.entries(value)) {
			const said = Object.hasOwn(flags, key) ? flags[key]?.(entry, config) : undefined;
			if (said === undefined) return undefined;
			words.push(...said);
		}
		return words;
	};
