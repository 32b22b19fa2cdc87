import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { streamFields } from '../fields/stream.ts';

/** Keys of later servers that the preview named differently. */
const renamed: Readonly<Record<string, string>> = {
	name: 'durable_name',
	deliver_subject: 'delivery_subject',
	deliver_policy:
		'deliver_all, deliver_last, stream_seq or start_time; without one of them it starts with new messages',
	opt_start_seq: 'stream_seq',
	opt_start_time: 'start_time',
};

/** A sentence for each key of a stream that is set and that a preview server ignores. */
export function laterStreamWords(config: Config): readonly string[] {
	return sentences(streamFields, config, {});
}

/** The same for a consumer. */
export function laterConsumerWords(config: Config): readonly string[] {
	return sentences(consumerFields, config, renamed);
}

function sentences(
	fields: readonly Field[],
	config: Config,
	others: Readonly<Record<string, string>>,
): readonly string[] {
	return fields
		.filter(({ name, since }) => (since !== '2.2' || name in others) && says(config[name]))
		.map(({ name }) => {
			const word = others[name];
			return word === undefined
				? `This server ignores ${name}, which came after the technical preview. Leave it out.`
				: `This server ignores ${name}, a key of later servers. Use ${word}.`;
		});
}

/** A zero value means the same as leaving the key out. */
function says(value: unknown): boolean {
	if (value === undefined || value === null || value === '' || value === 0 || value === false) return false;
	return !(Array.isArray(value) && value.length === 0);
}
