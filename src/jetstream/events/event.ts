import { parseTimestamp } from '../../format/duration.ts';
import { isRecord } from '../../format/is.ts';
import { parseJson, stringifyJson } from '../../format/json.ts';
import type { Tone } from '../../format/line.ts';
import { valueWithoutSecrets, withoutSecrets } from '../../format/secret.ts';
import { isReadAudit } from './audit.ts';
import type { Meaning } from './row.ts';
import { eventRowOf } from './rows.ts';
import { clientWithout } from './without-login.ts';

/** Something that a server announced. Its texts are from outside: whoever draws them sanitises them. */
export interface ServerEvent {
	/** When it happened, ms since the epoch. */
	readonly at: number;
	/** As in its row; the whole type of one that no row knows. */
	readonly type: string;
	readonly subject: string;
	/** What happened, in words. */
	readonly what: string;
	readonly tone: Tone;
	/** One comes for each message. */
	readonly frequent?: true;
	/** Its sentence differs from message to message. */
	readonly repeats?: true;
	readonly means?: Meaning;
	readonly stream?: string;
	readonly consumer?: string;
	readonly account?: string;
	/** User, address and name of the client. */
	readonly who?: string;
	readonly server?: string;
	/** The name that the server gave to it. */
	readonly id?: string;
	/** Its body without what looks secret. */
	readonly body: string;
	/** The body is JSON. */
	readonly isJson: boolean;
}

/** Which connection listens: what it asks for itself is no news. */
export interface Listening {
	readonly clientId?: number | undefined;
	readonly server?: string | undefined;
	/** Takes the secrets of its login out of a text. */
	readonly withoutOwnSecrets?: (text: string) => string;
}

/** Longer texts in a body are cut: an audit copies whole replies. */
const longestText = 2_000;
/** A body of up to so many characters is kept as it is; of one with more than `mostRead` only short values are read. */
const mostKept = 8_000;
const mostRead = 256_000;
const longestName = 256;
const utf8 = new TextDecoder();
const longestSubject = 1_024;
const longestWhat = 400;
/** A timestamp that is farther from our clock is none. */
const mostApartMs = 86_400_000;

/**
 * Reads what came on a subject, whatever that is: an event is a hint, for every user may publish there. Secrets are left out
 * before anything is kept.
 * @returns undefined for what is no news: requests that only read
 */
export function readEvent(
	subject: string,
	data: Uint8Array,
	now: number,
	self: Listening = {},
): ServerEvent | undefined {
	const text = utf8.decode(data);
	const parsed = parseJson(text);
	if (!parsed.ok || !isRecord(parsed.value)) return unreadable(subject, data, now, self);
	const { type } = parsed.value;
	const row = eventRowOf(subject, type);
	const client = isRecord(parsed.value.client) ? parsed.value.client : undefined;
	const isOwn = client?.id !== undefined && client.id === self.clientId && client.server === self.server;
	// Before 2.10, and in the system account, an audit does not say who asked: it may be a poll of ours.
	if (row?.type === 'api_audit' && isReadAudit(parsed.value, isOwn || client?.id === undefined)) return undefined;
	const own = self.withoutOwnSecrets ? clientWithout(parsed.value, self.withoutOwnSecrets) : parsed.value;
	const { body, value } = withoutSecret(own === parsed.value ? text : stringifyJson(own), own);
	const said = row?.read(value);
	const name = row?.type ?? (textAt(value, 'type') || 'unknown');
	const who = [...(isOwn ? ['this jetdeck,'] : []), ...whoOf(value)].join(' ');
	const means = said && (said.means ?? row?.means);
	return {
		at: timeOf(value, now),
		type: kept(name, longestName),
		subject: kept(subject, longestSubject),
		what: kept(said?.what ?? unsaid(name, value), longestWhat),
		tone: said?.tone ?? 'plain',
		...(row?.frequent && { frequent: true }),
		...(row?.repeats && { repeats: true }),
		...(means !== undefined && { means }),
		...filled('stream', said?.stream ?? textAt(value, 'stream')),
		...filled('consumer', said?.consumer ?? textAt(value, 'consumer')),
		...filled('account', textAt(value, 'account') || accountOf(value)),
		...filled('who', who),
		...filled('server', said?.server ?? serverOf(value)),
		...filled('id', textAt(value, 'id')),
		body,
		isJson: true,
	};
}

