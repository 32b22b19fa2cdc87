import type { Form } from './form.ts';

/** Fields that a new consumer needs besides the required ones: the name that its preset uses, and the subject it is pushed to. */
export function requiredKeys({ asset, info, draft }: Form): readonly string[] {
	if (asset !== 'consumer' || info !== undefined) return [];
	const name = draft.durable_name === undefined ? 'name' : 'durable_name';
	return draft.deliver_subject === undefined ? [name] : [name, 'deliver_subject'];
}
