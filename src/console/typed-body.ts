import { asRecord } from '../format/is.ts';
import { configuredBy, type EndpointMatch } from '../jetstream/endpoints.ts';
import { readRequestBody } from '../jetstream/request-body.ts';
import type { Features } from '../jetstream/server-features.ts';

/** The payload of a current request. */
export type TypedBody =
	| {
			/** Keys as the server spells them; absent where there is no JSON object. */
			readonly body?: Readonly<Record<string, unknown>>;
			readonly notes: readonly string[];
	  }
	| Refusal;

/** Why nothing is sent. */
export interface Refusal {
	/** Sentences. */
	readonly refusal: string;
	/** --raw overrides it. */
	readonly mayPass?: true;
	/** The sentence names the place in the payload. */
	readonly isPlaced?: true;
}

/** The refusal of another room. */
export function refusalOf(read: { readonly message: string; readonly isPlaced?: true }): Refusal {
	return { refusal: read.message, ...(read.isPlaced && { isPlaced: true }) };
}

/** Parses a payload before any server does, and compares its names with those of the subject. */
export function typedBody(match: EndpointMatch, payload: string, features: Features): TypedBody {
	const read = readRequestBody(match.endpoint, payload, features);
	if (!read.ok) {
		const mayPass = 'unknownKeys' in read && read.unknownKeys === true;
		return { ...refusalOf(read), ...(mayPass && { mayPass }) };
	}
	const { body = batchOf(match, payload), notes } = read;
	const mismatch = body && otherName(match, body);
	if (mismatch !== undefined) return { refusal: mismatch };
	return { notes, ...(body !== undefined && { body }) };
}

/** A pull accepts a bare number as its batch. */
function batchOf({ endpoint }: EndpointMatch, payload: string): Readonly<Record<string, unknown>> | undefined {
	return endpoint.id === 'consumer.next' && /^\d{1,9}$/.test(payload.trim()) ? { batch: Number(payload) } : undefined;
}

/** Servers refuse a request whose payload names another stream or consumer than its subject. */
export function otherName(
	{ endpoint, params }: EndpointMatch,
	body: Readonly<Record<string, unknown>>,
): string | undefined {
	const config = asRecord(body.config);
	const configures = configuredBy(endpoint);
	const pairs: readonly (readonly [key: string, said: unknown, wanted: string | undefined, needed: boolean])[] =
		configures === 'stream'
			? [['name', body.name, params.stream, true]]
			: configures === 'consumer'
				? [
						['stream_name', body.stream_name, params.stream, true],
						['config.name', config.name, params.consumer, false],
						['config.durable_name', config.durable_name, params.consumer, endpoint.id === 'consumer.create.durable'],
					]
				: [];
	const wrong = pairs.find(
		([, said, wanted, needed]) =>
			wanted !== undefined && (said === undefined || said === '' ? needed : said !== wanted),
	);
	if (wrong === undefined) return undefined;
	const [key, said, wanted] = wrong;
	const is = said === undefined || said === '' ? 'is missing' : `is ${JSON.stringify(said)}`;
	return `${key} ${is}, but the subject names ${wanted}: servers refuse the difference.`;
}
