import { stringifyJson } from '../format/json.ts';
import { apiPrefix } from '../jetstream/api-prefix.ts';
import { type EndpointId, endpointById } from '../jetstream/endpoints.ts';
import type { Config } from '../jetstream/fields/config.ts';
import { natsLine, natsMessageLine } from '../jetstream/nats-cli/nats-line.ts';
import { buildSubject } from '../jetstream/subject.ts';
import type { Target } from '../nats/link.ts';
import { changeOf } from './table.ts';

/** Where a line goes. */
export type NatsTarget = Pick<Target, 'cli' | 'domain' | 'apiPrefix'>;

/** A request for the line. */
export interface NatsCall {
	readonly endpoint: EndpointId;
	readonly params: Readonly<Record<string, string>>;
	readonly body?: object | undefined;
	/** The configuration that an update starts from. */
	readonly before?: Config | undefined;
}

/**
 * The nats CLI command for a request. Fields without a flag go through a file, requests without a command through `nats req`,
 * which is always exact. Undefined for requests that change nothing, and for a restore, which takes several requests.
 */
export function natsCommand(call: NatsCall, target: NatsTarget): string | undefined {
	const { endpoint, params, body, before } = call;
	if (endpointById(endpoint).effect === 'read' || endpoint === 'stream.restore') return undefined;
	const { nats = 'no command' } = changeOf(endpoint) ?? {};
	const line =
		nats !== 'no command' && Object.values(params).every(isTaken)
			? nats({ params, body: (body ?? {}) as Config, before })
			: undefined;
	return line === undefined ? requestLine(call, target) : natsLine(target.cli, { ...line, callsApi: true });
}

/** Servers before 2.10 allow names that the nats CLI refuses. */
const isTaken = (name: string): boolean => !/[/\\]/.test(name);

function requestLine({ endpoint, params, body }: NatsCall, target: NatsTarget): string | undefined {
	const subject = buildSubject(apiPrefix(target), endpoint, params);
	if (!subject.ok) return undefined;
	const batch = (body as { batch?: number } | undefined)?.batch ?? 1;
	return natsMessageLine(target.cli, {
		verb: 'req',
		subject: subject.subject,
		payload: body === undefined ? '' : stringifyJson(body),
		flags: endpoint === 'consumer.next' ? [`--replies=${batch}`] : [],
	});
}
