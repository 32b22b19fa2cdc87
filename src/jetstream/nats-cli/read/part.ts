import { exactInteger } from '../../../format/integer.ts';
import { asRecord, isRecord } from '../../../format/is.ts';
import { readTime } from '../../../format/read-time.ts';
import type { EndpointId } from '../../endpoints.ts';
import type { Config } from '../../fields/config.ts';
import type { Field } from '../../fields/field.ts';
import { readInput } from '../../fields/input.ts';
import type { Verb } from '../flag.ts';

/** What a command line means so far. */
export interface Draft {
	readonly endpoint: EndpointId;
	/** The names in the subject. */
	readonly params: Readonly<Record<string, string>>;
	/** The body to send; for a command that configures something, its configuration. */
	readonly body: Config;
	/** Flags that are no part of the body, such as `--ephemeral`. */
	readonly marks: ReadonlySet<string>;
}

/** The draft after a word; a sentence if the word is wrong. */
export type Take = (draft: Draft, texts: readonly string[], now: number) => Draft | string;

/** A flag of the program, as natscli 0.2 and later have it. */
export interface ReadFlag {
	/** With the dashes. */
	readonly names: readonly string[];
	/** Of a field: `nats … add` or `nats … edit` alone has it. */
	readonly only?: Verb;
	/** The name of its value; absent if it has none. */
	readonly value?: string;
	/** What completes its value. */
	readonly offers?: readonly string[] | 'stream' | 'subject';
	/** `--no-NAME` is valid too; it gives the text `no`. */
	readonly negatable?: true;
	/** It may be given several times; `take` gets all values at once. */
	readonly many?: true;
	/** Accepted, but not offered. */
	readonly hidden?: true;
	readonly take: Take;
}

/** How a flag is read, whatever its name. */
export type Reading = Omit<ReadFlag, 'names' | 'only'>;

export const named = (name: string, reading: Reading): ReadFlag => ({ names: [`--${name}`], ...reading });

/** The body with another value of a key; undefined takes the key out. */
export function withKey(draft: Draft, key: string, value: unknown): Draft {
	const { [key]: _, ...rest } = draft.body;
	return { ...draft, body: value === undefined ? rest : { ...draft.body, [key]: value } };
}

const first = ([text = '']: readonly string[]): string => text;

/** A flag that changes nothing in the request. */
export const ignored = (...names: readonly string[]): ReadFlag => ({ names, hidden: true, take: (draft) => draft });

const marked = (draft: Draft, name: string): Draft => ({ ...draft, marks: new Set([...draft.marks, name]) });

export const mark = (name: string): ReadFlag => named(name, { take: (draft) => marked(draft, name) });

/** A flag that the deck replaces by something else. */
export const elsewhere = (sentence: string, ...names: readonly string[]): ReadFlag => ({
	names,
	hidden: true,
	take: () => sentence,
});

/** A key of the body, written as in the forms of the deck: `1d`, `10GiB`, `-1`. */
export const typed = (field: Field): Reading => ({
	value: field.kind.toUpperCase(),
	take: (draft, texts, now) => {
		const read = readInput(field, first(texts), now);
		return read.ok ? withKey(draft, field.name, read.value) : read.message;
	},
});

/** A number from 0 to 2^64 - 1; `what` begins the error sentence. */
export const wholeNumber =
	(key: string, what: string): Take =>
	(draft, texts) =>
		/^\d{1,20}$/.test(first(texts))
			? withKey(draft, key, exactInteger(BigInt(first(texts))))
			: `${what} must be a whole number.`;

export const whole = (name: string, key: string): ReadFlag =>
	named(name, { value: 'NUMBER', take: wholeNumber(key, `--${name}`) });

/** A duration from now, or a time; the nats CLI reads a time without a zone as UTC. */
export const untilTime =
	(key: string): Take =>
	(draft, texts, now) => {
		const said = first(texts);
		const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(said)
			? readTime(`${said.replace(' ', 'T')}Z`, now)
			: (readTime(`+${said}`, now) ?? readTime(said, now));
		return time === undefined
			? 'Give a duration such as 1h, or a time such as 2030-01-01 00:00:00 (UTC).'
			: withKey(draft, key, time);
	};

/** A text; an empty one is none. */
export const text = (key: string): Reading => ({
	value: 'TEXT',
	take: (draft, texts) => withKey(draft, key, first(texts) === '' ? undefined : first(texts)),
});

export const subject = (key: string): Reading => ({ ...text(key), ...ofSubjects });

/** Subjects, also several in one flag. */
export const subjects = (key: string): Reading => ({ ...texts(key, ''), ...ofSubjects });

