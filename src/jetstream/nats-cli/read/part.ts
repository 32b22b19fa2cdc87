import { exactInteger } from '../../../format/integer.ts';
import { asRecord, isRecord } from '../../../format/is.ts';
import { readTime } from '../../../format/read-time.ts';
import type { EndpointId } from '../../endpoints.ts';
import type { Config } from '../../fields/config.ts';
import type { Field } from '../../fields/field.ts';
import { readInput } from '../../fields/input.ts';
import type { Verb } from '../flag.ts';

/** What a command line says so far. */
export interface Draft {
	readonly endpoint: EndpointId;
	/** The names that stand in the subject. */
	readonly params: Readonly<Record<string, string>>;
	/** What is sent; for a command that configures something, its configuration. */
	readonly body: Config;
	/** Flags that are no part of the body, such as `--ephemeral`. */
	readonly marks: ReadonlySet<string>;
}

/** The draft with what a word says; a sentence where it says nothing. */
export type Take = (draft: Draft, texts: readonly string[], now: number) => Draft | string;

/** A flag of the program, as natscli 0.2 and later have it. */
export interface ReadFlag {
	/** With the dashes. */
	readonly names: readonly string[];
	/** Of a field: `nats … add` or `nats … edit` alone has it. */
	readonly only?: Verb;
	/** What is written behind it; absent: nothing is. */
	readonly value?: string;
	/** `--no-NAME` is known too; it takes the text `no`. */
	readonly negatable?: true;
	/** It may be given several times; `take` gets all of it at once. */
	readonly many?: true;
	/** Taken, and not offered. */
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

/** A flag that changes nothing of what is sent. */
export const idle = (...names: readonly string[]): ReadFlag => ({ names, hidden: true, take: (draft) => draft });

const marked = (draft: Draft, name: string): Draft => ({ ...draft, marks: new Set([...draft.marks, name]) });

export const mark = (name: string): ReadFlag => named(name, { take: (draft) => marked(draft, name) });

/** A flag that the deck has something else for. */
export const elsewhere = (sentence: string, ...names: readonly string[]): ReadFlag => ({
	names,
	hidden: true,
	take: () => sentence,
});

/** A key of the body, written as the forms of the deck take it: `1d`, `10GiB`, `-1`. */
export const typed = (field: Field): Reading => ({
	value: field.kind.toUpperCase(),
	take: (draft, texts, now) => {
		const read = readInput(field, first(texts), now);
		return read.ok ? withKey(draft, field.name, read.value) : read.message;
	},
});

/** A number from 0 to 2^64 - 1; `what` begins the sentence that says so. */
export const wholeNumber =
	(key: string, what: string): Take =>
	(draft, texts) =>
		/^\d{1,20}$/.test(first(texts))
			? withKey(draft, key, exactInteger(BigInt(first(texts))))
			: `${what} is a whole number.`;

export const whole = (name: string, key: string): ReadFlag =>
	named(name, { value: 'NUMBER', take: wholeNumber(key, `--${name}`) });

/** For how long from now, or until when; the program takes a time without a zone as UTC. */
export const untilTime =
	(key: string): Take =>
	(draft, texts, now) => {
		const said = first(texts);
		const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(said)
			? readTime(`${said.replace(' ', 'T')}Z`, now)
			: (readTime(`+${said}`, now) ?? readTime(said, now));
		return time === undefined
			? 'It is paused for a duration such as 1h, or until a time such as 2030-01-01 00:00:00 (UTC).'
			: withKey(draft, key, time);
	};

/** A text as it stands; an empty one is none. */
export const text = (key: string, value = 'TEXT'): Reading => ({
	value,
	take: (draft, texts) => withKey(draft, key, first(texts) === '' ? undefined : first(texts)),
});

/** Texts, also several in one flag with commas or blanks between them. */
export const texts = (key: string, value: string): Reading => ({
	value,
	many: true,
	take: (draft, given) => withKey(draft, key, split(given)),
});

export const split = (given: readonly string[]): readonly string[] =>
	given.flatMap((each) => each.split(/[,\s]+/)).filter((each) => each !== '');

/** A whole share of a hundred, without its sign; 0 is none. */
export const percent = (name: string, key: string): Reading => ({
	value: 'PERCENT',
	take: (draft, given) => {
		const said = first(given);
		if (!/^(?:\d{1,2}|100)%?$/.test(said)) return `--${name} is a percentage from 0 to 100.`;
		return withKey(draft, key, /^0+%?$/.test(said) ? undefined : said);
	},
});

/** Steps that the program counts itself are read by nobody else. */
export const steps = (name: string, key: string): Reading => ({
	value: 'none|linear',
	take: (draft, given) =>
		first(given) === 'none'
			? withKey(draft, key, undefined)
			: `Of --${name} only none is understood: write the steps as ${key} in JSON.`,
});

/** A word of an enumeration: the program's spellings, and what each is on the wire. */
export const word = (name: string, key: string, words: Readonly<Record<string, string>>): Reading => ({
	value: Object.keys(words).join('|'),
	take: (draft, given) =>
		Object.hasOwn(words, first(given))
			? withKey(draft, key, words[first(given)])
			: `--${name} is one of ${Object.keys(words).join(', ')}.`,
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
	take: (draft, [name = '']) => withKey(draft, key, name === '' ? undefined : { name }),
});

/** Streams by their names; what is not said of one that is there stays. */
export const streams = (key: string): Reading => ({
	value: 'STREAM',
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

/** A flag that takes a part away, whatever else is said of it; see `withoutTaken`. */
export const takes = (word: string, key: string): ReadFlag => ({
	names: [word],
	only: 'edit',
	take: (draft) => marked(draft, `no ${key}`),
});

/** The draft without what such flags take away. */
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
			: `--${name} is written KEY=VALUE.`;
	},
});

/** A flag for a part of an object; one that is left empty goes. */
export function inside(key: string, flag: ReadFlag): ReadFlag {
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

/** The same of an object that the program makes anew: what is not said of it is not in it. */
export function anew(key: string, flag: ReadFlag): ReadFlag {
	const part = inside(key, flag);
	return {
		...part,
		take: (draft, given, now) => {
			if (draft.marks.has(key)) return part.take(draft, given, now);
			return part.take(marked(withKey(draft, key, undefined), key), given, now);
		},
	};
}
