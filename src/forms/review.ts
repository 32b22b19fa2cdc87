import { type NatsCall, natsCommand } from '../changes/nats-command.ts';
import { stringifyJson } from '../format/json.ts';
import type { Config } from '../jetstream/fields/config.ts';
import { natsMessageLine } from '../jetstream/nats-cli/nats-line.ts';
import { consumerBody, streamBody } from '../jetstream/preview/create-bodies.ts';
import { toPreview } from '../jetstream/preview/to-preview.ts';
import { consumerRequest, streamRequest } from '../jetstream/request-config.ts';
import { type Features, supports, versionInWords } from '../jetstream/server-features.ts';
import { terraformConsumer, terraformStream } from '../jetstream/terraform.ts';
import type { ConsumerConfig, StreamConfig } from '../jetstream/wire.ts';
import { consumerSituation } from '../store/situation.ts';
import type { DeckState } from '../store/state.ts';
import { writtenConfig } from './config.ts';
import type { Form, ReviewText } from './form.ts';

/** One of the texts of the review, in full. */
export function reviewText(form: Form, state: DeckState): string {
	const { config } = writtenConfig(form);
	switch (form.review) {
		case 'JSON':
			return `${stringifyJson(reviewedConfig(form, state), 2)}\n`;
		case 'nats CLI':
			return `${lineOf(callOf(form, config), state)}\n`;
		case 'Terraform':
			return terraformText(form, config, state);
		default:
			return form.review satisfies never;
	}
}

function terraformText(form: Form, config: Readonly<Record<string, unknown>>, state: DeckState): string {
	if (form.asset === 'stream') return terraformStream(config, state.features);
	const limits = consumerSituation(form, state)?.stream.config.consumer_limits;
	return terraformConsumer(form.stream, config, state.features, limits);
}

/**
 * What is sent: the form's configuration and the fields that the request requires; for a technical preview server in its
 * spelling.
 */
export function reviewedConfig(form: Form, { features: { dialect } }: DeckState): Config {
	const { config } = writtenConfig(form);
	if (dialect === 'current')
		return form.asset === 'stream'
			? { ...streamRequest(config as unknown as StreamConfig) }
			: { ...consumerRequest(config) };
	if (form.asset === 'stream') return streamBody(config as unknown as StreamConfig, dialect);
	return consumerBody(form.stream, config as ConsumerConfig, dialect);
}

/** For a technical preview server its own request, or why it has none. */
function lineOf(call: NatsCall, { target, features }: DeckState): string {
	if (features.dialect === 'current') return natsCommand(call, target) ?? '';
	const written = toPreview(call.endpoint, call.params, call.body as Config);
	return written.ok ? natsMessageLine(target.cli, { verb: 'req', ...written }) : `# ${written.message}`;
}

function callOf(form: Form, config: Config): NatsCall {
	const before: Config | undefined = form.info?.config;
	if (form.asset === 'stream') {
		const params = { stream: String(config.name ?? '') };
		return { endpoint: before === undefined ? 'stream.create' : 'stream.update', params, body: config, before };
	}
	const { stream } = form;
	const body = { stream_name: stream, config, action: before === undefined ? 'create' : 'update' };
	const params = { stream, consumer: String(config.durable_name ?? config.name ?? '') };
	return { endpoint: 'consumer.create', params, body, before };
}

/** Why the tool of a review text does not work with the connected server. */
export function lackingTool(tool: ReviewText, features: Features): string | undefined {
	if (tool !== 'Terraform') return undefined;
	if (features.dialect === 'preview')
		return 'The Terraform provider needs a current server: it does not support the technical preview of 2020.';
	return features.version === undefined || supports(features, '2.11')
		? undefined
		: `The Terraform provider needs nats-server 2.11 or newer; this is ${versionInWords(features)}.`;
}
