import type { Host } from './host.ts';

/** A line of paths and flags, such as `my folder --merge`. */
export interface PathLine {
	/** By their names with dashes; those without a value have ''. */
	readonly flags: readonly (readonly [name: string, value: string])[];
	/** The words between them, as they are written. */
	readonly words: readonly string[];
}

/** Words, in which quotes and backslashes keep blanks. */
const word = /(?:"[^"]*"?|'[^']*'?|\\.|[^\s"'\\])+/g;

/** @param valued flags that take the next word as their value */
export function readPathLine(text: string, valued: readonly string[] = []): PathLine {
	const flags: (readonly [name: string, value: string])[] = [];
	const words: string[] = [];
	const given = text.match(word) ?? [];
	for (let at = 0; at < given.length; at += 1) {
		const [each = '', next = ''] = [given[at], given[at + 1]];
		const [, name = '', value] = /^(--[\w-]*)(?:=(.*))?$/s.exec(each) ?? [];
		if (name === '') words.push(each);
		else if (value !== undefined || !valued.includes(name)) flags.push([name, unquoted(value ?? '')]);
		else {
			flags.push([name, unquoted(next)]);
			at += 1;
		}
	}
	return { flags, words };
}

/** A word without the signs that keep blanks in it. */
export function unquoted(text: string): string {
	return text.replaceAll(
		/"([^"]*)"?|'([^']*)'?|\\(.)/g,
		(_all, double, single, sign) => double ?? single ?? sign ?? '',
	);
}

/** The paths in a line: one with blanks if such a file or folder exists, otherwise one each word. */
export async function pathsOf({ pathsLike }: Pick<Host, 'pathsLike'>, { words }: PathLine): Promise<readonly string[]> {
	const whole = unquoted(words.join(' '));
	if (words.length > 1) {
		const bare = whole.replace(/\/+$/, '');
		const found = await pathsLike(bare);
		if (found.some((path) => path === bare || path === `${bare}/`)) return [whole];
	}
	return words.map(unquoted);
}
