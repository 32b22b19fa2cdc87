import type { Line } from '../../format/line.ts';
import type { Ends } from '../../views/header.ts';
import { cutLine, lineWidth } from '../../views/spans.ts';

/** One line of exactly `columns`: one part on the left, one on the right. The left part is cut if they do not fit. */
export function endsLine({ left, right }: Ends, columns: number): Line {
	const room = Math.max(0, columns - lineWidth(right) - (right.length === 0 ? 0 : 1));
	const cut = cutLine(left, room);
	const blank = Math.max(0, columns - lineWidth(cut) - lineWidth(right));
	return [...cut, { text: ' '.repeat(blank), tone: 'plain' }, ...right];
}
