import { eastAsianWidth } from 'get-east-asian-width';

type Columns = 0 | 1 | 2;

/**
 * Characters whose width every terminal agrees on, in every version: test/unit/char-width.test.ts compares tmux, xterm, VTE,
 * glibc and utf8proc. All other characters are drawn so that their width does not matter, see ui/steady-columns.ts.
 */
const agreed: readonly (readonly [from: number, to: number, columns: Columns])[] = [
	[0x20, 0x7e, 1],
	[0xa0, 0xac, 1],
	[0xae, 0x2ff, 1],
	// Accents.
	[0x300, 0x36f, 0],
	// Greek, Cyrillic, Armenian, Hebrew, Arabic.
	[0x370, 0x482, 1],
	[0x48a, 0x52f, 1],
	[0x531, 0x556, 1],
	[0x561, 0x587, 1],
	[0x5d0, 0x5ea, 1],
	[0x621, 0x64a, 1],
	[0x660, 0x66f, 1],
	[0x671, 0x6d5, 1],
	// Thai except U+0E33, which some draw together with the letter before it.
	[0xe01, 0xe30, 1],
	[0xe31, 0xe31, 0],
	[0xe32, 0xe32, 1],
	[0xe34, 0xe3a, 0],
	[0xe3f, 0xe46, 1],
	[0xe47, 0xe4e, 0],
	[0xe4f, 0xe5b, 1],
	// Georgian, Latin with accents, punctuation, signs.
	[0x10d0, 0x10ff, 1],
	[0x1e00, 0x1fff, 1],
	[0x2010, 0x2027, 1],
	[0x2030, 0x205e, 1],
	[0x20a0, 0x20bf, 1],
	[0x2190, 0x2193, 1],
	[0x21b5, 0x21b5, 1],
	[0x21e7, 0x21e7, 1],
	[0x2200, 0x22ff, 1],
	[0x2400, 0x2426, 1],
	[0x2500, 0x25fc, 1],
	[0x2713, 0x2713, 1],
	[0x2717, 0x2717, 1],
	[0x232b, 0x232b, 1],
	// Chinese, Japanese, Korean.
	[0x3001, 0x3029, 2],
	[0x3041, 0x3096, 2],
	[0x309b, 0x30ff, 2],
	[0x3400, 0x4dbf, 2],
	[0x4e00, 0x9fff, 2],
	[0xac00, 0xd7a3, 2],
	[0xf900, 0xfa6d, 2],
	[0xff01, 0xff60, 2],
	[0xff61, 0xff9f, 1],
	[0xfffd, 0xfffd, 1],
	[0x20000, 0x2a6df, 2],
];

/** Characters that terminals draw wider than Unicode's tables say: circled numbers on black squares, a vowel of Ahom. */
const wider: readonly (readonly [from: number, to: number, columns: Columns])[] = [
	[0x3248, 0x324f, 2],
	[0x1171e, 0x1171e, 1],
];

/** Combining marks and invisible characters. */
const noColumns = /[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cs}]/u;

function columnsIn(ranges: typeof agreed, code: number): Columns | undefined {
	return ranges.find(([from, to]) => code >= from && code <= to)?.[2];
}

/**
 * Columns of a character that stands alone and has the same width everywhere; undefined for marks and for characters that
 * terminals disagree on.
 */
export function plainColumns(code: number): 1 | 2 | undefined {
	if (code >= 0x20 && code <= 0x7e) return 1;
	return columnsIn(agreed, code) || undefined;
}

const known = new Map<number, Columns>();

/** Columns of a character; if terminals disagree, the widest. */
export function charColumns(code: number): Columns {
	if (code >= 0x20 && code <= 0x7e) return 1;
	const before = known.get(code);
	if (before !== undefined) return before;
	const columns = columnsIn(agreed, code) ?? columnsIn(wider, code) ?? otherColumns(code);
	known.set(code, columns);
	return columns;
}

function otherColumns(code: number): Columns {
	return noColumns.test(String.fromCodePoint(code)) ? 0 : eastAsianWidth(code);
}

const hex = (code: number): string => `\\u{${code.toString(16)}}`;
/** Unassigned code points may be typed, and some terminals give them no column. */
const others = new RegExp(`[[^${agreed.map(([from, to]) => `${hex(from)}-${hex(to)}`).join('')}]\\p{Cn}]`, 'v');

/** Whether every terminal gives it the width of `charColumns`. */
export function isAgreed(text: string): boolean {
	return !others.test(text);
}
