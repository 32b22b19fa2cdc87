import { isRecord } from './is.ts';
import { stringifyJson } from './json.ts';
import { ownValue } from './own-value.ts';

interface ChangeOptions {
	/** What the value as a whole is called: `the reply`. */
	readonly whole: string;
	/** Keys of the first level to pass over. */
	readonly except?: ReadonlySet<string>;
}

/** Where two values of JSON differ, as `state.messages: 1 → 2`. */
export function jsonChanges(before: unknown, after: unknown, options: ChangeOptions): readonly string[] {
	const all: string[] = [];
	walk(before, after, '', { options, all });
	return all;
}

interface Walk {
	readonly options: ChangeOptions;
	readonly all: string[];
}

function walk(before: unknown, after: unknown, path: string, to: Walk): void {
	const { whole, except } = to.options;
	if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
		for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
			if (path === '' && except?.has(key)) continue;
			walk(ownValue(before, key), ownValue(after, key), path === '' ? key : `${path}.${key}`, to);
		}
	} else if (before !== after && stringifyJson(before) !== stringifyJson(after)) {
		to.all.push(`${path === '' ? whole : path}: ${inWords(before)} → ${inWords(after)}`);
	}
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
	return isRecord(value) || Array.isArray(value);
}

function inWords(value: unknown): string {
	if (value === undefined) return 'nothing';
	const text = stringifyJson(value);
	return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
