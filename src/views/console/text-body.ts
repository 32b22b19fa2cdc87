import { sanitise } from '../../format/sanitise.ts';
import type { Hit } from '../find/searched.ts';
import { cutLine } from '../spans.ts';
import { type Body, nothing } from './body.ts';
import { type Pieces, piecesOf } from './pieces.ts';

export const indent = { text: '    ', tone: 'plain' } as const;

/** A text in lines, long ones wrapped. */
export function textBody(text: string, columns: number): Body {
	const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
	const room = Math.max(8, columns - indent.text.length);
	/** The line of each row, the first row of each line, and the pieces of wrapped lines. */
	const rows: number[] = [];
	const firsts: number[] = [];
	const wrapped = new Map<number, Pieces>();
	for (const [at, line] of lines.entries()) {
		firsts.push(rows.length);
		const pieces = line.length <= room / 2 ? undefined : piecesOf(withoutTabs(line), room);
		if (pieces !== undefined && pieces.amount > 1) wrapped.set(at, pieces);
		for (let piece = 0; piece < (pieces?.amount ?? 1); piece += 1) rows.push(at);
	}
	return {
		rows: rows.length,
		line: (row) => {
			const at = rows[row] ?? -1;
			const piece = wrapped.get(at)?.piece(row - (firsts[at] ?? 0)) ?? withoutTabs(lines[at] ?? '');
			return cutLine([indent, { text: sanitise(piece), tone: 'plain' }], columns);
		},
		hits: (wanted) => {
			const low = wanted.toLowerCase();
			return lines.flatMap((line, at): readonly Hit[] => {
				if (!line.toLowerCase().includes(low)) return [];
				const first = firsts[at] ?? 0;
				const pieces = wrapped.get(at);
				if (pieces === undefined) return [{ row: first, unfold: nothing }];
				return pieces.holding(low).map((piece) => ({ row: first + piece, unfold: nothing }));
			});
		},
	};
}

/** Tabs have no width of their own. */
export function withoutTabs(line: string): string {
	return line.includes('\t') ? line.replaceAll('\t', '  ') : line;
}

/** Columns of sixteen bytes, with their offset and characters. */
const wideRow = 79;

/** Binary bytes: their offset, hexadecimal, and the printable characters. */
export function hexBody(data: Uint8Array, columns: number): Body {
	const inRow = columns >= wideRow ? 16 : 8;
	return {
		rows: Math.ceil(data.length / inRow),
		line: (row) => {
			const bytes = [...data.subarray(row * inRow, (row + 1) * inRow)];
			const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
			const text = bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
			return cutLine(
				[
					indent,
					{ text: (row * inRow).toString(16).padStart(8, '0'), tone: 'dim' },
					{ text: `  ${hex.padEnd(inRow * 3)} `, tone: 'plain' },
					{ text, tone: 'dim' },
				],
				columns,
			);
		},
		hits: () => [],
	};
}
