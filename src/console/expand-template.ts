import { randomInt } from 'node:crypto';

/** A text with its templates expanded as by the nats CLI; or why that is impossible here, as a sentence. */
export type ExpandedText = { readonly text: string; readonly filled: readonly string[] } | { readonly refusal: string };

/**
 * Expands {{}} as the nats CLI does when it publishes. A text with something that it does not know,
 * such as the {{wildcard(1)}} of a subject mapping, is sent unchanged, by it and here.
 */
export function expandTemplates(text: string, now: number): ExpandedText {
	const parts = [...text.matchAll(/\{\{(.*?)\}\}/gs)].map(([whole, inner = '']) => ({ whole, inner: inner.trim() }));
	if (parts.length === 0 || parts.some(({ inner }) => isUnknown(inner))) return { text, filled: [] };
	const computed = parts.find(({ inner }) => filled(inner, now) === undefined);
	if (computed !== undefined)
		return {
			refusal: `The console does not expand ${computed.whole}: type the text, or add --no-templates to send it unchanged.`,
		};
	return {
		text: text.replaceAll(/\{\{(.*?)\}\}/gs, (whole, inner: string) => filled(inner.trim(), now) ?? whole),
		filled: [...new Set(parts.filter(({ inner }) => !quoted.test(inner)).map(({ whole }) => whole))],
	};
}

/** A quoted text in a template, which can contain the braces themselves. */
const quoted = /^"([^"\\]*)"$/;

/** Template functions without arguments, which are fields too. The console sends one message, the first. */
const values: Readonly<Record<string, (now: Date) => string>> = {
	Count: () => '1',
	Cnt: () => '1',
	Unix: (now) => String(Math.floor(now.getTime() / 1000)),
	UnixNano: (now) => `${now.getTime()}000000`,
	TimeStamp: timestamp,
	Time: (now) => {
		const hour = now.getHours();
		return `${hour % 12 === 0 ? 12 : hour % 12}:${two(now.getMinutes())}${hour < 12 ? 'AM' : 'PM'}`;
	},
	ID: () => letters(22),
};

function filled(inner: string, now: number): string | undefined {
	const text = quoted.exec(inner)?.[1];
	if (text !== undefined) return text;
	// The message is no reply to a request.
	if (inner === '.Request') return '';
	const name = inner.startsWith('.') ? inner.slice(1) : inner;
	if (Object.hasOwn(values, name)) return values[name]?.(new Date(now));
	const [, least, most] = /^Random\s+(\d{1,5})\s+(\d{1,5})$/.exec(inner) ?? [];
	return least === undefined || Number(least) > Number(most)
		? undefined
		: letters(randomInt(Number(least), Number(most) + 1));
}

/** Words of Go's text/template, which the nats CLI uses. */
const words = new Set(
	'and block break call continue define else end eq ge gt html if index js le len lt ne not or print printf println range slice template urlquery with true false nil Random'.split(
		' ',
	),
);

/** The nats CLI warns about it and sends the text unchanged. */
function isUnknown(inner: string): boolean {
	const [, dot, word = ''] = /^(\.?)([A-Za-z_]\w*)/.exec(inner) ?? [];
	if (word === '') return inner === '';
	if (dot === '.') return word !== 'Request' && !Object.hasOwn(values, word);
	return !Object.hasOwn(values, word) && !words.has(word);
}

const two = (number: number): string => String(number).padStart(2, '0');

/** RFC 3339 in local time. */
function timestamp(now: Date): string {
	const offset = -now.getTimezoneOffset();
	const local = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, 19);
	const away = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
	return `${local}${offset === 0 ? 'Z' : away}`;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function letters(count: number): string {
	return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
}
