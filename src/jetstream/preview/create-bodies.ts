import { isRecord } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import { configurationOf } from '../configuration-of.ts';
import type { Dialect } from '../dialect.ts';
import type { Config } from '../fields/config.ts';
import type { ConsumerConfig, StreamConfig } from '../wire.ts';
import { toPreview } from './to-preview.ts';

/**
 * The body of the request that creates a stream, for the dialect of a server: a preview server would create another stream from
 * current keys.
 */
export function streamBody(config: StreamConfig, dialect: Dialect): Config {
	const today = configurationOf({ config }) as unknown as Config;
	if (dialect === 'current') return today;
	return spoken(toPreview('stream.create', { stream: config.name }, today)) ?? today;
}

/** The same for a consumer, with the name of its stream. The preview named ephemeral ones itself. */
export function consumerBody(stream: string, given: ConsumerConfig, dialect: Dialect): Config {
	const config = configurationOf({ config: given });
	const today = { stream_name: stream, config };
	if (dialect === 'current') return today;
	const { name: _, ...nameless } = config;
	const durable = config.durable_name;
	const written =
		durable === undefined || durable === ''
			? toPreview('consumer.create.ephemeral', { stream }, { stream_name: stream, config: nameless })
			: toPreview('consumer.create', { stream, consumer: durable }, today);
	return spoken(written) ?? today;
}

function spoken(written: ReturnType<typeof toPreview>): Config | undefined {
	const parsed = written.ok ? parseJson(written.payload) : undefined;
	return parsed?.ok && isRecord(parsed.value) ? parsed.value : undefined;
}
