import type { Form } from './form.ts';

/** Keys that a new consumer needs beside the required ones: that of its two names which its preset begins, and where it is pushed to. */
export function requiredKeys({ asset, info, draft }: Form): readonly string[] {
	if (asset !== 'consumer' || info !== undefined) return [];
	const name = draft.durable_name === undefined ? 'name' : 'durable_name';
	return draft.deliver_subject === undefined ? [name] : [name, 'deliver_subject'];
}
