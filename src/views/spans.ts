import type { Line, Span, Tone } from '../format/line.ts';
import { sanitise } from '../format/sanitise.ts';
import { truncate, width } from '../format/width.ts';

/** A span of text from outside: sanitised here. */
export function span(text: string, tone: Tone = 'plain'): Span {
	return { text: sanitise(text), tone };
}

export function lineWidth(line: Line): number {
	return line.reduce((sum, { text }) => sum + width(text), 0);
}

/** The line cut to `columns`, ending in `…` if something is missing. */
export function cutLine(line: Line, columns: number): Line {
	if (lineWidth(line) <= columns) return line;
	const cut: Span[] = [];
	let left = columns;
	for (const part of line) {
		const columnsOfPart = width(part.text);
		// The ellipsis belongs to the last visible part, even if that part itself just fits.
		if (columnsOfPart >= left) {
			const text = truncate(columnsOfPart > left ? part.text : `${part.text}…`, left);
			if (text !== '') cut.push({ ...part, text });
			break;
		}
		cut.push(part);
		left -= columnsOfPart;
	}
	return cut;
}

/** Parts with `separator` between them; empty parts leave no separator. */
export function joinLines(parts: readonly Line[], separator: string): Line {
	return parts
		.filter((part) => part.length > 0)
		.flatMap((part, index) => (index === 0 ? part : [{ text: separator, tone: 'dim' as const }, ...part]));
}

/** Pads the line with blanks to `columns`. */
export function padLine(line: Line, columns: number): Line {
	const missing = columns - lineWidth(line);
	return missing > 0 ? [...line, { text: ' '.repeat(missing), tone: 'plain' }] : line;
}
