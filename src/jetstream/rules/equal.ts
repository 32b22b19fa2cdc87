import { isInteger } from '../../format/integer.ts';
import { fields, integer } from './values.ts';

/**
 * Whether two values of a configuration mean the same to a server: absent, null, zero, false, empty texts, lists and
 * objects are one; whole numbers are equal whichever way they came.
 */
export function sameMeaning(one: unknown, other: unknown): boolean {
	if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other);
	if (isInteger(one) && isInteger(other)) return BigInt(integer(one)) === BigInt(integer(other));
	if (Array.isArray(one) && Array.isArray(other))
		return one.length === other.length && one.every((entry, at) => sameMeaning(entry, other[at]));
	const left = fields(one);
	const right = fields(other);
	if (left === undefined || right === undefined) return one === other;
	return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameMeaning(left[key], right[key]));
}

function isNothing(value: unknown): boolean {
	if (value === undefined || value === null || value === '' || value === false || value === 0 || value === 0n)
		return true;
	if (Array.isArray(value)) return value.length === 0;
	const object = fields(value);
	return object !== undefined && Object.values(object).every(isNothing);
}
