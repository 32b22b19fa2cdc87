import { memo } from '../format/memo.ts';
import type { Endpoint, RequestField } from '../jetstream/endpoints/endpoint.ts';
import { consumerFields } from '../jetstream/fields/consumer.ts';
import type { Field } from '../jetstream/fields/field.ts';
import { streamFields } from '../jetstream/fields/stream.ts';
import { jsonPlace } from './json-place.ts';
import type { Offer, Offers } from './state.ts';

/** A possible key of a payload. */
interface Key {
	readonly name: string;
	readonly hint: string;
	readonly values: readonly Offer[];
	readonly keys: readonly Key[];
}

/**
 * Completions at the end of an unfinished payload: keys of the request or of the configuration in it, or the
 * possible values.
 * @param after the text after the cursor; a completion replaces the rest of its word
 */
export function jsonOffers(endpoint: Endpoint, json: string, cursor: number, after: string): Offers | undefined {
	const place = jsonPlace(json);
	if (place === undefined) return undefined;
	const { kind, path, begun, quoted, beside } = place;
	const [rest = ''] = (quoted ? (kind === 'key' ? restOfKey : restOfValue) : restOfWord).exec(after) ?? [];
	const found = kind === 'key' ? keyOffers(keysAt(endpoint, path), beside) : valueOffers(endpoint, path, quoted);
	const items = found
		.filter(({ text }) => text.startsWith(kind === 'key' || !text.startsWith('"') ? begun : `"${begun}`))
		.map(({ text, hint }) => ({
			text: kind === 'key' ? `${quoted ? '' : '"'}${text}": ` : quoted ? text.slice(1) : text,
			hint,
		}));
	return items.length === 0 ? undefined : { from: cursor - begun.length, to: cursor + rest.length, items, index: -1 };
}

const restOfKey = /^\w*(?:"(?:\s*:[ ]?)?)?/;
const restOfValue = /^[\w-]*"?/;
const restOfWord = /^\w*/;

function keyOffers(keys: readonly Key[], beside: ReadonlySet<string>): readonly Offer[] {
	return keys.filter(({ name }) => !beside.has(name)).map(({ name, hint }) => ({ text: name, hint }));
}

/** Texts with their quotes; words without quotes only if no quote was typed. */
function valueOffers(endpoint: Endpoint, path: readonly string[], quoted: boolean): readonly Offer[] {
	const key = keysAt(endpoint, path.slice(0, -1)).find(({ name }) => name === path.at(-1));
	return (key?.values ?? []).filter(({ text }) => !quoted || text.startsWith('"'));
}

/** The keys of the object at a path. */
function keysAt(endpoint: Endpoint, path: readonly string[]): readonly Key[] {
	let keys = keysOf(endpoint);
	for (const step of path) keys = keys.find(({ name }) => name === step)?.keys ?? [];
	return keys;
}

const keysOf = memo(({ request }: Endpoint): readonly Key[] => [
	...request.fields.map(ofRequest),
	...(request.configIsBody === true ? ofFields(streamFields) : []),
]);

const truths: readonly Offer[] = ['true', 'false'].map((text) => ({ text, hint: '' }));

function ofRequest({ name, kind, required }: RequestField): Key {
	const fields = kind === 'stream-config' ? streamFields : kind === 'consumer-config' ? consumerFields : [];
	const hint = required ? `${kind}, required` : kind;
	return { name, hint, values: kind === 'flag' ? truths : [], keys: ofFields(fields) };
}

/** Keys for the server's own use are not offered. */
function ofFields(fields: readonly Field[]): readonly Key[] {
	return fields
		.filter(({ hidden }) => hidden !== true)
		.map(({ name, help, kind, values = [], fields: inner = [] }) => ({
			name,
			hint: help,
			values: kind === 'flag' ? truths : values.map(({ value, help: about }) => ({ text: `"${value}"`, hint: about })),
			keys: ofFields(inner),
		}));
}
