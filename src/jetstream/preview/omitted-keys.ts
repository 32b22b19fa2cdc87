import { asRecord } from '../../format/is.ts';
import { configuredBy, type EndpointId, endpointById } from '../endpoints.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { streamFields } from '../fields/stream.ts';

type Body = Readonly<Record<string, unknown>>;

/** What a preview server does without the keys that it lacks, by endpoint, as the end of a sentence. */
const instead: Readonly<Partial<Record<EndpointId, string>>> = {
	'consumer.next': 'the technical preview waits until there are messages',
	'stream.names': 'the technical preview returns all names at once',
	'consumer.names': 'the technical preview returns all names at once',
};

/** Keys of a current request that the preview request still carries. */
const carried: Readonly<Partial<Record<EndpointId, readonly string[]>>> = {
	'consumer.next': ['batch'],
};

const came = (fields: readonly Field[]): ReadonlySet<string> =>
	new Set(fields.filter(({ since }) => since !== '2.2').map(({ name }) => name));
const later = { stream: came(streamFields), consumer: came(consumerFields) };

/**
 * The keys of a current request that the preview request lacks, as a sentence; undefined if it lacks none. to-preview.ts decides
 * whether the request may be sent without them.
 */
export function omittedKeys(id: EndpointId, body: Body): string | undefined {
	const keys = instead[id] === undefined ? laterKeys(id, body) : without(body, carried[id] ?? []);
	if (keys.length === 0) return undefined;
	const [are, ask] = keys.length === 1 ? ['is', 'it asks'] : ['are', 'they ask'];
	const why = instead[id] ?? `${ask} for what the technical preview does anyway`;
	return `${keys.join(', ')} ${are} left out: ${why}.`;
}

/** A zero means nothing. */
function without(body: Body, names: readonly string[]): readonly string[] {
	return Object.entries(body).flatMap(([key, value]) =>
		names.includes(key) || value === 0 || value === false || value === '' || value === null ? [] : [key],
	);
}

function laterKeys(id: EndpointId, body: Body): readonly string[] {
	const kind = configuredBy(endpointById(id));
	if (kind === undefined) return [];
	const config = kind === 'stream' ? body : asRecord(body.config);
	return Object.keys(config).filter((key) => later[kind].has(key));
}
