import { sameMeaning } from '../equal.ts';
import type { Rule } from '../rule.ts';
import { text } from '../values.ts';
import { ackPolicyOf, type ConsumerCase, isPush } from './consumer-case.ts';

const row = (path: string, message: string, broken: (what: ConsumerCase) => boolean): Rule<ConsumerCase> => ({
	path,
	gone: '2.9',
	message,
	broken,
});

const filterOf = ({ config }: ConsumerCase): string => text(config.filter_subject);

/** What only the technical preview of March 2020 refused. */
export const consumerPreview: readonly Rule<ConsumerCase>[] = [
	row(
		'ack_policy',
		'Ack policy must be explicit for pull consumers of the technical preview.',
		(what) => !isPush(what.config) && ackPolicyOf(what.config) !== 'explicit',
	),
	row(
		'durable_name',
		'Durable name must be set: the technical preview does not support ephemeral pull consumers.',
		({ config }) => !isPush(config) && text(config.durable_name) === '',
	),
	row('filter_subject', 'Filter subject must have no wildcards in the technical preview.', (what) =>
		filterOf(what)
			.split('.')
			.some((token) => token === '*' || token === '>'),
	),
	row(
		'ack_policy',
		'Ack policy all cannot go with a filter subject in the technical preview.',
		(what) => filterOf(what) !== '' && what.config.ack_policy === 'all',
	),
	row(
		'deliver_policy',
		'Deliver policy must be all for a consumer of a work queue of the technical preview.',
		({ config, stream, old }) =>
			old === undefined && stream.retention === 'workqueue' && (config.deliver_policy ?? 'all') !== 'all',
	),
	...['ack_wait', 'max_deliver', 'filter_subject', 'sample_freq'].map((path) =>
		row(
			path,
			`${path} cannot be changed in the technical preview: only the subject of a durable push consumer can.`,
			({ config, old }) => old !== undefined && !sameMeaning(old[path], config[path]),
		),
	),
];
