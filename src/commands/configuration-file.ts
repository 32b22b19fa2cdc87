import { stringifyJson } from '../format/json.ts';
import { configurationOf } from '../jetstream/configuration-of.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';

/** A configuration as a file that can be sent back as it is, and the name it is offered under. */
export interface ConfigurationFile {
	readonly name: string;
	/** JSON, indented by two spaces, with a newline at the end. */
	readonly text: string;
}

/** The bare configuration: the body of `STREAM.CREATE` and `STREAM.UPDATE`. */
export function streamFile(info: StreamInfo): ConfigurationFile {
	return { name: `${info.config.name}.json`, text: `${stringifyJson(configurationOf(info), 2)}\n` };
}

/** The stream's name and the configuration: the body of `CONSUMER.CREATE`. */
export function consumerFile(info: ConsumerInfo): ConfigurationFile {
	const body = { stream_name: info.stream_name, config: configurationOf(info) };
	return { name: `${info.stream_name}_${info.name}.json`, text: `${stringifyJson(body, 2)}\n` };
}
