import { bytes } from '../../../format/bytes.ts';
import { previewViewOf } from '../../console/preview-view.ts';
import { contentOf, typeOf } from '../../console/replies.ts';
import type { ConsoleReply, ConsoleState, Exchange, Place } from '../../console/state.ts';
import type { Line } from '../line.ts';
import { cutLine, span } from '../spans.ts';
import type { Body } from './body.ts';
import { exchangeHead } from './exchange-lines.ts';
import { jsonBody } from './json-body.ts';
import { hexBody, textBody } from './text-body.ts';

/** What is shown of an exchange, in lines that are made when they are drawn. */
interface Picture {
	readonly head: readonly Line[];
	readonly parts: readonly Part[];
	readonly rows: number;
}

/** A reply: a line that tells of it where there are several, its headers, and what it holds. */
interface Part {
	/** First of its lines in the exchange. */
	readonly at: number;
	readonly reply: ConsoleReply;
	/** How many lines stand above what it holds, and each of them; made when it is drawn. */
	readonly above: number;
	readonly aboveLine: (row: number) => Line;
	readonly body: Body | undefined;
	readonly rows: number;
}

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

interface Kept {
	readonly columns: number;
	readonly second: number;
	readonly picture: Picture;
}

const pictures = new WeakMap<Exchange, Kept>();

function pictureOf(exchange: Exchange, now: number, columns: number): Picture {
	// Only what is under way tells how long it has been.
	const second = exchange.phase === 'over' ? 0 : Math.floor(now / 1000);
	const known = pictures.get(exchange);
	if (known?.columns === columns && known.second === second) return known.picture;
	const picture = makePicture(exchange, now, columns);
	pictures.set(exchange, { columns, second, picture });
	return picture;
}

function makePicture(exchange: Exchange, now: number, columns: number): Picture {
	const head = exchangeHead(exchange, now, columns);
	const parts: Part[] = [];
	let at = head.length;
	for (const reply of exchange.replies) {
		const part = partOf(exchange, reply, at, columns);
		parts.push(part);
		at += part.rows;
	}
	return { head, parts, rows: at + 1 };
}

function partOf(exchange: Exchange, reply: ConsoleReply, at: number, columns: number): Part {
	const name = `${reply.number}`;
	const open = !exchange.several || exchange.toggled.has(name);
	const titles = exchange.several ? 1 : 0;
	const aboveLine = (row: number): Line =>
		row < titles ? titleLine(exchange, reply, open, columns) : headerLine(reply, row - titles, columns);
	if (!open) return { at, reply, above: 1, aboveLine, body: undefined, rows: 1 };
	const above = titles + reply.message.headers.length;
	const body = bodyOf(exchange, reply, name, columns);
	return { at, reply, above, aboveLine, body, rows: above + (body?.rows ?? 0) };
}

function bodyOf(exchange: Exchange, reply: ConsoleReply, name: string, columns: number): Body | undefined {
	const preview = previewViewOf(exchange, reply);
	if (preview !== undefined) return textBody(preview.text, columns);
	const content = contentOf(reply.message);
	switch (content.kind) {
		case 'empty':
			return undefined;
		case 'binary':
			return hexBody(content.data, columns);
		case 'text':
			return textBody(content.text, columns);
		case 'json': {
			if (exchange.raw) return textBody(content.text, columns);
			const before = exchange.before && contentOf(exchange.before.message);
			const compared = before?.kind === 'json' ? { before: before.value } : {};
			// The reply itself folds by its number alone.
			return jsonBody(content.value, { toggled: exchange.toggled, name: `${name}/`, columns, ...compared });
		}
		default:
			return content satisfies never;
	}
}

const previewed = 400;

/** One of several in a line: what it is, and how it begins. */
function titleLine({ verb }: Exchange, { number, message, ms }: ConsoleReply, open: boolean, columns: number): Line {
	const when = `+${(ms / 1000).toFixed(3)}s`;
	const about = verb === 'subscribe' ? message.subject : typeOf(message);
	const start = new TextDecoder().decode(message.data.subarray(0, previewed)).replace(/\s+/g, ' ');
	const line: Line = [
		{ text: `  ${open ? '▾' : '▸'} `, tone: 'dim' },
		{ text: `#${number} ${when} `, tone: 'dim' },
		span(about, 'accent'),
		{ text: ` ${bytes(message.data.length)}`, tone: 'dim' },
		...(open ? [] : [span(`  ${start}`)]),
	];
	return cutLine(line, columns);
}

function headerLine({ message }: ConsoleReply, at: number, columns: number): Line {
	const [name = '', value = ''] = message.headers[at] ?? [];
	return cutLine(
		[{ text: '    ', tone: 'plain' }, span(name, 'accent'), { text: ': ', tone: 'dim' }, span(value)],
		columns,
	);
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

/** The last of ascending things that begins at or before a place. */
function lastUpTo<T>(all: readonly T[], place: number, start: (each: T) => number): T | undefined {
	let [low, high] = [0, all.length - 1];
	let found: T | undefined;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const each = all[middle];
		if (each === undefined || start(each) > place) high = middle - 1;
		else {
			found = each;
			low = middle + 1;
		}
	}
	return found;
}

function partAt({ head, parts }: Picture, row: number): Part | undefined {
	if (row < head.length) return undefined;
	const part = lastUpTo(parts, row, ({ at }) => at);
	return part !== undefined && row < part.at + part.rows ? part : undefined;
}

function lineOf(picture: Picture, row: number): Line {
	const head = picture.head[row];
	if (head !== undefined) return head;
	const part = partAt(picture, row);
	if (part === undefined) return [];
	const inside = row - part.at;
	if (inside < part.above) return part.aboveLine(inside);
	return part.body?.line(inside - part.above) ?? [];
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
