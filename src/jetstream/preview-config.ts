import { isNever } from '../format/duration.ts';
import type { Config } from './fields/config.ts';
import { type TypedField, type WrongType, wrongTypes } from './fields/wrong-types.ts';

const previewFields: readonly TypedField[] = [
	{ name: 'delivery_subject', kind: 'subject' },
	{ name: 'stream_seq', kind: 'sequence' },
	{ name: 'start_time', kind: 'timestamp' },
	{ name: 'deliver_all', kind: 'flag' },
	{ name: 'deliver_last', kind: 'flag' },
];

/** Keys that only consumers of the technical preview of March 2020 have. */
export const previewConsumerKeys: readonly string[] = previewFields.map(({ name }) => name);

/** What is wrong with those keys: ignoring them would create another consumer. The preview refused most of it too. */
export function previewFaults(config: Config): readonly WrongType[] {
	const wrong = wrongTypes(previewFields, config);
	const { deliver_subject, delivery_subject } = config;
	const starts = startKeys(config);
	return [
		...wrong,
		...(deliver_subject && delivery_subject
			? [{ path: 'deliver_subject', message: bothSaid(['deliver_subject', 'delivery_subject']) }]
			: []),
		...(starts.length > 1 ? [{ path: starts[1] ?? '', message: `A consumer has one start. ${bothSaid(starts)}` }] : []),
	];
}

function bothSaid(keys: readonly string[]): string {
	return `The configuration has ${keys.join(' and ')}: keep one of them.`;
}

/** The keys of the configuration that set its start. */
function startKeys({ deliver_all, deliver_last, stream_seq, start_time }: Config): readonly string[] {
	const said = {
		deliver_all: deliver_all === true,
		deliver_last: deliver_last === true,
		stream_seq: stream_seq !== undefined && stream_seq !== null && stream_seq !== 0,
		start_time: typeof start_time === 'string' && !isNever(start_time),
	};
	return Object.entries(said).flatMap(([key, isSaid]) => (isSaid ? [key] : []));
}

export function isPreviewConsumer(config: Config): boolean {
	return previewConsumerKeys.some((key) => key in config) && !('deliver_policy' in config);
}

export interface Translated {
	readonly config: Config;
	/** What was translated, in sentences. */
	readonly notes: readonly string[];
}

/** A consumer of the technical preview, translated for current servers. Without a start it took new messages only. */
export function consumerFromPreview(config: Config): Translated {
	const { delivery_subject, stream_seq, start_time, deliver_all, deliver_last, ...rest } = config;
	const start = startOf({ stream_seq, start_time, deliver_all, deliver_last });
	const target = delivery_subject === '' || delivery_subject === null ? undefined : delivery_subject;
	const notes = [
		'This consumer configuration is from the technical preview of 2020; jetdeck translates it.',
		...(target === undefined ? [] : ['delivery_subject becomes deliver_subject.']),
		`Its start becomes deliver_policy ${start.deliver_policy}.`,
	];
	return { config: { ...rest, ...(target !== undefined && { deliver_subject: target }), ...start }, notes };
}

interface Start {
	readonly deliver_policy: string;
	readonly opt_start_seq?: unknown;
	readonly opt_start_time?: string;
}

function startOf({ stream_seq, start_time, deliver_all, deliver_last }: Config): Start {
	if (deliver_all === true) return { deliver_policy: 'all' };
	if (deliver_last === true) return { deliver_policy: 'last' };
	if (stream_seq !== undefined && stream_seq !== null && stream_seq !== 0) {
		return { deliver_policy: 'by_start_sequence', opt_start_seq: stream_seq };
	}
	if (typeof start_time === 'string' && !isNever(start_time)) {
		return { deliver_policy: 'by_start_time', opt_start_time: start_time };
	}
	return { deliver_policy: 'new' };
}

/** Stream templates went with 2.14, and a server that does not know the key may refuse it. */
export function withoutTemplate(config: Config): Translated {
	const { template_owner, ...rest } = config;
	if (template_owner === undefined) return { config, notes: [] };
	const owned = typeof template_owner === 'string' && template_owner !== '';
	return {
		config: rest,
		notes: owned ? ['jetdeck ignores template_owner: servers no longer have stream templates.'] : [],
	};
}
