import { count } from '../../format/integer.ts';
import { differences } from '../../jetstream/difference.ts';
import type { Field } from '../../jetstream/fields/field.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import { inWords } from '../../jetstream/fields/words.ts';
import type { LoweredLoss } from '../../jetstream/loss/count-lowered.ts';
import { lossInWords } from '../../jetstream/loss/loss.ts';
import { isLostAt, lostFrom } from '../../jetstream/lost-sequences.ts';
import { streamRequest } from '../../jetstream/request-config.ts';
import { effectiveSubjects } from '../../jetstream/rules/stream/stream-case.ts';
import type { ConsumerConfig, StreamConfig, StreamInfo } from '../../jetstream/wire.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { streamStep } from './steps.ts';
import { givesUp, starves } from './stream-subjects.ts';
import { bad, listOfNames, managed, plain, warn } from './wording.ts';

/** Creates a stream. `form`: where a refusal returns to. */
export function planStreamCreate(config: StreamConfig, form?: string): Plan {
	const { name } = config;
	return {
		title: `Create stream ${name}`,
		doing: 'creating',
		done: `Stream ${name} is created.`,
		effect: 'change',
		lossless: true,
		consequences: [...loses(config), ...takes(config), ...keeps(config)],
		steps: [
			{
				asset: { kind: 'stream', stream: name },
				wire: { kind: 'request', endpoint: 'stream.create', params: { stream: name }, body: streamRequest(config) },
				expects: { absent: true },
			},
		],
		...(form !== undefined && { form }),
	};
}

function loses(config: StreamConfig): readonly Consequence[] {
	if (!isLostAt(config, config.first_seq)) return [];
	return [
		bad(`Servers lose messages of a file stream from sequence ${count(lostFrom)} on: choose a lower first sequence.`),
	];
}

function takes(config: StreamConfig): readonly Consequence[] {
	const { mirror, sources } = config;
	if (mirror !== undefined) return [plain(`It is a mirror of stream ${mirror.name}.`)];
	const from = sources?.length
		? [plain(`It copies the messages of ${listOfNames(sources.map((source) => source.name))}.`)]
		: [];
	const subjects = effectiveSubjects(config);
	if (subjects.length === 0) return from;
	return [plain(`It will store messages published to ${listOfNames(subjects)}.`), ...from];
}

const limits = ['max_age', 'max_bytes', 'max_msgs', 'max_msgs_per_subject'] as const;

/** A stream without a limit fills the disk some day, which people notice too late. */
function keeps(config: StreamConfig): readonly Consequence[] {
	if (config.retention === 'workqueue' || config.retention === 'interest') return [];
	const set = limits.flatMap((limit) => {
		const field = streamFields.find(({ name }) => name === limit);
		const value = config[limit];
		if (field === undefined || value === undefined || Number(value) <= 0) return [];
		return [`${field.label.toLowerCase()} ${inWords(field, value)}`];
	});
	return set.length === 0
		? [warn('It has no limit: it grows until the account or the disk is full.')]
		: [plain(`Its limits are ${listOfNames(set)}.`)];
}

interface UpdateOptions {
	/** What lowered limits remove at once. */
	readonly removed?: readonly LoweredLoss[];
	/** A bug of the technical preview: an empty stream cannot read what it stores after the edit. */
	readonly unreadable?: boolean;
	/** Consumers of the stream, as far as they are known. */
	readonly consumers?: readonly ConsumerConfig[];
	/** Fields to compare, if the server does not have all. */
	readonly fields?: readonly Field[];
	/** Where a refusal returns to. */
	readonly form?: string;
}

const unreadableAfter = bad(
	'After this edit a preview server cannot read new messages of an empty file stream with max_age until it is restarted.',
);

/** Replaces the configuration of a stream; refuses if nothing differs. */
export function planStreamUpdate(
	info: StreamInfo,
	after: StreamConfig,
	{ removed, unreadable = false, consumers = [], fields = streamFields, form }: UpdateOptions = {},
): Plan {
	const { config } = info;
	const difference = differences(fields, config, after);
	if (difference.length === 0)
		return {
			refusal: `Stream ${config.name} already has this configuration: there is nothing to change.`,
			unchanged: true,
		};
	const step = streamStep(info, 'stream.update', streamRequest(after));
	const lost = removed?.filter(({ messages }) => messages > 0) ?? [];
	const later = removedLater(config, after, lost, fields);
	const subjects = givesUp(config, after);
	// Another retention: whether messages stay then depends on the consumers.
	const isKept =
		removed !== undefined &&
		lost.length === 0 &&
		later.length === 0 &&
		subjects.every(({ tone }) => tone === 'plain') &&
		difference.every(({ path }) => path !== 'retention');
	return {
		title: `Edit stream ${config.name}`,
		doing: 'updating',
		done: `Stream ${config.name} is changed.`,
		effect: lost.length > 0 ? 'destroy' : 'change',
		...(lost.length > 0 && { typed: config.name }),
		lossless: isKept,
		consequences: [
			...lost.map((loss) => removedSentence(loss, fields)),
			...later,
			...subjects,
			...starves(consumers, config, after),
			...(unreadable ? [unreadableAfter] : []),
			...onceForEver(config, after),
			...managed(config),
		],
		...(lost.length > 0 && { lost }),
		difference,
		steps: [{ ...step, expects: { ...step.expects, config } }],
		...(form !== undefined && { form }),
	};
}

function removedSentence(loss: LoweredLoss, fields: readonly Field[]): Consequence {
	const label = fields.find(({ name }) => name === loss.field)?.label ?? loss.field;
	return bad(`${label} will remove ${lossInWords(loss)} at once.`);
}

/** Limits that remove nothing at once, but will remove existing messages later. */
function removedLater(
	before: StreamConfig,
	after: StreamConfig,
	lost: readonly LoweredLoss[],
	fields: readonly Field[],
): readonly Consequence[] {
	const lowered = limits.flatMap((limit) => {
		const [was, is] = [Number(before[limit] ?? 0), Number(after[limit] ?? 0)];
		const field = fields.find(({ name }) => name === limit);
		const isLower = is > 0 && (was <= 0 || is < was);
		if (!isLower || field === undefined || !removes(limit, after) || lost.some((loss) => loss.field === limit))
			return [];
		return [`${field.label.toLowerCase()} ${inWords(field, is)}`];
	});
	const makesRoom = before.discard === 'new' && after.discard !== 'new';
	return [
		...(lowered.length === 0 ? [] : [warn(`From now on ${listOfNames(lowered)} will remove the oldest messages.`)]),
		...(makesRoom ? [warn('At a limit the server will remove the oldest messages, where it refused new ones.')] : []),
	];
}

/** With discard new a limit refuses new messages; max_age still removes old ones. */
function removes(limit: (typeof limits)[number], { discard, discard_new_per_subject }: StreamConfig): boolean {
	if (limit === 'max_age' || discard !== 'new') return true;
	return limit === 'max_msgs_per_subject' && discard_new_per_subject !== true;
}

/** Flags that can be turned on but never off again. */
function onceForEver(before: StreamConfig, after: StreamConfig): readonly Consequence[] {
	return streamFields
		.filter(({ update, name }) => update === 'enable-only' && after[name] === true && before[name] !== true)
		.map(({ label }) => bad(`${label} cannot be turned off again.`));
}
