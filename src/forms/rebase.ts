import { equalConfigurations } from '../changes/expectation.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import type { Draft } from './draft.ts';
import type { Form } from './form.ts';

/**
 * Moves an edit form onto the configuration just read: the person's changes stay, the rest becomes as read. The form remembers
 * the configuration it was opened on, to show both changes, until it is sent.
 */
export function onBase(form: Form, info: StreamInfo | ConsumerInfo): Form {
	if (form.info === undefined) return form;
	const before: Draft = { ...form.info.config };
	const now: Draft = { ...info.config };
	// Names never change, so it is the same kind of info.
	const based = { ...form, info } as Form;
	if (equalConfigurations(before, now)) return { ...based, draft: replay(form.draft, before, now) };
	return { ...based, draft: replay(form.draft, before, now), overtaken: form.overtaken ?? before };
}

/** Applies to `now` the changes that lead from `before` to `draft`. Keys keep the order of `now`. */
function replay(draft: Draft, before: Draft, now: Draft): Draft {
	const keys = new Set([...Object.keys(now), ...Object.keys(draft)]);
	return Object.fromEntries(
		[...keys].flatMap((key) => {
			const value = draft[key] === before[key] ? now[key] : draft[key];
			return value === undefined ? [] : [[key, value]];
		}),
	);
}
