import { type JsonLine, type JsonPartKind, jsonLines, jsonTextLines } from '../format/json-text.ts';
import type { Line, Span, Tone } from '../format/line.ts';
import { width, wrapText } from '../format/width.ts';
import { cutLine, lineWidth } from './spans.ts';

const tones: Readonly<Record<JsonPartKind, Tone>> = {
	key: 'accent',
	string: 'plain',
	number: 'strong',
	word: 'strong',
	punctuation: 'dim',
};

/** A text wraps below its own beginning if that leaves it this many columns. */
const NARROWEST = 16;

/** A value as indented JSON in lines of at most `columns`; long texts wrap, so that nothing is out of view. */
export function jsonViewLines(value: unknown, columns: number): readonly Line[] {
	return viewLines(jsonLines(value), columns);
}

/** As `jsonViewLines`, but for JSON text, with its numbers as written. */
export function jsonTextViewLines(text: string, columns: number): readonly Line[] {
	return viewLines(jsonTextLines(text), columns);
}

function viewLines(lines: readonly JsonLine[], columns: number): readonly Line[] {
	return lines.flatMap(({ indent, parts }) => {
		const start: Line = [{ text: ' '.repeat(Math.min(2 + 2 * indent, Math.floor(columns / 2))), tone: 'plain' }];
		const spans = parts.map(({ kind, text }): Span => ({ text, tone: tones[kind] }));
		return wrapped(start, spans, columns);
	});
}

function wrapped(start: Line, spans: readonly Span[], columns: number): readonly Line[] {
	if (lineWidth(start) + lineWidth(spans) <= columns) return [[...start, ...spans]];
	const lines: Line[] = [];
	let line: Line = start;
	for (const part of spans) {
		if (lineWidth(line) + width(part.text) <= columns) {
			line = [...line, part];
			continue;
		}
		const hanging = columns - lineWidth(line) >= NARROWEST ? lineWidth(line) : lineWidth(start);
		if (hanging !== lineWidth(line)) {
			lines.push(line);
			line = start;
		}
		const [first = '', ...rest] = wrapText(part.text, Math.max(1, columns - hanging));
		const indent: Span = { text: ' '.repeat(hanging), tone: 'plain' };
		const all: Line[] = [[...line, { ...part, text: first }], ...rest.map((text): Line => [indent, { ...part, text }])];
		line = all.pop() ?? start;
		lines.push(...all);
	}
	return [...lines, line].map((each) => cutLine(each, columns));
}
