import { plural } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import { sanitise } from '../../format/sanitise.ts';
import { wrapText } from '../../format/width.ts';
import type { ChangeLine } from '../../jetstream/kv/value-changes.ts';
import { span } from '../spans.ts';

/** Lines of a difference that are shown. */
const mostChanges = 40;

const tones = { '+': 'good', '-': 'bad', '~': 'plain' } as const;

/** A difference of two values, cut with a number of what is left out. */
export function changesDrawn(changes: readonly ChangeLine[], columns: number): readonly Line[] {
	const lines = changes
		.slice(0, mostChanges)
		.flatMap(({ sign, text }) =>
			wrapText(sanitise(text), Math.max(1, columns - 6)).map(
				(part, at): Line => [span(`    ${at === 0 ? sign : ' '} ${part}`, tones[sign])],
			),
		);
	const more = changes.length - mostChanges;
	return more <= 0 ? lines : [...lines, [span(`    … ${plural(more, 'more line')}`, 'dim')]];
}
