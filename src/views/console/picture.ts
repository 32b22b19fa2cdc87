import { previewViewOf } from '../../console/preview-view.ts';
import type { ConsoleReply, Exchange } from '../../console/state.ts';
import { bytes } from '../../format/bytes.ts';
import type { Line } from '../../format/line.ts';
import { mirrorNote } from '../../jetstream/messages/replier.ts';
import { addressesOf, type Content, contentOf, endOf, errorOf, typeOf } from '../../jetstream/reply-content.ts';
import { paragraph } from '../confirm-lines.ts';
import { cutLine, span } from '../spans.ts';
import type { Body } from './body.ts';
import { type ChangedPaths, changedPaths } from './changed-paths.ts';
import { exchangeHead } from './exchange-lines.ts';
import { jsonBody } from './json-body.ts';
import { hexBody, textBody } from './text-body.ts';

/** An exchange in lines that are made when they are drawn. */
export interface Picture {
	readonly head: readonly Line[];
	readonly parts: readonly Part[];
	readonly rows: number;
}

/** A reply: its title if there are several, its headers, and its content. */
export interface Part {
	/** Its first line in the exchange. */
	readonly at: number;
	readonly reply: ConsoleReply;
	/** The lines above its content; made when they are drawn. */
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

/** Cached while the exchange stays the same; a running exchange is drawn again each second. */
export function pictureOf(exchange: Exchange, now: number, columns: number): Picture {
	// Only a running exchange shows how long it has taken.
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
	const told = open ? toldLines(exchange, reply, columns) : [];
	const aboveLine = (row: number): Line =>
		row < titles
			? titleLine(exchange, reply, open, columns)
			: (told[row - titles] ?? headerLine(reply, row - titles - told.length, columns));
	if (!open) return { at, reply, above: 1, aboveLine, body: undefined, rows: 1 };
	const above = titles + told.length + reply.message.headers.length;
	const body = bodyOf(exchange, reply, name, columns);
	return { at, reply, above, aboveLine, body, rows: above + (body?.rows ?? 0) };
}

function bodyOf(exchange: Exchange, reply: ConsoleReply, name: string, columns: number): Body | undefined {
	const preview = previewViewOf(exchange, reply);
	if (preview !== undefined) return textBody(Buffer.from(preview.text), columns);
	const content = contentOf(reply.message);
	if (content.kind === 'empty') return undefined;
	if (content.kind === 'binary') return hexBody(content.data, columns);
	const data = 'data' in content ? content.data : Buffer.from(content.text);
	if (exchange.raw || content.kind === 'text' || content.kind === 'large text')
		return keptBody(content, columns, () => textBody(data, columns));
	// The reply itself folds by its number alone, so it stays folded from look to look while it is watched.
	const folds = exchange.several ? `${name}/` : '/';
	const { toggled } = exchange;
	const own = [...toggled].filter((path) => path.startsWith(folds)).join('\n');
	const draw = () => jsonBody(data, { toggled, name: folds, columns, changes: changesOf(exchange, content) });
	return keptBody(content, columns, draw, own);
}

/** What is marked in a watched reply. */
function changesOf({ before }: Exchange, after: Content): ChangedPaths | undefined {
	const old = before && contentOf(before.message);
	return old?.kind === 'json' && after.kind === 'json' ? changedPaths(old.value, after.value) : undefined;
}

const bodies = new WeakMap<Content, { readonly columns: number; readonly folds: string; readonly body: Body }>();

/** Each new message draws the subscription again: the lines of earlier messages are not counted again. */
function keptBody(content: Content, columns: number, make: () => Body, folds = 'as text'): Body {
	const known = bodies.get(content);
	if (known?.columns === columns && known.folds === folds) return known.body;
	const body = make();
	bodies.set(content, { columns, folds, body });
	return body;
}

const previewed = 400;

/** The lines above a reply's headers: where it came from and, with several replies, what its status means. */
function toldLines({ several, subject, verb }: Exchange, { message }: ConsoleReply, columns: number): readonly Line[] {
	const error = several ? errorOf(message, subject) : undefined;
	const end = several ? endOf(message, subject) : undefined;
	const addresses = verb === 'show' ? [] : addressesOf(message);
	const mirror = verb === 'request' ? mirrorNote(subject, message) : undefined;
	return [
		...(mirror === undefined ? [] : paragraph(`    ! ${mirror}`, 'warn', columns, 6)),
		...addresses.flatMap((address) => paragraph(`    ${address}`, 'accent', columns, 6)),
		...(error === undefined ? [] : paragraph(`    ✗ ${error.message}: ${error.advice}`, 'bad', columns, 6)),
		...(end === undefined ? [] : paragraph(`    ${end}`, 'plain', columns, 4)),
	];
}

/** One of several replies in a line: its title, and how it begins. */
function titleLine(exchange: Exchange, reply: ConsoleReply, open: boolean, columns: number): Line {
	const { number, message, ms } = reply;
	const when = `+${(ms / 1000).toFixed(3)}s`;
	const error = errorOf(message, exchange.subject);
	const line: Line = [
		{ text: `  ${open ? '▾' : '▸'} `, tone: 'dim' },
		{ text: `#${number} ${when} `, tone: 'dim' },
		...(error === undefined ? [] : [span('✗ ', 'bad')]),
		span(titleOf(exchange, reply), 'accent'),
		{ text: ` ${bytes(message.data.length)}`, tone: 'dim' },
		...(open ? [] : [span(`  ${error?.advice ?? endOf(message, exchange.subject) ?? startOf(reply)}`)]),
	];
	return cutLine(line, columns);
}

/** The subject of a message; the kind of a reply. */
function titleOf({ verb }: Exchange, { message }: ConsoleReply): string {
	return verb === 'subscribe' || addressesOf(message).length > 0 ? message.subject : typeOf(message);
}

function startOf({ message }: ConsoleReply): string {
	return new TextDecoder().decode(message.data.subarray(0, previewed)).replace(/\s+/g, ' ');
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

/** The reply of a line. */
export function partAt({ head, parts }: Picture, row: number): Part | undefined {
	if (row < head.length) return undefined;
	const part = lastUpTo(parts, row, ({ at }) => at);
	return part !== undefined && row < part.at + part.rows ? part : undefined;
}

/** A line of an exchange, by its row. */
export function lineOf(picture: Picture, row: number): Line {
	const head = picture.head[row];
	if (head !== undefined) return head;
	const part = partAt(picture, row);
	if (part === undefined) return [];
	const inside = row - part.at;
	if (inside < part.above) return part.aboveLine(inside);
	return part.body?.line(inside - part.above) ?? [];
}
