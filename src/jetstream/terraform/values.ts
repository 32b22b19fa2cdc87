import { duration } from '../../format/duration.ts';
import { hclList, hclText } from '../../format/hcl.ts';
import { isInteger } from '../../format/integer.ts';
import { isRecord, isTexts } from '../../format/is.ts';
import type { Part } from './attribute.ts';

/** A value of an attribute of this name; undefined where it is none. */
export type ValueWriter = (name: string, value: unknown) => Part | undefined;

export const one = (name: string, value: string): Part => ({ attributes: [{ name, value }] });

export const text: ValueWriter = (name, value) =>
	typeof value === 'string' ? { ...one(name, hclText(value)), comments: composed(name, [value]) } : undefined;

export const list: ValueWriter = (name, value) =>
	isTexts(value) ? { ...one(name, hclList(value)), comments: composed(name, value) } : undefined;

/** Terraform normalises every text, to NFC. */
const composed = (name: string, texts: readonly string[]): readonly string[] =>
	texts.every((each) => each === each.normalize())
		? []
		: [`Terraform composes the characters of ${name} (Unicode NFC): what it creates or changes has other bytes.`];

/** The provider's numbers are integers of 64 bits with a sign. */
const largest = 2n ** 63n - 1n;

/** Nothing is 0. */
export const whole: ValueWriter = (name, value = 0) =>
	isInteger(value) && BigInt(value) <= largest ? one(name, String(value)) : undefined;

export const flag: ValueWriter = (name, value) => one(name, String(value === true));

/** Whole hundredths. */
export const share: ValueWriter = (name, value) => {
	const hundredths = typeof value === 'string' ? value.replace(/%$/, '') : '';
	return /^(?:\d{1,2}|100)$/.test(hundredths) ? one(name, String(Number(hundredths))) : undefined;
};

const SECOND = 1_000_000_000n;

/**
 * Nanoseconds as whole seconds, the only unit of the provider. Fractions are rounded up, with a comment, which keeps and waits longer
 * but never shorter. Zero is 0.
 */
export const seconds: ValueWriter = (name, value = 0) => {
	const rounded = wholeSeconds([value]);
	return rounded && { ...one(name, rounded.texts.join()), comments: roundedUp(name, [value], rounded.exact) };
};

/** As `seconds`, of each entry of a list. */
export const listOfSeconds: ValueWriter = (name, value) => {
	const rounded = Array.isArray(value) ? wholeSeconds(value) : undefined;
	if (rounded === undefined || !Array.isArray(value)) return undefined;
	return {
		...one(name, `[${rounded.texts.join(', ')}]`),
		comments: roundedUp(name, value, rounded.exact),
	};
};

function wholeSeconds(
	values: readonly unknown[],
): { readonly texts: readonly string[]; readonly exact: boolean } | undefined {
	if (!values.every(isInteger)) return undefined;
	const all = values.map(BigInt);
	if (all.some((ns) => ns < 0n)) return undefined;
	return {
		texts: all.map((ns) => String((ns + SECOND - 1n) / SECOND)),
		exact: all.every((ns) => ns % SECOND === 0n),
	};
}

function roundedUp(name: string, values: readonly unknown[], exact: boolean): readonly string[] {
	const was = values.filter(isInteger).map(duration).join(', ');
	return exact ? [] : [`${name} is rounded up from ${was}: the provider takes whole seconds.`];
}

/**
 * A time in whole seconds, which is all that the provider reads back: with a fraction each plan would replace the consumer, or change
 * the stream. It is rounded down, so that no message is missed.
 */
export const time: ValueWriter = (name, value) => {
	const ms = typeof value === 'string' ? Date.parse(value.replace(/\.\d+/, '')) : Number.NaN;
	if (typeof value !== 'string' || Number.isNaN(ms)) return undefined;
	const second = new Date(ms).toISOString().replace('.000Z', 'Z');
	const down = `${name} is rounded down from ${value}: the provider takes whole seconds.`;
	return { ...one(name, hclText(second)), comments: hasFraction(value) ? [down] : [] };
};

/** Whether a time has parts of a second. */
export const hasFraction = (time: unknown): boolean => typeof time === 'string' && /\.\d*[1-9]/.test(time);

export const map: ValueWriter = (name, value) => {
	if (!isRecord(value) || !isTexts(Object.values(value))) return undefined;
	const entries = value as Readonly<Record<string, string>>;
	return { map: { name, entries }, comments: composed(name, Object.entries(entries).flat()) };
};
