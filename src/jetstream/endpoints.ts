import { distance } from '../format/distance.ts';
import { consumerEndpoints } from './endpoints/consumers.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { messageEndpoints } from './endpoints/messages.ts';
import { operatorEndpoints } from './endpoints/operator.ts';
import { streamEndpoints } from './endpoints/streams.ts';
import { matchTemplate, type SubjectParam, type Template, templateOf } from './subject-template.ts';

const rows = [...operatorEndpoints, ...streamEndpoints, ...messageEndpoints, ...consumerEndpoints] as const;

type Row = (typeof rows)[number];

/** Every request subject of the JetStream API that nats-server 2.9 and later know. */
export const endpoints: readonly (Endpoint & { readonly id: EndpointId })[] = rows;

export type EndpointId = Row['id'];

/** The requests that change something. */
export type ChangingEndpointId = Exclude<Row, { effect: 'read' }>['id'];

/** The requests that are answered with messages, and not with JSON. */
export type MessagesEndpointId = Extract<Row, { replyType: readonly [] }>['id'];

type TokenNames<Subject extends string> = Subject extends `${string}{${infer Name}}${infer Rest}`
	? (Name extends `${infer Tail}>` ? Tail : Name) | TokenNames<Rest>
	: never;

/** The values a subject is built from: `{stream: string}` for `stream.info`. */
export type ParamsOf<Id extends EndpointId> = Readonly<Record<TokenNames<Extract<Row, { id: Id }>['subject']>, string>>;

const byId = new Map<EndpointId, Endpoint>(rows.map((row) => [row.id, row]));

export function endpointById(id: EndpointId): Endpoint {
	const endpoint = byId.get(id);
	if (endpoint === undefined) throw new Error(`no endpoint ${id}`);
	return endpoint;
}

/** All that there is to know of a request. */
export function helpInFull({ help, more }: Endpoint): string {
	return more === undefined ? help : `${help} ${more}`;
}

/** What a request configures: its body is or contains that configuration. */
export function configuredBy({ request }: Endpoint): 'stream' | 'consumer' | undefined {
	if (request.configIsBody === true) return 'stream';
	return request.fields.some(({ kind }) => kind === 'consumer-config') ? 'consumer' : undefined;
}

export interface EndpointMatch {
	readonly endpoint: Endpoint & { readonly id: EndpointId };
	readonly params: Readonly<Record<string, string>>;
}

const templates = endpoints.map((endpoint) => ({ endpoint, template: templateOf(endpoint.subject) }));
const previewTemplates = endpoints.flatMap((endpoint) =>
	(endpoint.preview ?? []).map((subject) => ({ endpoint, template: templateOf(subject) })),
);

/** The endpoint a subject without its prefix belongs to, and the values of its parameters. No two rows match the same subject. */
export function endpointOfSubject(subjectWithoutPrefix: string): EndpointMatch | undefined {
	return matchIn(templates, subjectWithoutPrefix);
}

/** The endpoint whose counterpart in the technical preview of March 2020 has this subject. */
export function previewEndpointOf(subject: string): EndpointMatch | undefined {
	return matchIn(previewTemplates, subject);
}

function matchIn(all: typeof templates, subject: string): EndpointMatch | undefined {
	for (const { endpoint, template } of all) {
		const params = matchTemplate(template, subject);
		if (params !== undefined) return { endpoint, params };
	}
	return undefined;
}

/**
 * The endpoint that a subject without its prefix resembles, in any letter case: with a name too many or too few, or with a
 * typing error in a word.
 */
export function endpointLike(subjectWithoutPrefix: string): Endpoint | undefined {
	const given = subjectWithoutPrefix.toUpperCase().split('.');
	const isLike = (token: string | SubjectParam, at: number) => typeof token !== 'string' || token === given[at];
	const same = templates.find(({ template }) => template.every(isLike));
	if (same !== undefined) return same.endpoint;
	const slips = (template: Template): number =>
		template.reduce(
			(sum, token, at) => sum + (typeof token === 'string' ? distance(token, given[at] ?? '', mostSlips) : 0),
			Math.abs(template.length - given.length),
		);
	const near = templates.map(({ endpoint, template }) => ({ endpoint, slips: slips(template) }));
	const best = near.reduce((one, other) => (other.slips < one.slips ? other : one));
	return best.slips <= mostSlips ? best.endpoint : undefined;
}

const mostSlips = 2;
