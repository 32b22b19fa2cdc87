import type { ConsoleReply, ConsoleState, Exchange, Place } from '../../console/state.ts';
import type { Line } from '../../format/line.ts';
import type { Hit } from '../find/searched.ts';
import { nothing } from './body.ts';
import { lastUpTo, lineOf, type Picture, partAt, pictureOf } from './picture.ts';

/** All requests and replies, as one text of many lines. */
export interface Transcript {
	readonly rows: number;
	readonly line: (row: number) => Line;
	/** The exchange of a line, and the line in it. */
	readonly place: (row: number) => Place | undefined;
	/** The line of a place; the end of the exchange if that has become shorter. */
	readonly rowOf: (place: Place) => number;
	/** The first line of an exchange, and the line after its last. */
	readonly span: (exchange: number) => readonly [from: number, to: number];
	/** What folds at a line. */
	readonly fold: (row: number) => { readonly exchange: number; readonly name: string } | undefined;
	/** Every line that contains a text, in any letter case. */
	readonly hits: (text: string) => readonly TranscriptHit[];
	/** The reply at a line. */
	readonly reply: (row: number) => ConsoleReply | undefined;
}

/** A line with a hit, and the exchange that must unfold to show it. */
export interface TranscriptHit extends Hit {
	readonly exchange: number;
}

const transcripts = new WeakMap<readonly Exchange[], { readonly key: string; readonly transcript: Transcript }>();

/** The transcript at a width of `columns`. Cached while nothing changes. */
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
	let looked: { readonly text: string; readonly hits: readonly TranscriptHit[] } | undefined;
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
		hits: (text) => {
			// Each step to the next hit asks again.
			if (looked?.text !== text) looked = { text, hits: hitsIn(placed, text) };
			return looked.hits;
		},
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

/** Searches what is open, and folded JSON. */
function hitsIn(placed: readonly Placed[], text: string): readonly TranscriptHit[] {
	const wanted = text.toLowerCase();
	return placed.flatMap(({ exchange: { id }, from, picture }) => {
		const hits: TranscriptHit[] = [];
		const add = (row: number, unfold: readonly string[]): number => hits.push({ row, unfold, exchange: id });
		for (const [row, line] of picture.head.entries()) if (saidBy(line).includes(wanted)) add(from + row, nothing);
		for (const { at, above, aboveLine, body } of picture.parts) {
			const start = from + at;
			for (let row = 0; row < above; row += 1) if (saidBy(aboveLine(row)).includes(wanted)) add(start + row, nothing);
			for (const { row, unfold } of body?.hits(text) ?? []) add(start + above + row, unfold);
		}
		return hits;
	});
}

function saidBy(line: Line): string {
	return line
		.map(({ text }) => text)
		.join('')
		.toLowerCase();
}
