import type { ConsoleReply, ConsoleState, Exchange, Place } from '../../console/state.ts';
import type { Line } from '../line.ts';
import { lastUpTo, lineOf, type Part, type Picture, partAt, pictureOf } from './picture.ts';

/** All that was sent and all that came, as one text of many lines. */
export interface Transcript {
	readonly rows: number;
	readonly line: (row: number) => Line;
	/** Which line of which exchange a line is. */
	readonly place: (row: number) => Place | undefined;
	/** The line of a place; of the end of the exchange where it has become shorter. */
	readonly rowOf: (place: Place) => number;
	/** The lines of an exchange, from and up to. */
	readonly span: (exchange: number) => readonly [from: number, to: number];
	/** What folds at a line. */
	readonly fold: (row: number) => { readonly exchange: number; readonly name: string } | undefined;
	/** The next line from `from` on that holds a text. */
	readonly find: (
		text: string,
		from: number,
	) => { readonly row: number; readonly exchange: number; readonly unfold: readonly string[] } | undefined;
	/** The reply at a line. */
	readonly reply: (row: number) => ConsoleReply | undefined;
}

const transcripts = new WeakMap<readonly Exchange[], { readonly key: string; readonly transcript: Transcript }>();

/** The transcript as `columns` show it. The same as long as nothing changed. */
export function transcriptOf({ exchanges }: Pick<ConsoleState, 'exchanges'>, now: number, columns: number): Transcript {
	const key = `${columns} ${exchanges.some(({ phase }) => phase !== 'over') ? Math.floor(now / 1000) : 0}`;
	const known = transcripts.get(exchanges);
	if (known?.key === key) return known.transcript;
	const transcript = makeTranscript(exchanges, now, columns);
	transcripts.set(exchanges, { key, transcript });
	return transcript;
}

interface Placed {
	readonly exchange: Exchange;
	readonly from: number;
	readonly picture: Picture;
}

function makeTranscript(exchanges: readonly Exchange[], now: number, columns: number): Transcript {
	const placed: Placed[] = [];
	let rows = 0;
	for (const exchange of exchanges) {
		const picture = pictureOf(exchange, now, columns);
		placed.push({ exchange, from: rows, picture });
		rows += picture.rows;
	}
	const at = (row: number): Placed | undefined => lastUpTo(placed, row, ({ from }) => from);
	const byId = (id: number): Placed | undefined => placed.find(({ exchange }) => exchange.id === id);
	return {
		rows,
		line: (row) => {
			const found = at(row);
			return found === undefined ? [] : lineOf(found.picture, row - found.from);
		},
		place: (row) => {
			const found = at(Math.min(row, rows - 1));
			return found && { exchange: found.exchange.id, row: Math.min(row, rows - 1) - found.from };
		},
		rowOf: ({ exchange, row }) => {
			const found = byId(exchange);
			return found === undefined ? Math.max(0, rows - 1) : found.from + Math.min(row, found.picture.rows - 1);
		},
		span: (id) => {
			const found = byId(id);
			return found === undefined ? [rows, rows] : [found.from, found.from + found.picture.rows];
		},
		fold: (row) => {
			const found = at(row);
			const name = found && foldOf(found, row - found.from);
			return found === undefined || name === undefined ? undefined : { exchange: found.exchange.id, name };
		},
		find: (text, from) => findIn(placed, text, from),
		reply: (row) => {
			const found = at(row);
			return found && partAt(found.picture, row - found.from)?.reply;
		},
	};
}

function foldOf({ exchange, picture }: Placed, row: number): string | undefined {
	const part = partAt(picture, row);
	if (part === undefined) return undefined;
	const inside = row - part.at - part.above;
	if (exchange.several && (inside < 0 || part.body === undefined)) return `${part.reply.number}`;
	return inside < 0 ? undefined : part.body?.fold?.(inside);
}

/** In what is open, and in what is folded of JSON. */
function findIn(placed: readonly Placed[], text: string, from: number): ReturnType<Transcript['find']> {
	const wanted = text.toLowerCase();
	for (const { exchange, from: start, picture } of placed) {
		if (start + picture.rows <= from) continue;
		const inside = Math.max(0, from - start);
		for (const [row, line] of picture.head.entries()) {
			if (row >= inside && saidBy(line).includes(wanted))
				return { row: start + row, exchange: exchange.id, unfold: [] };
		}
		for (const part of picture.parts) {
			if (part.at + part.rows <= inside) continue;
			const above = aboveWith(part, wanted, inside - part.at);
			if (above !== undefined) return { row: start + part.at + above, exchange: exchange.id, unfold: [] };
			const first = part.at + part.above;
			const found = part.body?.find(text, Math.max(0, inside - first));
			if (found !== undefined) return { row: start + first + found.row, exchange: exchange.id, unfold: found.unfold };
		}
	}
	return undefined;
}

function aboveWith({ above, aboveLine }: Part, wanted: string, from: number): number | undefined {
	for (let row = Math.max(0, from); row < above; row += 1) if (saidBy(aboveLine(row)).includes(wanted)) return row;
	return undefined;
}

function saidBy(line: Line): string {
	return line
		.map(({ text }) => text)
		.join('')
		.toLowerCase();
}
