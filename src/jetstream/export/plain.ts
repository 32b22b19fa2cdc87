import { isRecord } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import { stringifyYaml } from '../../format/yaml.ts';
import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { streamFields } from '../fields/stream.ts';
import type { ConsumerConfig } from '../wire.ts';
import { consumerName, type ExportedFile, type ExportedStream } from './asset.ts';
import { fileStemOf, namesOf } from './names.ts';

/** Configurations as files that `jetdeck plan` and `jetdeck apply` read, one each. */
export const jsonFiles = (streams: readonly ExportedStream[]): readonly ExportedFile[] =>
	plainFiles(streams, 'json', (value) => `${stringifyJson(value, 2)}\n`);

export const yamlFiles = (streams: readonly ExportedStream[]): readonly ExportedFile[] =>
	plainFiles(streams, 'yaml', stringifyYaml);

function plainFiles(
	streams: readonly ExportedStream[],
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
		file(names.stream(config.name), ordered(streamFields, { ...config })),
		...consumers.map((consumer) =>
			file(names.consumer(config.name, consumerName(consumer)), consumerValue(config.name, consumer)),
		),
	]);
}

function consumerValue(stream: string, { name, ...nameless }: ConsumerConfig): object {
	const isTwice = name === nameless.durable_name;
	return { stream_name: stream, config: ordered(consumerFields, isTwice ? nameless : { name, ...nameless }) };
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
