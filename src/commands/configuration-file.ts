import { stringifyJson } from '../format/json.ts';
import type { Dialect } from '../jetstream/dialect.ts';
import { consumerBody, streamBody } from '../jetstream/preview/create-bodies.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';

/** A configuration as a file that can be sent back as it is, and the name it is offered under. */
export interface ConfigurationFile {
	readonly name: string;
	/** JSON, indented by two spaces, with a newline at the end. */
	readonly text: string;
}

/** The bare configuration: the body of `STREAM.CREATE` and `STREAM.UPDATE`. `dialect`: that of the server it came from. */
export function streamFile({ config }: StreamInfo, dialect: Dialect): ConfigurationFile {
	return { name: `${config.name}.json`, text: `${stringifyJson(streamBody(config, dialect), 2)}\n` };
}

/** The stream's name and the configuration: the body of `CONSUMER.CREATE`. */
export function consumerFile({ stream_name, name, config }: ConsumerInfo, dialect: Dialect): ConfigurationFile {
	const body = consumerBody(stream_name, config, dialect);
	return { name: `${stream_name}_${name}.json`, text: `${stringifyJson(body, 2)}\n` };
}
