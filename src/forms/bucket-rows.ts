import { bucketFields } from '../jetstream/buckets/fields.ts';
import type { Version } from '../jetstream/endpoints/endpoint.ts';
import type { Field } from '../jetstream/fields/field.ts';
import { type Features, supports } from '../jetstream/server-features.ts';
import { bucketKindOf, type Form, isEdit } from './form.ts';

/**
 * Whether the form of a bucket shows a field: its own ones, also those that the server lacks. The name of an existing bucket stays.
 * @returns undefined for another form
 */
export function isOfferedToBucket(form: Form, { name }: Field): boolean | undefined {
	const kind = bucketKindOf(form);
	if (kind === undefined) return undefined;
	if (!bucketFields[kind].some((field) => field.name === name)) return false;
	if (name === 'name') return !isEdit(form);
	const mirror = form.draft.mirror !== undefined;
	return name === 'mirror' ? mirror : name !== 'sources' || !mirror;
}

/** The version that a field of a bucket needs, if the server is older; other forms leave such fields out. */
export function lackedByServer(form: Form, { since }: Field, features: Features): Version | undefined {
	return bucketKindOf(form) === undefined || features.version === undefined || supports(features, since)
		? undefined
		: since;
}