const ofSubjects = { value: 'SUBJECT', offers: 'subject' } as const;

/** Texts, also several in one flag with commas or blanks between them. */
export const texts = (key: string, value: string): Reading => ({
	value,
	many: true,
	take: (draft, given) => withKey(draft, key, split(given)),
});

export const split = (given: readonly string[]): readonly string[] =>
	given.flatMap((each) => each.split(/[,\s]+/)).filter((each) => each !== '');

/** A whole percentage, with or without its sign; 0 is none. */
export const percent = (name: string, key: string): Reading => ({
	value: 'PERCENT',
	take: (draft, given) => {
		const said = first(given);
		if (!/^(?:\d{1,2}|100)%?$/.test(said)) return `--${name} must be a percentage from 0 to 100.`;
		return withKey(draft, key, /^0+%?$/.test(said) ? undefined : said);
	},
});

/** The nats CLI computes these steps itself; jetdeck reads only none. */
export const steps = (name: string, key: string): Reading => ({
	value: 'none|linear',
	offers: ['none', 'linear'],
	take: (draft, given) =>
		first(given) === 'none'
			? withKey(draft, key, undefined)
			: `jetdeck understands only --${name}=none: write the steps as ${key} in JSON.`,
});

/** A word of an enumeration: the spellings of the nats CLI, and the value of each on the wire. */
export const word = (name: string, key: string, words: Readonly<Record<string, string>>): Reading => ({
	value: Object.keys(words).join('|'),
	offers: Object.keys(words),
	take: (draft, given) =>
		Object.hasOwn(words, first(given))
			? withKey(draft, key, words[first(given)])
			: `--${name} must be one of ${Object.keys(words).join(', ')}.`,
});

export const onOrOff = (key: string, on = true): Reading => ({
	negatable: true,
	take: (draft, given) => withKey(draft, key, first(given) === 'no' ? !on : on),
});

/** A flag that is only there to turn something on. */
export const only = (key: string): Reading => ({ take: (draft) => withKey(draft, key, true) });

/** A stream by its name. */
export const stream = (key: string): Reading => ({
	value: 'STREAM',
	offers: 'stream',
	take: (draft, [name = '']) => withKey(draft, key, name === '' ? undefined : { name }),
});

/** Streams by their names; an existing one keeps its other keys. */
export const streams = (key: string): Reading => ({
	value: 'STREAM',
	offers: 'stream',
	many: true,
	take: (draft, given) => {
		const held = draft.body[key];
		const known = Array.isArray(held) ? held : [];
		return withKey(
			draft,
			key,
			given.map((name) => known.find((one) => isRecord(one) && one.name === name) ?? { name }),
		);
	},
});

/** A flag that removes a part, whatever other flags set in it; see `withoutTaken`. */
export const takes = (word: string, key: string): ReadFlag => ({
	names: [word],
	only: 'edit',
	take: (draft) => marked(draft, `no ${key}`),
});

/** The draft without the parts that such flags remove. */
export function withoutTaken(draft: Draft): Draft {
	return Object.keys(draft.body).reduce(
		(rest, key) => (draft.marks.has(`no ${key}`) ? withKey(rest, key, undefined) : rest),
		draft,
	);
}

/** `KEY=VALUE` or `KEY:VALUE`, each time it is given. */
export const pairs = (name: string, key: string): Reading => ({
	value: 'KEY=VALUE',
	many: true,
	take: (draft, given) => {
		const entries = given.map((each) => /^([^=:]+)[=:](.*)$/s.exec(each)?.slice(1, 3) as [string, string] | undefined);
		return entries.every((entry) => entry !== undefined)
			? withKey(draft, key, Object.fromEntries(entries))
			: `--${name} must be KEY=VALUE.`;
	},
});

/** A flag for a part of an object; an empty value removes it. */
export function partOfObject(key: string, flag: ReadFlag): ReadFlag {
	return {
		...flag,
		take: (draft, given, now) => {
			const held = draft.body[key];
			const read = flag.take({ ...draft, body: asRecord(held) }, given, now);
			if (typeof read === 'string') return read;
			const left = Object.entries(read.body).filter(([, part]) => !(Array.isArray(part) && part.length === 0));
			return withKey(draft, key, left.length === 0 ? undefined : Object.fromEntries(left));
		},
	};
}

/** The same for an object that the nats CLI creates anew: parts without a flag are not in it. */
export function wholeObject(key: string, flag: ReadFlag): ReadFlag {
	const part = partOfObject(key, flag);
	return {
		...part,
		take: (draft, given, now) => {
			if (draft.marks.has(key)) return part.take(draft, given, now);
			return part.take(marked(withKey(draft, key, undefined), key), given, now);
		},
	};
}
