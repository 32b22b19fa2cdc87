import { isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import { stringifyYaml } from '../../format/yaml.ts';
import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { streamFields } from '../fields/stream.ts';
import { consumerBody, streamBody } from '../preview/create-bodies.ts';
import type { Features } from '../server-features.ts';
import type { ConsumerConfig, StreamConfig } from '../wire.ts';
import { consumerName, type ExportedFile, type ExportedStream } from './asset.ts';
import { fileStemOf, namesOf } from './names.ts';

/** Configurations as files that `jetdeck plan` and `jetdeck apply` read, one each. */
export const jsonFiles = (streams: readonly ExportedStream[], features: Features): readonly ExportedFile[] =>
	plainFiles(streams, features, 'json', (value) => `${stringifyJson(value, 2)}\n`);

export const yamlFiles = (streams: readonly ExportedStream[], features: Features): readonly ExportedFile[] =>
	plainFiles(streams, features, 'yaml', stringifyYaml);

function plainFiles(
	streams: readonly ExportedStream[],
	features: Features,
	extension: string,
	write: (value: unknown) => string,
): readonly ExportedFile[] {
	const names = namesOf(streams, fileStemOf);
	const file = (stem: string, value: object): ExportedFile => ({
		name: `${stem}.${extension}`,
		text: write(withoutVariables(value)),
		unsaid: [],
	});
	return streams.flatMap(({ config, consumers }) => [
		file(names.stream(config.name), streamValue(config, features)),
		...consumers.map((consumer) =>
			file(names.consumer(config.name, consumerName(consumer)), consumerValue(config.name, consumer, features)),
		),
	]);
}

/** A preview server has words of its own. */
const streamValue = (config: StreamConfig, { dialect }: Features): object =>
	dialect === 'current' ? ordered(streamFields, { ...config }) : streamBody(config, dialect);

function consumerValue(stream: string, config: ConsumerConfig, { dialect }: Features): object {
	if (dialect !== 'current') return consumerBody(stream, config, dialect);
	const { name, ...nameless } = config;
	const isTwice = name === nameless.durable_name;
	return { stream_name: stream, config: ordered(consumerFields, isTwice ? nameless : config) };
}

/** What is set, in the order of the table, whatever the order and the empty keys of a server's version. */
function ordered(fields: readonly Field[], config: Config): Config {
	const known = fields.map(({ name }) => name);
	const unknown = Object.keys(config)
		.filter((key) => !known.includes(key))
		.sort();
	return Object.fromEntries(
		[...known, ...unknown].flatMap((key) => (isSet(config[key]) ? [[key, config[key]] as const] : [])),
	);
}

/** Absent, null, zero, `false` and empty mean the same to a server. */
function isSet(value: unknown): boolean {
	if (Array.isArray(value)) return value.length > 0;
	return isRecord(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** Files take `${NAME}` for a variable. */
function withoutVariables(value: unknown): unknown {
	if (typeof value === 'string') return value.replaceAll(/\$\{[^{}]*\}/g, (found) => `$${found}`);
	if (Array.isArray(value)) return value.map(withoutVariables);
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutVariables(each)]));
}
