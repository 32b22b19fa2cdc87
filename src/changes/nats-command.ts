import { stringifyJson } from '../format/json.ts';
import { wholeText } from '../format/payload.ts';
import { apiPrefix } from '../jetstream/api-prefix.ts';
import { type EndpointId, endpointById } from '../jetstream/endpoints.ts';
import type { Config } from '../jetstream/fields/config.ts';
import { keyFault } from '../jetstream/kv/key.ts';
import { natsLine, natsMessageLine } from '../jetstream/nats-cli/nats-line.ts';
import { buildSubject } from '../jetstream/subject.ts';
import type { Target } from '../nats/link.ts';
import { changeOf } from './table.ts';
import type { KvWire, TransferWire } from './wire.ts';

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

/** The nats CLI command for a transfer, or a comment that says why there is none. */
export function transferCommand({ endpoint, params, body = {} }: TransferWire, target: NatsTarget): string {
	const { nats = 'no command', transfer } = changeOf(endpoint) ?? {};
	const line = nats === 'no command' ? undefined : nats({ params, body: body as Config });
	if (line === undefined) return `# ${transfer?.noLine ?? 'The nats CLI has no command for this.'}`;
	return natsLine(target.cli, { ...line, callsApi: true });
}

/** What a line says that cannot contain the value itself. */
export const valueFromStdin = 'it reads the value from stdin';

/**
 * The nats CLI command for a write of a key; undefined where it has none that does exactly this. It refuses keys that no library
 * allows, has no headers, and looks for the keys of a mirror under other subjects.
 */
export function kvCommand({ endpoint, params, write, isMirror }: KvWire, target: NatsTarget): string | undefined {
	const { nats = 'no command' } = changeOf(endpoint) ?? {};
	if (nats === 'no command' || isMirror || write.headers?.length || keyFault(params.key) !== undefined)
		return undefined;
	const { value, revision, ttl } = write;
	const line = nats({ params: { ...params }, body: { value: wholeText(value), size: value.length, revision, ttl } });
	return line && natsLine(target.cli, { ...line, callsApi: true });
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
