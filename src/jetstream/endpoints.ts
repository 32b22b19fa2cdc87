import { distance } from '../format/distance.ts';
import { consumerEndpoints } from './endpoints/consumers.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { messageEndpoints } from './endpoints/messages.ts';
import { operatorEndpoints } from './endpoints/operator.ts';
import { streamEndpoints } from './endpoints/streams.ts';

const rows = [...operatorEndpoints, ...streamEndpoints, ...messageEndpoints, ...consumerEndpoints] as const;

type Row = (typeof rows)[number];

/** Every request subject of the JetStream API that nats-server 2.9 and later know. */
export const endpoints: readonly (Endpoint & { readonly id: EndpointId })[] = rows;

export type EndpointId = Row['id'];

/** The requests that change something. */
export type ChangingEndpointId = Exclude<Row, { effect: 'read' }>['id'];

type TokenNames<Subject extends string> = Subject extends `${string}{${infer Name}}${infer Rest}`
	? (Name extends `${infer Tail}>` ? Tail : Name) | TokenNames<Rest>
	: never;

/** The values a subject is built from: `{stream: string}` for `stream.info`. */
export type ParamsOf<Id extends EndpointId> = Readonly<Record<TokenNames<Extract<Row, { id: Id }>['subject']>, string>>;

/** One `{…}` of a subject; `tail` takes the remaining tokens. */
export interface SubjectParam {
	readonly name: 'account' | 'consumer' | 'filter' | 'stream' | 'subject' | 'template';
	readonly tail: boolean;
}

const byId = new Map<EndpointId, Endpoint>(rows.map((row) => [row.id, row]));

export function endpointById(id: EndpointId): Endpoint {
	const endpoint = byId.get(id);
	if (endpoint === undefined) throw new Error(`no endpoint ${id}`);
	return endpoint;
}

/** A subject template cut into tokens: literal text, or a parameter. */
export function tokensOf(subject: string): readonly (string | SubjectParam)[] {
	return subject.split('.').map((token) => {
		const [, name, tail] = /^\{(\w+)(>?)\}$/.exec(token) ?? [];
		return name === undefined ? token : { name: name as SubjectParam['name'], tail: tail === '>' };
	});
}

/** The parameters of an endpoint in the order of its subject. */
export function paramsOf(endpoint: Endpoint): readonly SubjectParam[] {
	return tokensOf(endpoint.subject).filter((token) => typeof token !== 'string');
}

export interface EndpointMatch {
	readonly endpoint: Endpoint & { readonly id: EndpointId };
	readonly params: Readonly<Record<string, string>>;
}

const templates = endpoints.map((endpoint) => ({ endpoint, tokens: tokensOf(endpoint.subject) }));

/**
 * The endpoint a subject without its prefix belongs to, and the values of its parameters. No two rows match the same
 * subject. Literal tokens match only themselves: a wildcard stands for nothing but its own character here.
 */
export function endpointOf(subjectWithoutPrefix: string): EndpointMatch | undefined {
	const given = subjectWithoutPrefix.split('.');
	if (given.includes('')) return undefined;
	for (const { endpoint, tokens } of templates) {
		const params = match(tokens, given);
		if (params !== undefined) return { endpoint, params };
	}
	return undefined;
}

/**
 * The endpoint that a subject without its prefix almost is, in whatever letter case: it has too many names or too few, or a slip
 * of the finger in a word.
 */
export function endpointLike(subjectWithoutPrefix: string): Endpoint | undefined {
	const given = subjectWithoutPrefix.toUpperCase().split('.');
	const isLike = (token: string | SubjectParam, at: number) => typeof token !== 'string' || token === given[at];
	const same = templates.find(({ tokens }) => tokens.every(isLike));
	if (same !== undefined) return same.endpoint;
	const slips = (tokens: readonly (string | SubjectParam)[]): number =>
		tokens.reduce(
			(sum, token, at) => sum + (typeof token === 'string' ? distance(token, given[at] ?? '', mostSlips) : 0),
			Math.abs(tokens.length - given.length),
		);
	const near = templates.map(({ endpoint, tokens }) => ({ endpoint, slips: slips(tokens) }));
	const best = near.reduce((one, other) => (other.slips < one.slips ? other : one));
	return best.slips <= mostSlips ? best.endpoint : undefined;
}

const mostSlips = 2;

function match(
	tokens: readonly (string | SubjectParam)[],
	given: readonly string[],
): Readonly<Record<string, string>> | undefined {
	const last = tokens.at(-1);
	const open = typeof last === 'object' && last.tail;
	if (open ? given.length < tokens.length : given.length !== tokens.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, token] of tokens.entries()) {
		const value = given[index] ?? '';
		if (typeof token === 'string') {
			if (token !== value) return undefined;
		} else {
			params[token.name] = token.tail ? given.slice(index).join('.') : value;
		}
	}
	return params;
}
