import { equalConfigurations } from '../changes/expectation.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import type { Draft } from './draft.ts';
import type { Form } from './form.ts';

/**
 * An edit form on what is there now: what the person changed stays changed, the rest becomes what another hand made of it.
 * The form remembers what it was opened on, to show both changes, until it is sent.
 */
export function onBase(form: Form, info: StreamInfo | ConsumerInfo): Form {
	if (form.info === undefined) return form;
	const before: Draft = { ...form.info.config };
	const now: Draft = { ...info.config };
	// Names do not change: it is the same kind of info.
	const based = { ...form, info } as Form;
	if (equalConfigurations(before, now)) return { ...based, draft: replay(form.draft, before, now) };
	return { ...based, draft: replay(form.draft, before, now), overtaken: form.overtaken ?? before };
}

/** What was done to `before` to make it `draft`, done to `now`. Key by key, in the order of what is there. */
function replay(draft: Draft, before: Draft, now: Draft): Draft {
	const keys = new Set([...Object.keys(now), ...Object.keys(draft)]);
	return Object.fromEntries(
		[...keys].flatMap((key) => {
			const value = draft[key] === before[key] ? now[key] : draft[key];
			return value === undefined ? [] : [[key, value]];
		}),
	);
}
