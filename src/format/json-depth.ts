/**
 * Most levels of nesting that are read. Recursive functions, here and in libraries, would overflow the stack on deeper values;
 * configurations have five levels, and people's messages a few dozen.
 */
export const deepestJson = 200;

const quote = 0x22;
const backslash = 0x5c;

/** Where JSON text nests deeper than that; undefined if it never does. It reads each character once. */
export function tooDeepAt(text: string): number | undefined {
	// Each level takes at least two characters.
	if (text.length <= deepestJson * 2) return undefined;
	let depth = 0;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code === quote) at = endOfString(text, at);
		// [ and {, ] and } differ in this bit only.
		else if ((code | 0x20) === 0x7b) depth += 1;
		else if ((code | 0x20) === 0x7d) depth -= 1;
		if (depth > deepestJson) return at;
	}
	return undefined;
}

/** The quote that ends a string, or the end of the text. */
export function endOfString(text: string, from: number): number {
	for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
		let escapes = 0;
		while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
		if (escapes % 2 === 0) return at;
	}
	return text.length;
}
