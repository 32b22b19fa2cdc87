import type { Config } from '../fields/config.ts';
import { consumerFields } from '../fields/consumer.ts';
import type { Field } from '../fields/field.ts';
import { streamFields } from '../fields/stream.ts';

/** Words of later servers for what the preview said in others. */
const renamed: Readonly<Record<string, string>> = {
	name: 'durable_name',
	deliver_subject: 'delivery_subject',
	deliver_policy:
		'deliver_all, deliver_last, stream_seq or start_time; without one of them it begins with new messages',
	opt_start_seq: 'stream_seq',
	opt_start_time: 'start_time',
};

/** Keys of a stream that a preview server ignores although they say something, a sentence each. */
export function laterStreamWords(config: Config): readonly string[] {
	return sentences(streamFields, config, {});
}

/** The same of a consumer. */
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
				? `${name} came after the technical preview: this server ignores it. Leave it out.`
				: `${name} is a word of later servers: this one ignores it. Its own is ${word}.`;
		});
}

/** A zero value says nothing more than leaving the key out. */
function says(value: unknown): boolean {
	if (value === undefined || value === null || value === '' || value === 0 || value === false) return false;
	return !(Array.isArray(value) && value.length === 0);
}