/** Whatever came: not JSON, or no object. Secrets go before the text is cut: the beginning of one is not known as one. */
function unreadable(subject: string, data: Uint8Array, at: number, self: Listening): ServerEvent {
	const text = utf8.decode(data.subarray(0, 4 * mostKept));
	const body = kept(withoutSecrets(self.withoutOwnSecrets?.(text) ?? text), mostKept);
	const what = text === '' ? 'Empty message' : 'Not an event';
	return { at, type: 'unknown', subject: kept(subject, longestSubject), what, tone: 'dim', body, isJson: false };
}

/** A copy: in V8 a part of a text keeps all of it in memory, however long that is. */
function kept(text: string, most: number): string {
	return Buffer.from(text.slice(0, most)).toString();
}

type Body = Readonly<Record<string, unknown>>;

/** Most bodies hold no secret, and looking through the text is cheaper than through the value. */
function withoutSecret(text: string, value: Body): { readonly body: string; readonly value: Body } {
	const isShort = text.length <= mostKept && !/[\r\n]/.test(text);
	if (isShort && withoutSecrets(text) === text) return { body: text, value };
	// Secrets go before texts are cut: the beginning of one is not known as one.
	const clean = valueWithoutSecrets(text.length <= mostRead ? value : namesOf(value)) as Body;
	const short = isShort ? clean : (shortened(clean) as Body);
	const body = stringifyJson(short);
	if (body.length <= 4 * mostKept) return { body, value: short };
	const names = namesOf(short);
	return { body: stringifyJson({ ...names, cut: true }), value: names };
}

/** Of a body with too much in it: what the line says. */
function namesOf(value: Body): Body {
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, each]) => typeof each !== 'object' && String(each).length <= longestName)
			.slice(0, 20),
	);
}

function shortened(value: unknown): unknown {
	if (typeof value === 'string')
		return value.length <= longestText ? value : `${value.slice(0, longestText)}… (${value.length} characters)`;
	if (Array.isArray(value)) return value.slice(0, 200).map(shortened);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.slice(0, 200)
			.map(([key, each]) => [key.slice(0, longestName), shortened(each)]),
	);
}

function textAt(value: Body, key: string): string {
	const text = value[key];
	return typeof text === 'string' ? text : '';
}

function filled<Key extends string>(key: Key, text: string): { readonly [K in Key]?: string } {
	return text === '' ? {} : ({ [key]: kept(text, longestName) } as { readonly [K in Key]: string });
}

/** In its own words, or that its type is not known. */
function unsaid(name: string, value: Body): string {
	const words = name.split('.').at(-1)?.replaceAll('_', ' ') ?? name;
	const action = textAt(value, 'action') || textAt(value, 'reason');
	return action === '' ? `“${words}”` : `“${words}”: ${action}`;
}

function timeOf(value: Body, now: number): number {
	const server = isRecord(value.server) ? textAt(value.server, 'time') : '';
	const at = parseTimestamp(textAt(value, 'timestamp') || textAt(value, 'time') || server);
	return at === undefined || Math.abs(at - now) > mostApartMs ? now : Math.floor(at);
}

const accountOf = ({ client }: Body): string => (isRecord(client) ? textAt(client, 'acc') : '');

/** A name, or the block of a server. */
function serverOf({ server }: Body): string {
	return isRecord(server) ? textAt(server, 'name') || textAt(server, 'id') : typeof server === 'string' ? server : '';
}

/** Of audits, backups and connections. On requests of the system account the client is empty. */
function whoOf({ client }: Body): readonly string[] {
	if (!isRecord(client)) return [];
	const user = textAt(client, 'user') || textAt(client, 'acc');
	const host = textAt(client, 'host');
	const at = host === '' ? user : `${user}@${host}`;
	return [at, textAt(client, 'name')].filter(Boolean);
}
