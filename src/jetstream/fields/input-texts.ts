/** A list on one line: commas or white space between the texts, JSON strings for texts that contain them. */
const listed = /[\s,]*(?:("(?:[^"\\]|\\.)*")(?=[\s,]|$)|([^\s,]+))/y;

/** A list of texts parsed from a line: the texts with where each begins, up to the first error. */
interface Listed {
	readonly texts: readonly string[];
	readonly starts: readonly number[];
	/** Where a quoted text is broken. */
	readonly broken?: number;
}

function readList(text: string): Listed {
	const trimmed = text.replace(/[\s,]+$/, '');
	const texts: string[] = [];
	const starts: number[] = [];
	listed.lastIndex = 0;
	while (listed.lastIndex < trimmed.length) {
		const start = listed.lastIndex + (/^[\s,]*/.exec(trimmed.slice(listed.lastIndex))?.[0].length ?? 0);
		const [, quoted, plain] = listed.exec(trimmed) ?? [];
		const entry = plain ?? unquote(quoted ?? '');
		if (entry === undefined || plain?.startsWith('"')) return { texts, starts, broken: start };
		texts.push(entry);
		starts.push(start);
	}
	return { texts, starts };
}

/** Reads `a, b c` and `"a b", c`; undefined when a quoted text is broken. */
export function readTexts(text: string): readonly string[] | undefined {
	const { texts, broken } = readList(text);
	return broken === undefined ? texts : undefined;
}

/** Where a list of texts becomes invalid. */
export const brokenText = (text: string): number | undefined => readList(text).broken;

/** Where an entry of a list of texts begins. */
export const startOfText = (text: string, at: number): number | undefined => readList(text).starts[at];

/** As `readTexts` reads it. */
export function writeTexts(texts: readonly string[]): string {
	return texts.map((text) => (text === '' || /["\s,\p{C}]/u.test(text) ? JSON.stringify(text) : text)).join(', ');
}

/** One text on one line; a JSON string if it would look like one, or would break the line. */
export function readText(text: string): string {
	return unquote(text.trim()) ?? text.trim();
}

/** As `readText` reads it. */
export function writeText(text: string): string {
	return text.startsWith('"') || text !== text.trim() || /[\p{Cc}\u2028\u2029]/u.test(text)
		? JSON.stringify(text)
		: text;
}

const pair =
	/\s*(?:("(?:[^"\\]|\\.)*")|([^"=,{\s](?:[^=,]*[^=,\s])?))\s*=\s*(?:("(?:[^"\\]|\\.)*")|([^",][^,]*)|)\s*(?:,|$)/y;

/** Parses `key=value, key2="a, b"`; undefined when it is neither. The last of equal keys wins. */
export function readMetadata(text: string): Readonly<Record<string, string>> | undefined {
	const { pairs, broken } = readPairs(text);
	return broken === undefined ? Object.fromEntries(pairs) : undefined;
}

/** Where pairs of keys and values become invalid. */
export const brokenPair = (text: string): number | undefined => readPairs(text).broken;

function readPairs(text: string): { readonly pairs: readonly (readonly [string, string])[]; readonly broken?: number } {
	const trimmed = text.replace(/\s*,?\s*$/, '');
	const pairs: [string, string][] = [];
	pair.lastIndex = 0;
	while (pair.lastIndex < trimmed.length) {
		const from = pair.lastIndex;
		const [match, quotedKey, plainKey, quotedValue, plainValue] = pair.exec(trimmed) ?? [];
		const key = plainKey ?? unquote(quotedKey ?? '');
		const value = quotedValue === undefined ? (plainValue ?? '').trim() : unquote(quotedValue);
		if (match === undefined || key === undefined || value === undefined)
			return { pairs, broken: from + (/^\s*/.exec(trimmed.slice(from))?.[0].length ?? 0) };
		pairs.push([key, value]);
	}
	return { pairs };
}

/** As `readMetadata` reads it; undefined when a value is no text. */
export function writeMetadata(metadata: Readonly<Record<string, unknown>>): string | undefined {
	const pairs: string[] = [];
	for (const [key, value] of Object.entries(metadata)) {
		if (typeof value !== 'string') return undefined;
		pairs.push(`${quoteIn(key, /["=,{\p{C}]/u)}=${quoteIn(value, /[",\p{C}]/u)}`);
	}
	return pairs.join(', ');
}

function quoteIn(text: string, special: RegExp): string {
	return text === '' || text !== text.trim() || special.test(text) ? JSON.stringify(text) : text;
}

function unquote(text: string): string | undefined {
	if (!text.startsWith('"')) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'string' ? value : undefined;
	} catch {
		return undefined;
	}
}
