import { distance } from '../format/distance.ts';
import { plural } from '../format/integer.ts';
import { isRecord } from '../format/is.ts';
import { contradiction, parseJson } from '../format/json.ts';
import type { Endpoint, Version } from './endpoints/endpoint.ts';
import { consumerFields } from './fields/consumer.ts';
import type { Field } from './fields/field.ts';
import { streamFields } from './fields/stream.ts';
import { wrongTypes } from './fields/wrong-types.ts';
import { type PayloadFault, payloadFault } from './payload-fault.ts';
import { type Features, supports, versionInWords } from './server-features.ts';

type Body = Readonly<Record<string, unknown>>;

/** The payload of a request, as it was typed. */
export type RequestBody =
	| {
			readonly ok: true;
			/** Keys as the server spells them; absent if there is no JSON object. */
			readonly body?: Body;
			/** Notes about the payload, in sentences. */
			readonly notes: readonly string[];
	  }
	/** Sentences; with the line and the column where they are known. */
	| {
			readonly ok: false;
			readonly message: string;
			/** Keys that no request has: some server may still know them. */
			readonly unknownKeys?: true;
	  }
	| PayloadFault;

/**
 * Reads the payload of a request of the API before a server does: broken JSON, keys that no request or configuration has (which
 * servers from 2.12 on refuse and older ones drop), values of another type. Servers take keys in any letter case; they are
 * written as usual here.
 */
