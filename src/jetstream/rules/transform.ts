import type { Version } from '../endpoints/endpoint.ts';
import type { Supports } from '../server-features.ts';
import { isSubject } from '../subject-match.ts';

/** What is wrong with a transform: in which of its two subjects, and what that must be, as the end of a sentence. */
export interface TransformFault {
	readonly at: 'src' | 'dest';
	readonly rule: string;
}

/** The arguments of a function: places of wildcards, or something else. */
type Argument = 'place' | 'number' | 'text';

interface FunctionRow {
	readonly name: RegExp;
	readonly since: Version;
	readonly takes: readonly Argument[];
}

const placeAndNumber = ['place', 'number'] as const;

/** The functions of a destination; `partition` takes any number of places after its number. */
const functions: readonly FunctionRow[] = [
	{ name: /^wildcard$/i, since: '2.9', takes: ['place'] },
	{ name: /^partition$/i, since: '2.9', takes: ['number', 'place'] },
	{ name: /^splitfromleft$/i, since: '2.9', takes: placeAndNumber },
	{ name: /^splitfromright$/i, since: '2.9', takes: placeAndNumber },
	{ name: /^slicefromleft$/i, since: '2.9', takes: placeAndNumber },
	{ name: /^slicefromright$/i, since: '2.9', takes: placeAndNumber },
	{ name: /^split$/i, since: '2.9', takes: ['place', 'text'] },
	{ name: /^left$/i, since: '2.10', takes: placeAndNumber },
	{ name: /^right$/i, since: '2.10', takes: placeAndNumber },
	{ name: /^random$/i, since: '2.12', takes: ['number'] },
];

/** A token of a destination with the wildcards it uses; `free` functions need none. */
interface Token {
	readonly places: readonly number[];
	readonly kind: 'plain' | 'places' | 'free';
}

/**
 * Why a server refuses a subject transform; undefined if it accepts it. An empty source means all subjects, an empty
 * destination no transform.
 */
export function transformFault(src: string, dest: string, supports: Supports): TransformFault | undefined {
	const source = src === '' ? '>' : src;
	if (!isSubject(source)) return { at: 'src', rule: 'must be a subject' };
	if (dest === '') return undefined;
	const rule = destinationRule(source.split('.'), dest, supports);
	return rule === undefined ? undefined : { at: 'dest', rule };
}

function destinationRule(source: readonly string[], dest: string, supports: Supports): string | undefined {
	const tokens = dest.split('.');
	if (!isSubject(tokens.map((token) => (isFunction(token) ? 'function' : token)).join('.'))) return 'must be a subject';
	if (tokens.includes('*')) return 'must not contain "*"; {{wildcard(1)}} stands for the first wildcard of the source';
	const open = source.at(-1) === '>';
	if (open !== (tokens.at(-1) === '>'))
		return `must ${open ? '' : 'not '}end in ">", as the source does${open ? '' : ' not'}`;
	const wildcards = source.filter((token) => token === '*').length;
	const read = tokens.map((token) => readToken(token, supports));
	const broken = read.find((token) => typeof token === 'string');
	if (broken !== undefined) return wildcards > 0 || open || supports('2.10') ? broken : undefined;
	return placesRule(read as readonly Token[], wildcards, open, supports);
}

/** The wildcards that functions may use, which changed in nearly every version. */
function placesRule(
	tokens: readonly Token[],
	wildcards: number,
	open: boolean,
	supports: Supports,
): string | undefined {
	const used = tokens.filter(({ kind }) => kind !== 'plain');
	const bound = supports('2.12') ? used.filter(({ kind }) => kind === 'places') : used;
	const literal = wildcards === 0 && !open;
	if (literal && !supports('2.10')) return undefined;
	if (wildcards === 0 && supports('2.10') && (literal || !supports('2.12')) && bound.length > 0)
		return 'must not use wildcards: the source has none';
	if (!literal && used.some(({ places }) => places.some((place) => place > wildcards)))
		return `must not use more wildcards than the source has, ${wildcards}`;
	if (!supports('2.10') && used.length < wildcards) return 'must use every wildcard of the source';
	return undefined;
}

const isFunction = (token: string): boolean => token.length > 4 && token.startsWith('{{') && token.endsWith('}}');

/** A text says what is wrong with it. */
function readToken(token: string, supports: Supports): Token | string {
	const [, index] = /^\$([+-]?\d+)$/.exec(token) ?? [];
	if (index !== undefined) return { kind: 'places', places: [Number(index)] };
	if (!isFunction(token)) return { kind: 'plain', places: [] };
	const [, name = '', inner = ''] = /\{\{\s*(\w+)\s*\((.*)\)\s*\}\}/.exec(token) ?? [];
	const row = functions.find((known) => known.name.test(name));
	if (row === undefined || !supports(row.since))
		return `must not use ${token}: the server does not support this function`;
	return readArguments(token, row, inner.split(/,\s*/), supports);
}

function readArguments(
	token: string,
	{ name, takes }: FunctionRow,
	given: readonly string[],
	supports: Supports,
): Token | string {
	const refused = `must use ${token} with valid arguments`;
	const many = name.test('partition');
	const least = many && supports('2.12') ? 1 : takes.length;
	if (given.length < least || (!many && given.length > takes.length)) return refused;
	const places: number[] = [];
	for (const [at, argument] of given.entries()) {
		const kind = takes[Math.min(at, takes.length - 1)];
		const whole = /^ *[+-]?\d+ *$/.test(argument);
		if (kind === 'text' ? argument.includes(' ') : !whole || Number(argument) > 2_147_483_647) return refused;
		if (kind === 'place') places.push(Number(argument));
	}
	return { kind: takes[0] === 'number' ? 'free' : 'places', places };
}
