import { bytes } from '../../../format/bytes.ts';
import { previewViewOf } from '../../console/preview-view.ts';
import { contentOf, typeOf } from '../../console/replies.ts';
import type { ConsoleReply, Exchange } from '../../console/state.ts';
import type { Line } from '../line.ts';
import { cutLine, span } from '../spans.ts';
import type { Body } from './body.ts';
import { exchangeHead } from './exchange-lines.ts';
import { jsonBody } from './json-body.ts';
import { hexBody, textBody } from './text-body.ts';

/** What is shown of an exchange, in lines that are made when they are drawn. */
export interface Picture {
	readonly head: readonly Line[];
	readonly parts: readonly Part[];
	readonly rows: number;
}

/** A reply: a line that tells of it where there are several, its headers, and what it holds. */
export interface Part {
	/** First of its lines in the exchange. */
	readonly at: number;
	readonly reply: ConsoleReply;
	/** How many lines stand above what it holds, and each of them; made when it is drawn. */
	readonly above: number;
	readonly aboveLine: (row: number) => Line;
	readonly body: Body | undefined;
	readonly rows: number;
}

interface Kept {
	readonly columns: number;
	readonly second: number;
	readonly picture: Picture;
}

const pictures = new WeakMap<Exchange, Kept>();

/** The same as long as the exchange is; only what is under way is drawn anew each second. */
export function pictureOf(exchange: Exchange, now: number, columns: number): Picture {
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

/** The last of ascending things that begins at or before a place. */
export function lastUpTo<T>(all: readonly T[], place: number, start: (each: T) => number): T | undefined {
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

/** The reply that a line belongs to. */
export function partAt({ head, parts }: Picture, row: number): Part | undefined {
	if (row < head.length) return undefined;
	const part = lastUpTo(parts, row, ({ at }) => at);
	return part !== undefined && row < part.at + part.rows ? part : undefined;
}

/** A line of an exchange, by its row in it. */
export function lineOf(picture: Picture, row: number): Line {
	const head = picture.head[row];
	if (head !== undefined) return head;
	const part = partAt(picture, row);
	if (part === undefined) return [];
	const inside = row - part.at;
	if (inside < part.above) return part.aboveLine(inside);
	return part.body?.line(inside - part.above) ?? [];
}
