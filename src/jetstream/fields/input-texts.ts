/** A list on one line: commas or white space between the texts, JSON strings for those that hold such signs. */
const listed = /[\s,]*(?:("(?:[^"\\]|\\.)*")(?=[\s,]|$)|([^\s,]+))/y;

/** Reads `a, b c` and `"a b", c`; undefined when a quoted text is broken. */
export function readTexts(text: string): readonly string[] | undefined {
	const trimmed = text.replace(/[\s,]+$/, '');
	const found: string[] = [];
	listed.lastIndex = 0;
	while (listed.lastIndex < trimmed.length) {
		const [, quoted, plain] = listed.exec(trimmed) ?? [];
		const entry = plain ?? unquote(quoted ?? '');
		if (entry === undefined || plain?.startsWith('"')) return undefined;
		found.push(entry);
	}
	return found;
}

/** As `readTexts` reads it. */
export function writeTexts(texts: readonly string[]): string {
	return texts.map((text) => (text === '' || /["\s,\p{C}]/u.test(text) ? JSON.stringify(text) : text)).join(', ');
}

/** One text on one line; a JSON string when it could not be told apart from one, or would not stay on one line. */
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

/** Reads `key=value, key2="a, b"`; undefined when it is none. The last of equal keys holds. */
export function readMetadata(text: string): Readonly<Record<string, string>> | undefined {
	const trimmed = text.trim().replace(/,$/, '');
	const found: [string, string][] = [];
	pair.lastIndex = 0;
	while (pair.lastIndex < trimmed.length) {
		const [match, quotedKey, plainKey, quotedValue, plainValue] = pair.exec(trimmed) ?? [];
		if (match === undefined) return undefined;
		const key = plainKey ?? unquote(quotedKey ?? '');
		const value = quotedValue === undefined ? (plainValue ?? '').trim() : unquote(quotedValue);
		if (key === undefined || value === undefined) return undefined;
		found.push([key, value]);
	}
	return Object.fromEntries(found);
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
