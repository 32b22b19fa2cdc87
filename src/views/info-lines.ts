import type { Line } from '../format/line.ts';
import { isTranslated, originalOf } from '../jetstream/preview/original-reply.ts';
import { paragraph } from './confirm-lines.ts';
import { jsonViewLines } from './json-lines.ts';

/** As the server sent it. Of one of the technical preview that is not what the other panes say it by. */
export function infoLines(info: object, columns: number): readonly Line[] {
	const note = '  As the server sent it, in the form of the technical preview of 2020.';
	return [
		...(isTranslated(info) ? [...paragraph(note, 'dim', columns, 2), []] : []),
		...jsonViewLines(originalOf(info), columns),
	];
}
