import { parseLine } from '../../console/line.ts';
import { noteInWords } from '../../console/note.ts';
import { hasPreviewView, previewViewOf } from '../../console/preview-view.ts';
import type { Exchange } from '../../console/state.ts';
import { bytes } from '../../format/bytes.ts';
import { spanOfTime } from '../../format/duration.ts';
import { count, plural } from '../../format/integer.ts';
import type { Line, Tone } from '../../format/line.ts';
import { natsMessageLine } from '../../jetstream/nats-cli/nats-line.ts';
import { endOf, errorOf, largeFrom, nextOffset, typeOf } from '../../jetstream/reply-content.ts';
import { paragraph } from '../confirm-lines.ts';
import { cutLine, span } from '../spans.ts';

/** Longer lines are cut: the key that edits the line again brings it back whole. */
const mostOfLine = 6;

/** The head of an exchange: the typed line, the request and the outcome; all but its replies. */
export function exchangeHead(exchange: Exchange, now: number, columns: number): readonly Line[] {
	const given = exchange.text.trim().split('\n');
	const typed = given
		.slice(0, mostOfLine)
		.map((text, at): Line => cutLine([span(at === 0 ? '› ' : '  ', 'accent'), span(text, 'strong')], columns));
	const rest =
		given.length > mostOfLine ? [[span(`  … ${plural(given.length - mostOfLine, 'more line')}`, 'dim')]] : [];
	return [
		...typed,
		...rest,
		...exchange.notes.flatMap((note) => paragraph(`  ${noteInWords(note)}`, 'dim', columns, 2)),
		...statusLines(exchange, now, columns),
	];
}

function statusLines(exchange: Exchange, now: number, columns: number): readonly Line[] {
	const { replies, several, subject } = exchange;
	const message = several ? undefined : replies.at(-1)?.message;
	const error = message && errorOf(message, subject);
	const end = message && endOf(message, subject);
	const [tone, text] = statusOf(exchange, now);
	return [
		...paragraph(`  ${text}`, tone, columns, 4),
		...problemLines(exchange, columns),
		...(error === undefined
			? []
			: [
					...paragraph(`  ✗ ${error.message}`, 'bad', columns, 4),
					...paragraph(`    ${error.advice}`, 'plain', columns, 4),
				]),
		...(end === undefined ? [] : paragraph(`  ${end}`, 'plain', columns, 2)),
		...changeLines(exchange, columns),
		...nextPageLine(exchange, columns),
		...previewLines(exchange, columns),
	];
}

/** A request that the person stopped is no failure. */
function problemLines({ problem }: Exchange, columns: number): readonly Line[] {
	if (problem === undefined) return [];
	if (problem.kind === 'cancelled') return paragraph(`  ${problem.advice}`, 'dim', columns, 2);
	return [
		...paragraph(`  ✗ ${problem.message}`, 'bad', columns, 4),
		...paragraph(`    ${problem.advice}`, 'plain', columns, 4),
	];
}

/** Whether the reply can be shown, or is shown, in the spelling of the technical preview. */
function previewLines(exchange: Exchange, columns: number): readonly Line[] {
	const reply = exchange.replies.at(-1);
	if (reply === undefined || !hasPreviewView(exchange, reply.message)) return [];
	const view = previewViewOf(exchange, reply);
	if (view === undefined) return paragraph('  To show it in the form of the preview: esc, then p', 'dim', columns, 2);
	const note = view.note === undefined ? [] : paragraph(`  ${view.note}`, 'warn', columns, 2);
	return [...paragraph('  In the form of the technical preview of 2020 (p: raw):', 'accent', columns, 2), ...note];
}

/** A long reply may be out of view: its changes are listed in the head. */
function changeLines(exchange: Exchange, columns: number): readonly Line[] {
	const { changes } = exchange;
	if (changes === undefined && exchange.phase === 'watching' && isLarge(exchange))
		return paragraph(`  jetdeck does not compare replies of more than ${bytes(largeFrom)}.`, 'dim', columns, 2);
	if (changes === undefined) return [];
	const { look, lines, more } = changes;
	const rest = more === 0 ? '' : `, and ${count(more)} more`;
	return [
		...paragraph(`  changed in reply ${count(look)}${rest}:`, 'plain', columns, 2),
		...lines.map((line) => cutLine([span('  ≠ ', 'warn'), span(line)], columns)),
	];
}

const isLarge = ({ replies }: Exchange): boolean => replies.some(({ message }) => message.data.length > largeFrom);

