import { type Integer, isInteger } from './integer.ts';

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

/** A JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object, empty if it is none. */
export const asRecord = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

/*
 * Values of an object that may lack them or have them of another type.
 */

type Values = Readonly<Record<string, unknown>>;

/** A text, undefined if it is empty. */
export const textIn = (values: Values, key: string): string | undefined => {
	const value = values[key];
	return isText(value) && value !== '' ? value : undefined;
};

export const flagIn = (values: Values, key: string): boolean => values[key] === true;

export const integerIn = (values: Values, key: string): Integer | undefined => {
	const value = values[key];
	return isInteger(value) ? value : undefined;
};

/** A number that is none of a count; undefined for what is not finite. */
export const numberIn = (values: Values, key: string): number | undefined => {
	const value = values[key];
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

export const recordIn = (values: Values, key: string): Values => asRecord(values[key]);

/** The objects of a list. */
export const recordsIn = (values: Values, key: string): readonly Values[] => {
	const value = values[key];
	return Array.isArray(value) ? value.filter(isRecord) : [];
};

/** The texts of a list. */
export const textsIn = (values: Values, key: string): readonly string[] => {
	const value = values[key];
	return Array.isArray(value) ? value.filter(isText) : [];
};
