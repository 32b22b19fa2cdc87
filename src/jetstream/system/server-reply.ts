import { gunzipSync } from 'node:zlib';
import { flagIn, integerIn, isRecord, recordIn, textIn, textsIn } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import type { Message } from '../../nats/link.ts';
import type { SystemEndpoint } from '../endpoints/system.ts';

/** The server that replied, by its own words. */
export interface ServerId {
	readonly name: string;
	/** New at each start. */
	readonly id: string;
	readonly version?: string | undefined;
	readonly cluster?: string | undefined;
	readonly domain?: string | undefined;
	readonly host?: string | undefined;
	readonly tags: readonly string[];
	readonly jetstream: boolean;
	/** When it replied, by its own clock. */
	readonly time?: string | undefined;
}

/** The reply of one server. */
export interface ServerReply {
	readonly server: ServerId;
	/** What was asked for, unchecked: read it with the functions of `format/is.ts`. Empty beside an error. */
	readonly value: Readonly<Record<string, unknown>>;
	readonly error?: { readonly code: number; readonly description: string };
	/** Local time at which it came, ms since the epoch. */
	readonly at: number;
	/** From the request to this reply. */
	readonly ms: number;
}

/** Replies are compressed on request, by every version; STATSZ and IDZ never are. */
export const acceptGzip: readonly (readonly [string, string])[] = [['Accept-Encoding', 'gzip']];

/** A small message may unpack to anything. */
const mostBytes = 64 * 1024 * 1024;

/** Reads a reply of a server; undefined if it is none. */
export function readServerReply(
	{ value, secret = [] }: Pick<SystemEndpoint, 'value' | 'secret'>,
	message: Message,
	came: Pick<ServerReply, 'at' | 'ms'>,
): ServerReply | undefined {
	const text = textOf(message);
	const json = text === undefined ? undefined : parseJson(text);
	if (!json?.ok || !isRecord(json.value)) return undefined;
	const whole = json.value;
	const server = value === 'whole' ? serverOf(whole) : serverOf(recordIn(whole, 'server'));
	if (server === undefined) return undefined;
	const error = isRecord(whole.error) ? errorOf(whole.error) : undefined;
	const all = value === 'whole' ? whole : recordIn(whole, value);
	const values =
		secret.length === 0 ? all : Object.fromEntries(Object.entries(all).filter(([key]) => !secret.includes(key)));
	return { server, value: values, ...(error && { error }), ...came };
}

function textOf({ data, headers }: Message): string | undefined {
	const encoding = headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
	if (encoding === undefined) return new TextDecoder().decode(data);
	if (encoding !== 'gzip') return undefined;
	try {
		return new TextDecoder().decode(gunzipSync(data, { maxOutputLength: mostBytes }));
	} catch {
		return undefined;
	}
}

/** A server without a name has its id as name. */
function serverOf(values: Readonly<Record<string, unknown>>): ServerId | undefined {
	const id = textIn(values, 'id');
	const name = textIn(values, 'name') ?? id;
	if (name === undefined) return undefined;
	return {
		name,
		id: id ?? name,
		version: textIn(values, 'ver'),
		cluster: textIn(values, 'cluster'),
		domain: textIn(values, 'domain'),
		host: textIn(values, 'host'),
		tags: textsIn(values, 'tags'),
		jetstream: flagIn(values, 'jetstream'),
		time: textIn(values, 'time'),
	};
}

function errorOf(values: Readonly<Record<string, unknown>>): ServerReply['error'] {
	const code = Number(integerIn(values, 'code') ?? 500);
	return { code, description: textIn(values, 'description') ?? `error ${code}` };
}
