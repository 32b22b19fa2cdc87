import { stringifyJson } from '../../format/json.ts';
import { shellLine } from '../../format/shell.ts';
import { inOrder } from '../config-folder/order.ts';
import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { streamFields } from '../fields/stream.ts';
import { configFlags } from '../nats-cli/config-flags.ts';
import { natsLine, natsMessageLine } from '../nats-cli/nats-line.ts';
import { consumerRequest, streamRequest } from '../request-config.ts';
import type { ConsumerConfig, StreamConfig } from '../wire.ts';
import { consumerName, type ExportedFile, type ExportedStream } from './asset.ts';

/** Wherever the person who runs it is connected to. */
const anywhere = { variables: [], connection: [], api: [] };

/** A script of lines of the nats CLI that makes the streams and consumers on a server without them. */
export function scriptFile(streams: readonly ExportedStream[]): ExportedFile {
	const ordered = inOrder(
		streams.map((each) => ({ ...each, stream: each.config.name, after: each.config, before: undefined })),
	);
	const steps = [
		...ordered.flatMap(({ config }) => streamSteps(config)),
		...ordered.flatMap(({ config, consumers }) => consumers.map((each) => consumerStep(config.name, each))),
	];
	const text = [...head, ...(steps.some((step) => step.startsWith(check)) ? [checking] : []), ...steps].join('\n');
	return { name: 'jetstream.sh', text: `${text}\n`, unsaid: [], isProgram: true };
}

const head = [
	'#!/bin/sh',
	'# Makes streams and consumers on a server that does not have them yet, with the nats CLI.',
	'# It goes to the selected context: run it with NATS_CONTEXT or NATS_URL set for another one.',
	'set -eu',
	'',
];

const check = 'checked ';

/** The nats CLI takes an error in a reply for success. */
const checking = `checked() {
  case "$1" in
    '' | *'"error":{'*) echo "$1" >&2; exit 1 ;;
  esac
}
`;

/** Servers seal existing streams but create no sealed ones. */
function streamSteps({ sealed, ...config }: StreamConfig): readonly string[] {
	const { name } = config;
	const made = step(streamFields, config, {
		command: ['stream', 'add'],
		names: [name],
		words: ['--defaults'],
		file: streamRequest(config),
		subject: `$JS.API.STREAM.CREATE.${name}`,
		body: config,
	});
	const seal = { command: ['stream', 'seal'], names: [name], flags: ['--force'], callsApi: true };
	return sealed === true ? [made, natsLine(anywhere, seal)] : [made];
}

function consumerStep(stream: string, config: ConsumerConfig): string {
	const name = consumerName(config);
	return step(consumerFields, config, {
		command: ['consumer', 'add'],
		names: [stream, name],
		words: ['--defaults'],
		file: consumerRequest(config),
		subject: `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${name}`,
		body: { stream_name: stream, config },
	});
}

interface Creation {
	readonly command: readonly string[];
	readonly names: readonly string[];
	readonly words: readonly string[];
	/** What the nats CLI reads from a file. */
	readonly file: object;
	readonly subject: string;
	readonly body: object;
}

/** By flags; what has none by a file, which the script brings along; what that loses by the request itself. */
function step(
	fields: readonly Field[],
	config: Config,
	{ command, names, words, file, subject, body }: Creation,
): string {
	const flags = configFlags(fields, config);
	const isTaken = names.every((name) => !/[/\\]/.test(name));
	if (flags.ok && isTaken)
		return natsLine(anywhere, { command, names, flags: [...words, ...flags.words], callsApi: true });
	if (!flags.ok && flags.inFile && isTaken) {
		const line = natsLine(anywhere, { command, names, flags: ['--config=/dev/stdin'], callsApi: true });
		return `${shellLine(['printf', '%s', stringifyJson(file)])} | ${line}`;
	}
	const request = natsMessageLine(anywhere, { verb: 'req', subject, payload: stringifyJson(body), flags: ['--raw'] });
	return `${check}"$(${request})"`;
}