export function readRequestBody(endpoint: Endpoint, text: string, features: Pick<Features, 'version'>): RequestBody {
	const { request, subject } = endpoint;
	if (text === '') return request.body === 'required' ? no(`${subject} needs a payload`) : { ok: true, notes: [] };
	if (request.body === 'empty-only') return no(`${subject} takes no payload: the server refuses any (err_code 10038)`);
	const isJson = /^\s*[{[]/.test(text);
	if (request.body === 'none' || (request.body === 'optional' && !isJson)) return { ok: true, notes: [] };
	const parsed = parseJson(text);
	if (!parsed.ok) return payloadFault(parsed, parsed.message);
	if (!isRecord(parsed.value)) return no('The payload must be a JSON object: it begins with {');
	const twice = contradiction(text);
	if (twice !== undefined)
		return payloadFault(twice, `${twice.key} has two values, and servers differ in which one they use`);
	const spelled = spelledAs(keysOf(endpoint), parsed.value, '');
	if (typeof spelled === 'string') return { ok: false, message: spelled };
	const [unknown, ...more] = spelled.unknown;
	if (unknown !== undefined)
		return { ok: false, message: unknownSentence(endpoint, [unknown, ...more]), unknownKeys: true };
	const [wrong] = [
		...wrongTypes(request.fields, spelled.body),
		...configsIn(endpoint, spelled.body).flatMap(([fields, config]) => wrongTypes(fields, config)),
	];
	if (wrong !== undefined) return { ok: false, message: wrong.message };
	return { ok: true, body: spelled.body, notes: tooNew(spelled.known, features) };
}

/** @param clause without its full stop */
function no(clause: string): RequestBody {
	return { ok: false, message: `${clause}.` };
}

/** A possible key of a request, with those of its object. */
interface Key {
	readonly name: string;
	readonly since: Version;
	readonly keys?: readonly Key[];
}

const keyOf = ({ name, since, fields }: Field): Key => ({ name, since, ...(fields && { keys: fields.map(keyOf) }) });
const streamKeys = streamFields.map(keyOf);
const consumerKeys = consumerFields.map(keyOf);

/** Every key of the body of a request. */
function keysOf({ request }: Endpoint): readonly Key[] {
	const own = request.fields.map(({ name, since, kind }): Key => {
		if (kind === 'stream-config') return { name, since, keys: streamKeys };
		return kind === 'consumer-config' ? { name, since, keys: consumerKeys } : { name, since };
	});
	return request.configIsBody === true ? [...own, ...streamKeys] : own;
}

/** The names of all possible keys of a request, including those of a configuration. */
function requestKeys(endpoint: Endpoint): readonly string[] {
	return keysOf(endpoint).map(({ name }) => name);
}

interface Spelled {
	readonly body: Body;
	readonly unknown: readonly string[];
	readonly known: readonly (readonly [path: string, since: Version])[];
}

/** Keys are compared as Go does when it reads JSON: without regard to letter case, which the long s and the Kelvin sign have too. */
function folded(key: string): string {
	return key.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');
}

/** A payload may have hundreds of thousands of keys. */
function spelledAs(keys: readonly Key[], body: Body, prefix: string): Spelled | string {
	const written = new Map<string, unknown>();
	const unknown: string[] = [];
	const known: (readonly [string, Version])[] = [];
	const named = new Map(keys.map((key) => [folded(key.name), key]));
	for (const [given, value] of Object.entries(body)) {
		const key = named.get(folded(given));
		const name = key?.name ?? given;
		if (written.has(name)) return `The payload has ${prefix}${name} twice, also as ${given}.`;
		if (key === undefined) unknown.push(`${prefix}${given}`);
		else known.push([`${prefix}${name}`, key.since]);
		const inner =
			key?.keys === undefined ? { value, unknown: [], known: [] } : inside(key.keys, value, `${prefix}${name}.`);
		if (typeof inner === 'string') return inner;
		for (const each of inner.unknown) unknown.push(each);
		for (const each of inner.known) known.push(each);
		written.set(name, inner.value);
	}
	return { body: Object.fromEntries(written), unknown, known };
}

type Inside = Omit<Spelled, 'body'> & { readonly value: unknown };

function inside(keys: readonly Key[], value: unknown, prefix: string): Inside | string {
	if (Array.isArray(value)) {
		const parts = value.map((entry, at) => inside(keys, entry, `${prefix}${at}.`));
		const fault = parts.find((part) => typeof part === 'string');
		if (fault !== undefined) return fault;
		const whole = parts as readonly Inside[];
		return {
			value: whole.map((part) => part.value),
			unknown: whole.flatMap((part) => part.unknown),
			known: whole.flatMap((part) => part.known),
		};
	}
	if (!isRecord(value)) return { value, unknown: [], known: [] };
	const spelled = spelledAs(keys, value, prefix);
	return typeof spelled === 'string' ? spelled : { ...spelled, value: spelled.body };
}

/** The configurations in a body, with their fields. */
function configsIn({ request }: Endpoint, body: Body): readonly (readonly [readonly Field[], Body])[] {
	const whole = request.configIsBody === true ? [[streamFields, body] as const] : [];
	const parts = request.fields.flatMap(({ name, kind }) => {
		const value = body[name];
		if (!isRecord(value)) return [];
		if (kind === 'stream-config') return [[streamFields, value] as const];
		return kind === 'consumer-config' ? [[consumerFields, value] as const] : [];
	});
	return [...whole, ...parts];
}

/** Unknown keys that a sentence names, and letters of each. */
const mostNamed = 5;
const mostLetters = 80;

function unknownSentence(endpoint: Endpoint, [first, ...more]: readonly [string, ...string[]]): string {
	const named = [first, ...more].slice(0, mostNamed).map((name) => JSON.stringify(name.slice(0, mostLetters)));
	const rest = 1 + more.length - named.length;
	const names = `${named.join(', ')}${rest === 0 ? '' : ` and ${plural(rest, 'other')}`}`;
	const near = nearest(first, requestKeys(endpoint));
	const meant = near === undefined ? '' : ` Did you mean ${near}?`;
	const are = more.length === 0 ? 'is not a field' : 'are not fields';
	return `${names} ${are} of ${endpoint.subject}: servers from 2.12 on refuse it, older ones ignore it.${meant}`;
}

/** A known name that is at most two typing errors away. */
function nearest(given: string, names: readonly string[]): string | undefined {
	const last = given.split('.').at(-1) ?? '';
	return names.find((name) => distance(last, name, 2) <= 2);
}

function tooNew(known: Spelled['known'], features: Pick<Features, 'version'>): string[] {
	if (features.version === undefined) return [];
	return known
		.filter(([, since]) => !supports(features, since))
		.map(([path, since]) => `${path} needs nats-server ${since}; this one is ${versionInWords(features)}.`);
}