function nextPageLine({ verb, replies, several, phase, effect }: Exchange, columns: number): readonly Line[] {
	const [reply] = replies;
	const isPage = verb === 'request' && effect === 'read' && !several && phase === 'over';
	const offset = !isPage || reply === undefined ? undefined : nextOffset(reply.message);
	return offset === undefined
		? []
		: paragraph(`  The next page starts at ${count(offset)}: press esc, then >.`, 'accent', columns, 2);
}

/** The outcome in one line. A published message gets a sentence, since it asks nothing. */
function statusOf(exchange: Exchange, now: number): readonly [Tone, string] {
	const { phase, verb, came, at, problem } = exchange;
	const seconds = Math.max(0, Math.round((now - at) / 1000));
	const published = exchange.effect === 'publish' && verb === 'request' ? 'published as a request · ' : '';
	if (exchange.unsent) return ['bad', 'not sent'];
	if (phase === 'asking' && verb === 'publish') return ['accent', 'publishing…'];
	if (phase === 'asking') return ['accent', `${published}… waiting ${seconds} s, ${replyCount(exchange)} · ^C stops`];
	if (phase === 'watching') return ['accent', `watching, reply ${count(came)} · ${answerText(exchange)} · ^C stops`];
	if (phase === 'listening')
		return [
			'accent',
			`listening for ${seconds} s, ${plural(came, 'message')}, ${bytes(exchange.bytes)}${keptText(exchange)} · ^C stops`,
		];
	if (verb === 'show') return ['plain', contentText(exchange)];
	if (verb === 'publish') return publishedStatus(exchange);
	if (verb === 'subscribe')
		return [
			'plain',
			`listened for ${spanOfTime(exchange.ms ?? 0)}: ${plural(came, 'message')}, ${bytes(exchange.bytes)}${keptText(exchange)}`,
		];
	if (came === 0)
		return problem === undefined || problem.kind === 'cancelled'
			? ['dim', `${published}no reply${tookText(exchange)}`]
			: ['bad', `${published}no reply${tookText(exchange)}`];
	if (exchange.several)
		return [
			'good',
			`${published}${replyCount(exchange)}, ${bytes(exchange.bytes)}${tookText(exchange)}${keptText(exchange)}`,
		];
	return ['good', `${published}${answerText(exchange)}`];
}

function publishedStatus({ problem, subject, payload, headers }: Exchange): readonly [Tone, string] {
	if (problem !== undefined) return ['bad', 'not published'];
	const with_ = headers.length === 0 ? '' : ` with ${plural(headers.length, 'header')}`;
	return ['warn', `PUBLISHED ${bytes(Buffer.byteLength(payload))} to ${subject}${with_}; no reply was requested`];
}

function answerText({ replies, ms = 0 }: Exchange): string {
	return replies.length === 0 ? 'no reply yet' : `${spanOfTime(ms)} · ${contentText({ replies })}`;
}

/** Size, kind and headers of the latest message. */
function contentText({ replies }: Pick<Exchange, 'replies'>): string {
	const message = replies.at(-1)?.message;
	if (message === undefined) return '';
	const headers = message.headers.length === 0 ? '' : ` · ${plural(message.headers.length, 'header')}`;
	return `${bytes(message.data.length)} · ${typeOf(message)}${headers}`;
}

function replyCount({ verb, came }: Exchange): string {
	return verb === 'subscribe' ? plural(came, 'message') : plural(came, 'reply', 'replies');
}

function keptText({ came, replies }: Exchange): string {
	return replies.length > 0 && replies.length < came ? `, only the latest ${count(replies.length)} kept` : '';
}

function tookText({ ms }: Exchange): string {
	return ms === undefined ? '' : ` in ${spanOfTime(ms)}`;
}

/** A `nats` command that sends the same to the same server; undefined if nothing was sent. */
export function shellLineOf({ verb, subject, payload, headers, text, cli }: Exchange): string | undefined {
	if (verb === 'show') return undefined;
	const typed = parseLine(text);
	const { replies, timeoutMs } = typed.kind === 'line' ? typed.line : {};
	return natsMessageLine(cli, {
		verb: verb === 'request' ? 'req' : verb === 'publish' ? 'pub' : 'sub',
		subject,
		payload: verb === 'subscribe' ? undefined : payload,
		headers,
		flags: [
			// In the nats CLI 0 means all.
			...(replies === undefined ? [] : [`--replies=${replies === 'all' ? 0 : replies}`]),
			...(timeoutMs === undefined ? [] : [`--timeout=${timeoutMs}ms`]),
		],
	});
}
