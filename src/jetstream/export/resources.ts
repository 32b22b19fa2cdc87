import { commentLine } from '../../format/comment.ts';
import { type HclBlock, hclBlock, hclLabel, hclText } from '../../format/hcl.ts';
import { stringifyYaml } from '../../format/yaml.ts';
import { nackConsumer, nackStream, type Resource, resourceName } from '../nack.ts';
import type { Features } from '../server-features.ts';
import { consumerResource, streamResource } from '../terraform.ts';
import { consumerName, type ExportedFile, type ExportedStream } from './asset.ts';
import { fileStemOf, namesOf } from './names.ts';

/** Terraform resources of streams and consumers, each with the block that imports the existing one. */
export function terraformFiles(streams: readonly ExportedStream[], features: Features): readonly ExportedFile[] {
	const names = namesOf(streams, fileStemOf, [providerFile.name.replace('.tf', '')]);
	const labels = namesOf(streams, (...parts) => hclLabel(parts.filter((part) => part !== undefined).join('_')));
	return streams.flatMap(({ config, consumers }) => {
		const { name: stream } = config;
		const label = labels.stream(stream);
		const ofStream = streamResource({ ...config }, features, label);
		const imported = importBlock(`jetstream_stream.${label}`, `JETSTREAM_STREAM_${stream}`);
		return [
			terraformFile(names.stream(stream), ofStream, imported),
			...consumers.map((each) => {
				const consumer = consumerName(each);
				const own = labels.consumer(stream, consumer);
				const block = consumerResource(each, features, { stream: label, consumer: own }, config.consumer_limits);
				return consumerFile(names.consumer(stream, consumer), block, own, stream, consumer);
			}),
		];
	});
}

/** The provider takes the id of a consumer apart at the first `_CONSUMER_`, so it would create the consumer again with every apply. */
function consumerFile(stem: string, block: HclBlock, label: string, stream: string, consumer: string): ExportedFile {
	if (`${stream}_CONSUMER_`.indexOf('_CONSUMER_') < stream.length) {
		const comment = 'The provider cannot manage this consumer: the name of its stream has _CONSUMER_ in it.';
		return { name: `${stem}.tf`, text: `${commentLine(comment)}\n`, unsaid: [comment] };
	}
	const id = `JETSTREAM_STREAM_${stream}_CONSUMER_${consumer}`;
	return terraformFile(stem, block, importBlock(`jetstream_consumer.${label}`, id));
}

const importBlock = (to: string, id: string): HclBlock => ({
	head: 'import',
	attributes: [
		{ name: 'to', value: to },
		{ name: 'id', value: hclText(id) },
	],
});

function terraformFile(stem: string, ...blocks: readonly HclBlock[]): ExportedFile {
	const text = `${blocks.map(hclBlock).join('\n\n')}\n`;
	return { name: `${stem}.tf`, text, unsaid: blocks.flatMap(commentsIn) };
}

const commentsIn = ({ comments = [], blocks = [] }: HclBlock): readonly string[] => [
	...comments,
	...blocks.flatMap(commentsIn),
];

/** Without it Terraform looks for another provider. */
export const providerFile: ExportedFile = {
	name: 'terraform.tf',
	text: `terraform {
  required_providers {
    jetstream = {
      source  = "nats-io/jetstream"
      version = ">= 0.4.0"
    }
  }
}
`,
	unsaid: [],
};

/** The resources of streams and consumers for the controllers of Kubernetes. */
export function nackFiles(streams: readonly ExportedStream[], features: Features): readonly ExportedFile[] {
	const stems = namesOf(streams, fileStemOf);
	const names = namesOf(streams, (...parts) => resourceName(parts.filter((part) => part !== undefined).join('-')));
	return streams.flatMap(({ config, consumers }) => {
		const { name: stream } = config;
		return [
			nackFile(stems.stream(stream), nackStream({ ...config }, features, names.stream(stream))),
			...consumers.map((each) => {
				const consumer = consumerName(each);
				const resource = nackConsumer(stream, each, features, names.consumer(stream, consumer));
				return nackFile(stems.consumer(stream, consumer), resource);
			}),
		];
	});
}

function nackFile(stem: string, { value, comments }: Resource): ExportedFile {
	const head = comments.map((comment) => `${commentLine(comment)}\n`).join('');
	return { name: `${stem}.yaml`, text: `${head}${stringifyYaml(value)}`, unsaid: comments };
}
