import { isRecord } from '../format/is.ts';
import { parseJson, stringifyJson } from '../format/json.ts';
import { configurationOf } from '../jetstream/configuration-of.ts';
import type { Endpoint, RequestField, RequestFieldKind } from '../jetstream/endpoints/endpoint.ts';
import type { EndpointMatch } from '../jetstream/endpoints.ts';
import { toPreview } from '../jetstream/preview/to-preview.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';

/** The current state of what a request names. */
export interface Named {
	readonly stream?: StreamInfo;
	readonly consumer?: ConsumerInfo;
}

/** Reads the asset of a request: an update starts with the current configuration. */
export async function readNamed(api: Api, { endpoint, params }: EndpointMatch): Promise<Named> {
	const { stream, consumer } = params;
	if (stream === undefined || endpoint.request.body === 'none' || endpoint.request.body === 'empty-only') return {};
	const [found, reader] = await Promise.all([
		api.request('stream.info', { stream }),
		consumer === undefined ? undefined : api.request('consumer.info', { stream, consumer }),
	]);
	return { ...(found.ok && { stream: found.value }), ...(reader?.ok && { consumer: reader.value }) };
}

/** A payload to start with: the required fields, filled from the names in the line. Undefined if the request takes none. */
export function payloadTemplate({ endpoint, params }: EndpointMatch, named: Named, now: number): string | undefined {
	const { request } = endpoint;
	if (request.body === 'none' || request.body === 'empty-only') return undefined;
	if (request.configIsBody) return stringifyJson(streamConfig(endpoint, params.stream ?? '', named.stream));
	const required = request.fields.filter((field) => field.required);
	const fields = required.length > 0 ? required : request.fields.slice(0, 1);
	const body = Object.fromEntries(fields.map((field) => [field.name, sampleOf(field, { params, named, now })]));
	return stringifyJson(body);
}

/** The same for the technical preview; undefined if it took no payload. */
export function previewTemplate({ endpoint, params }: EndpointMatch, today: string): string | undefined {
	const parsed = parseJson(today);
	if (!parsed.ok || !isRecord(parsed.value)) return undefined;
	const body = parsed.value;
	const { config } = body;
	// All its ephemeral consumers were push consumers.
	const pushed = endpoint.id === 'consumer.create.ephemeral' && isRecord(config);
	const spoken = pushed ? { ...body, config: { ...config, deliver_subject: `out.${params.stream}` } } : body;
	const written = toPreview(endpoint.id, params, spoken);
	return written.ok && written.payload !== '' ? written.payload : undefined;
}

function streamConfig({ id }: Endpoint, name: string, info: StreamInfo | undefined): object {
	if (id === 'stream.update' && info !== undefined) return configurationOf(info);
	return {
		name,
		subjects: [`${name.toLowerCase()}.>`],
		retention: 'limits',
		storage: 'file',
		num_replicas: 1,
		max_bytes: -1,
	};
}

interface SampleContext {
	readonly params: EndpointMatch['params'];
	readonly named: Named;
	readonly now: number;
}

const values: Readonly<Record<RequestFieldKind, (around: SampleContext) => unknown>> = {
	text: () => '',
	subject: ({ named }) => named.stream?.config.subjects?.[0] ?? '>',
	subjects: ({ named }) => named.stream?.config.subjects ?? ['>'],
	texts: () => [],
	count: () => 0,
	bytes: () => 0,
	sequence: ({ named }) => named.consumer?.ack_floor.stream_seq ?? named.stream?.state.last_seq ?? 1,
	duration: () => 1_000_000_000,
	timestamp: ({ now }) => new Date(now + 3_600_000).toISOString(),
	flag: () => true,
	placement: ({ named }) => ({ preferred: named.stream?.cluster?.replicas?.[0]?.name ?? '' }),
	'stream-config': ({ params, named }) =>
		named.stream === undefined ? { name: params.stream ?? params.template ?? '' } : configurationOf(named.stream),
	'stream-state': ({ named }) => named.stream?.state ?? {},
	'consumer-config': ({ params, named }) => consumerConfig(params, named.consumer),
};

function sampleOf({ name, kind }: RequestField, around: SampleContext): unknown {
	if (name === 'stream_name') return around.params.stream ?? '';
	if (name === 'batch') return 1;
	return values[kind](around);
}

function consumerConfig({ consumer, filter }: EndpointMatch['params'], info: ConsumerInfo | undefined): object {
	if (info !== undefined) return configurationOf(info);
	return {
		...(consumer !== undefined && { durable_name: consumer }),
		ack_policy: 'explicit',
		deliver_policy: 'all',
		...(filter !== undefined && { filter_subject: filter }),
	};
}
