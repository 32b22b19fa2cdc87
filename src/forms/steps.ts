import type { Field, FieldGroup } from '../jetstream/fields/field.ts';
import { bucketKindOf, type Form, isEdit } from './form.ts';

/** One screen of a form. */
export interface FormStep {
	readonly id: string;
	readonly title: string;
	/** Its fields, in order; `rest`: all others, by group. */
	readonly fields: readonly string[] | 'rest';
	/** The presets come first. */
	readonly presets?: true;
	/** The whole configuration that is sent. */
	readonly review?: true;
}

const review: FormStep = { id: 'review', title: 'review', fields: [], review: true };

/** The steps of creating a stream, from what everybody decides to what few change. */
const streamSteps: readonly FormStep[] = [
	{ id: 'purpose', title: 'purpose', fields: [], presets: true },
	{ id: 'name', title: 'name', fields: ['name', 'description'] },
	{ id: 'subjects', title: 'subjects', fields: ['subjects', 'mirror', 'sources'] },
	{
		id: 'storage',
		title: 'storage and replicas',
		fields: ['storage', 'num_replicas', 'compression', 'placement'],
	},
	{
		id: 'limits',
		title: 'retention and limits',
		fields: [
			'retention',
			'max_age',
			'max_bytes',
			'max_msgs',
			'max_msgs_per_subject',
			'max_msg_size',
			'discard',
			'discard_new_per_subject',
			'duplicate_window',
		],
	},
	{ id: 'more', title: 'everything else', fields: 'rest' },
	review,
];

const consumerSteps: readonly FormStep[] = [
	{ id: 'purpose', title: 'purpose', fields: [], presets: true },
	{
		id: 'name',
		title: 'name and delivery',
		fields: ['durable_name', 'name', 'description', 'deliver_subject', 'deliver_group'],
	},
	{ id: 'messages', title: 'which messages', fields: ['filter_subjects', 'filter_subject'] },
	{
		id: 'start',
		title: 'where it starts',
		fields: ['deliver_policy', 'opt_start_seq', 'opt_start_time', 'replay_policy'],
	},
	{
		id: 'acks',
		title: 'acknowledgements',
		fields: ['ack_policy', 'ack_wait', 'max_deliver', 'backoff', 'max_ack_pending'],
	},
	{ id: 'more', title: 'everything else', fields: 'rest' },
	review,
];

/** Those of both kinds of buckets: a step shows the fields that its kind has. */
const bucketSteps: readonly FormStep[] = [
	{ id: 'purpose', title: 'purpose', fields: [], presets: true },
	{ id: 'name', title: 'name', fields: ['name', 'description', 'mirror'] },
	{
		id: 'limits',
		title: 'history and limits',
		fields: ['max_msgs_per_subject', 'max_age', 'subject_delete_marker_ttl', 'max_msg_size', 'max_bytes'],
	},
	{
		id: 'storage',
		title: 'storage and replicas',
		fields: ['storage', 'num_replicas', 'compression', 'placement'],
	},
	{ id: 'more', title: 'everything else', fields: ['sources', 'republish', 'metadata'] },
	review,
];

const editSteps: readonly FormStep[] = [{ id: 'fields', title: 'configuration', fields: 'rest' }, review];

const byAsset = { stream: streamSteps, consumer: consumerSteps } as const;

export function stepsOf(form: Form): readonly FormStep[] {
	if (isEdit(form)) return editSteps;
	return bucketKindOf(form) === undefined ? byAsset[form.asset] : bucketSteps;
}

export function stepOf(form: Form): FormStep {
	const steps = stepsOf(form);
	const step = steps[Math.min(form.step, steps.length - 1)];
	if (step === undefined) throw new Error('a form has at least one step');
	return step;
}

export function fieldsOf(form: Form, step: FormStep, all: readonly Field[]): readonly Field[] {
	if (step.fields !== 'rest') {
		return step.fields.flatMap((name) => all.find((field) => field.name === name) ?? []);
	}
	const taken = new Set(stepsOf(form).flatMap(({ fields }) => (fields === 'rest' ? [] : fields)));
	const rest = all.filter(({ name }) => !taken.has(name));
	const groups = [...new Set(rest.map(({ group }) => group))];
	return groups.flatMap((group) => rest.filter((field) => field.group === group));
}

export const groupTitles: Readonly<Record<FieldGroup, string>> = {
	identity: 'Identity',
	retention: 'Retention',
	limits: 'Limits',
	storage: 'Storage',
	replication: 'Replicas, mirror and sources',
	access: 'Access',
	features: 'Features',
	delivery: 'Delivery',
	acknowledgement: 'Acknowledgements',
	pull: 'Pull',
	push: 'Push',
	priority: 'Priority groups',
	lifetime: 'Lifetime',
};
