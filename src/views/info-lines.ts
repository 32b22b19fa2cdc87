import type { Line } from '../format/line.ts';
import { isTranslated, originalOf } from '../jetstream/preview/original-reply.ts';
import { paragraph } from './confirm-lines.ts';
import { jsonViewLines } from './json-lines.ts';

/** The info exactly as the server sent it: for a technical preview server its spelling differs from the other panes. */
export function infoLines(info: object, columns: number): readonly Line[] {
	const note = '  As the server sent it, in the form of the technical preview of 2020.';
	return [
		...(isTranslated(info) ? [...paragraph(note, 'dim', columns, 2), []] : []),
		...jsonViewLines(originalOf(info), columns),
	];
}
