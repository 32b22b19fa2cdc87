import { stringifyJson } from './json.ts';
import { token } from './json-place.ts';
import { sanitise } from './sanitise.ts';

export type JsonPartKind = 'key' | 'string' | 'number' | 'word' | 'punctuation';

export interface JsonPart {
	readonly kind: JsonPartKind;
	/** Sanitised. */
	readonly text: string;
}

export interface JsonLine {
	/** Levels of nesting. */
	readonly indent: number;
	readonly parts: readonly JsonPart[];
}

/** A value as lines for drawing. */
export const jsonLines = (value: unknown): readonly JsonLine[] => jsonTextLines(stringifyJson(value));

/**
 * JSON text as lines for drawing, each cut into its parts. It keeps what parsing loses: `1.10` and `1e3` as written, the order of
 * keys, and duplicate keys.
 */
export function jsonTextLines(text: string): readonly JsonLine[] {
	const tokens = text.match(token) ?? [];
	const lines: JsonLine[] = [];
	let parts: JsonPart[] = [];
	let indent = 0;
	const endLine = (): void => {
		if (parts.length > 0) lines.push({ indent, parts });
		parts = [];
	};
	tokens.forEach((sign, at) => {
		const next = tokens[at + 1];
		if (sign === '}' || sign === ']') {
			if (tokens[at - 1] !== opening[sign]) {
				endLine();
				indent -= 1;
			}
			parts.push({ kind: 'punctuation', text: sign });
		} else {
			parts.push(partOf(sign, next));
			const opens = (sign === '{' && next !== '}') || (sign === '[' && next !== ']');
			if (opens || sign === ',') endLine();
			if (opens) indent += 1;
		}
	});
	endLine();
	return lines;
}

const opening: Readonly<Record<string, string>> = { '}': '{', ']': '[' };

function partOf(sign: string, next: string | undefined): JsonPart {
	if (sign.startsWith('"')) return { kind: next === ':' ? 'key' : 'string', text: sanitise(readable(sign)) };
	if (/^[{}[\],]$/.test(sign)) return { kind: 'punctuation', text: sign };
	if (sign === ':') return { kind: 'punctuation', text: ': ' };
	return { kind: /^[-\d]/.test(sign) ? 'number' : 'word', text: sanitise(sign) };
}

/** A string without its unnecessary escapes. */
function readable(quoted: string): string {
	try {
		return JSON.stringify(JSON.parse(quoted));
	} catch {
		return quoted;
	}
}
