import { randomInt } from 'node:crypto';

/** A text with what the nats CLI fills in; the sentence says why it cannot be done here. */
export type FilledIn = { readonly text: string; readonly filled: readonly string[] } | { readonly refusal: string };

/**
 * What stands in {{}} where the nats CLI publishes, as it fills it in. A text in which the program does not understand
 * something, such as the {{wildcard(1)}} of a subject mapping, is sent as it stands: by it, and here.
 */
export function fillIn(text: string, now: number): FilledIn {
	const parts = [...text.matchAll(/\{\{(.*?)\}\}/gs)].map(([whole, inner = '']) => ({ whole, inner: inner.trim() }));
	if (parts.length === 0 || parts.some(({ inner }) => isUnknown(inner))) return { text, filled: [] };
	const computed = parts.find(({ inner }) => filled(inner, now) === undefined);
	if (computed !== undefined)
		return {
			refusal: `${computed.whole} is not computed here: type the text, or add --no-templates to send it as it stands.`,
		};
	return {
		text: text.replaceAll(/\{\{(.*?)\}\}/gs, (whole, inner: string) => filled(inner.trim(), now) ?? whole),
		filled: [...new Set(parts.filter(({ inner }) => !quoted.test(inner)).map(({ whole }) => whole))],
	};
}

/** A text in a template: how the braces themselves are written. */
const quoted = /^"([^"\\]*)"$/;

/** The functions of the program that take nothing, which are fields too. One message is sent: it is the first. */
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
	// What a message is a reply to: none.
	if (inner === '.Request') return '';
	const name = inner.startsWith('.') ? inner.slice(1) : inner;
	if (Object.hasOwn(values, name)) return values[name]?.(new Date(now));
	const [, least, most] = /^Random\s+(\d{1,5})\s+(\d{1,5})$/.exec(inner) ?? [];
	return least === undefined || Number(least) > Number(most)
		? undefined
		: letters(randomInt(Number(least), Number(most) + 1));
}

/** Words of the templates that the program uses, Go's text/template. */
const words = new Set(
	'and block break call continue define else end eq ge gt html if index js le len lt ne not or print printf println range slice template urlquery with true false nil Random'.split(
		' ',
	),
);

/** The program complains of it, and sends the text as it stands. */
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
