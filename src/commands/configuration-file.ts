import { stringifyJson } from '../format/json.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';

/** A configuration as a file that can be sent back as it is, and the name it is offered under. */
export interface ConfigurationFile {
	readonly name: string;
	/** JSON, indented by two spaces, with a newline at the end. */
	readonly text: string;
}

/** The bare configuration: the body of `STREAM.CREATE` and `STREAM.UPDATE`. */
export function streamFile(info: StreamInfo): ConfigurationFile {
	return { name: `${info.config.name}.json`, text: `${stringifyJson(withoutServerMarks(info.config), 2)}\n` };
}

/** The stream's name and the configuration: the body of `CONSUMER.CREATE`. */
export function consumerFile(info: ConsumerInfo): ConfigurationFile {
	const body = { stream_name: info.stream_name, config: withoutServerMarks(info.config) };
	return { name: `${info.stream_name}_${info.name}.json`, text: `${stringifyJson(body, 2)}\n` };
}

/** `_nats.*` metadata is written by the answering server (2.11 and later) and would make equal files differ. */
function withoutServerMarks<T extends { readonly metadata?: Readonly<Record<string, string>> }>(config: T): T {
	if (config.metadata === undefined) return config;
	const own = Object.entries(config.metadata).filter(([key]) => !key.startsWith('_nats.'));
	const { metadata: _, ...rest } = config;
	return own.length === 0 ? (rest as T) : { ...config, metadata: Object.fromEntries(own) };
}
