import { type Integer, plural } from '../../format/integer.ts';
import { differences } from '../../jetstream/difference.ts';
import { consumerFields } from '../../jetstream/fields/consumer.ts';
import { consumerRequest } from '../../jetstream/request-config.ts';
import { type Features, supports } from '../../jetstream/server-features.ts';
import type { ConsumerConfig, ConsumerInfo } from '../../jetstream/wire.ts';
import type { Consequence, Plan } from '../proposal.ts';
import type { RequestWire } from '../wire.ts';
import { consumerStep } from './steps.ts';
import { managed, plain, warn } from './wording.ts';

interface Options {
	readonly features: Pick<Features, 'version'>;
	/** Messages of the stream that its filters match now. */
	readonly matching?: Integer;
	/** Where a refusal returns to. */
	readonly form?: string;
}

/**
 * Creates a consumer. It must have a name, even an ephemeral one: jetdeck could not find a name that the server makes up. Servers
 * before 2.9 always make one up.
 */
export function planConsumerCreate(
	stream: string,
	config: ConsumerConfig,
	{ features, matching, form }: Options,
): Plan {
	const consumer = config.name ?? config.durable_name;
	if (consumer === undefined || consumer === '')
		return supports(features, '2.9') ? { refusal: 'The consumer needs a name.' } : planNameless(stream, config, form);
	return {
		title: `Create consumer ${consumer} of stream ${stream}`,
		doing: 'creating',
		done: `Consumer ${consumer} is created.`,
		effect: 'change',
		lossless: true,
		consequences: [...starts(config, matching), ...lasts(config)],
		steps: [
			{
				asset: { kind: 'consumer', stream, consumer },
				wire: createWire(stream, consumer, config, supports(features, '2.10') ? 'create' : undefined),
				expects: { absent: true },
			},
		],
		...(form !== undefined && { form }),
	};
}

/** An ephemeral consumer whose name the server chooses. */
function planNameless(stream: string, config: ConsumerConfig, form: string | undefined): Plan {
	return {
		title: `Create an ephemeral consumer of stream ${stream}`,
		doing: 'creating',
		done: `An ephemeral consumer of stream ${stream} is created.`,
		effect: 'change',
		lossless: true,
		consequences: [
			...starts(config),
			warn(
				`The server accepts it only while somebody listens on ${config.deliver_subject ?? 'its subject'}, chooses its name, and deletes it 5 s after the last listener leaves.`,
			),
		],
		steps: [
			{
				asset: { kind: 'stream', stream },
				wire: {
					kind: 'request',
					endpoint: 'consumer.create.ephemeral',
					params: { stream },
					body: { stream_name: stream, config: consumerRequest(config) },
				},
			},
		],
		...(form !== undefined && { form }),
	};
}

/**
 * Changes of these fields may drop undelivered messages: the consumer skips them, its stream removes them, or the server removes
 * the consumer.
 */
const givesUp: ReadonlySet<string> = new Set([
	'filter_subject',
	'filter_subjects',
	'max_deliver',
	'ack_policy',
	'inactive_threshold',
]);

/** Replaces the configuration of a consumer. */
export function planConsumerUpdate(info: ConsumerInfo, after: ConsumerConfig, { features, form }: Options): Plan {
	const difference = differences(consumerFields, info.config, after);
	if (difference.length === 0)
		return {
			refusal: `Consumer ${info.name} already has this configuration: there is nothing to change.`,
			unchanged: true,
		};
	const step = consumerStep(info, 'consumer.create');
	return {
		title: `Edit consumer ${info.name} of stream ${info.stream_name}`,
		doing: 'updating',
		done: `Consumer ${info.name} is changed.`,
		effect: 'change',
		lossless: difference.every(({ path }) => !givesUp.has(path)),
		consequences: managed(info.config),
		difference,
		steps: [
			{
				...step,
				wire: createWire(info.stream_name, info.name, after, supports(features, '2.10') ? 'update' : undefined),
				expects: { ...step.expects, config: info.config },
			},
		],
		...(form !== undefined && { form }),
	};
}

/**
 * One filter goes into the subject, so that permissions can restrict it; several cannot (err_code 10137). nats-server 2.9
 * does not know `action`.
 */
function createWire(stream: string, consumer: string, config: ConsumerConfig, action: string | undefined): RequestWire {
	const body = { stream_name: stream, config: consumerRequest(config), ...(action !== undefined && { action }) };
	const filter = config.filter_subject;
	return filter === undefined || filter === ''
		? { kind: 'request', endpoint: 'consumer.create', params: { stream, consumer }, body }
		: { kind: 'request', endpoint: 'consumer.create.filtered', params: { stream, consumer, filter }, body };
}

function starts(
	{ deliver_policy: policy = 'all', deliver_subject: push }: ConsumerConfig,
	matching?: Integer,
): readonly Consequence[] {
	const count = matching === undefined ? 'the messages' : plural(matching, 'message');
	const first =
		policy === 'new'
			? 'It starts with new messages.'
			: `It starts with ${policy === 'all' ? `${count} in the stream` : 'the messages that its deliver policy selects'}.`;
	return push === undefined || push === ''
		? [plain(first)]
		: [plain(first), warn(`It delivers to ${push} as soon as somebody listens there.`)];
}

/** The server deletes an unused ephemeral consumer, which the dialog shows beforehand. */
function lasts({ durable_name: durable, inactive_threshold: threshold }: ConsumerConfig): readonly Consequence[] {
	return durable !== undefined || threshold !== undefined
		? []
		: [warn('It is ephemeral: the server deletes it 5 s after its last use.')];
}
