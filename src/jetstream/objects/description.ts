import { isRecord, isText, isTexts } from '../../format/is.ts';
import { stringifyJson } from '../../format/json.ts';
import type { Difference } from '../difference.ts';
import type { ObjectMeta, StoredObject } from './meta.ts';

/** What the meta of an object says besides its content. */
export interface Description {
	/** Empty for none, as the others. */
	readonly description?: string;
	readonly headers?: Readonly<Record<string, readonly string[]>>;
	readonly metadata?: Readonly<Record<string, string>>;
}

export const descriptionOf = ({ description = '', headers, metadata }: ObjectMeta): Required<Description> => ({
	description,
	headers,
	metadata,
});

/** A meta that says something else; the keys of what it says nothing about are left out, as other clients do. */
export function describedAs(raw: StoredObject['raw'], values: Description): StoredObject['raw'] {
	const all = Object.entries({ ...raw, ...values });
	return Object.fromEntries(all.filter(([key, value]) => !(key in values) || Object.keys(value ?? {}).length > 0));
}

/** Only those of `values` that `chosen` has too. */
export const partOf = (values: Description, chosen: Description): Description =>
	Object.fromEntries(Object.entries(values).filter(([key]) => key in chosen));

/** Only those of `values` that somebody changed: others may have changed the rest meanwhile. */
export const changedSince = (before: Required<Description>, values: Description): Description =>
	Object.fromEntries(
		Object.entries(values).filter(
			([key, value]) => stringifyJson(before[key as keyof Description]) !== stringifyJson(value),
		),
	);

/** Whether a meta says all of that. */
export const saysSo = (meta: ObjectMeta, values: Description): boolean =>
	Object.keys(changedSince(descriptionOf(meta), values)).length === 0;

/** What of it would change, a line for each header and each key of the metadata. */
export function describedAnew(before: Required<Description>, values: Description): readonly Difference[] {
	const [old, now] = [linesOf(before), linesOf({ ...before, ...values })];
	return [...new Set([...old.keys(), ...now.keys()])].flatMap((path): readonly Difference[] => {
		const [was, is] = [old.get(path), now.get(path)];
		return was === is
			? []
			: [{ path, label: path, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
	});
}

const linesOf = ({ description, headers, metadata }: Required<Description>): ReadonlyMap<string, string> =>
	new Map([
		...(description === '' ? [] : [['description', description] as const]),
		...Object.entries(headers).map(([key, values]) => [`headers.${key}`, values.join(', ')] as const),
		...Object.entries(metadata).map(([key, value]) => [`metadata.${key}`, value] as const),
	]);

/** Reads what somebody wrote; a sentence if it is no description. What is left out is none. */
export function readDescription(value: unknown): Required<Description> | string {
	if (!isRecord(value)) return 'The text must be a JSON object with description, headers and metadata.';
	const { description = '', headers = {}, metadata = {}, ...others } = value;
	const [other] = Object.keys(others);
	if (other !== undefined) return `${other} is not one of description, headers and metadata.`;
	if (!isText(description)) return 'description must be a text.';
	if (!isRecord(metadata)) return 'metadata must be an object.';
	if (!isRecord(headers)) return 'headers must be an object.';
	const wrongKey = Object.keys(metadata).find((key) => !isText(metadata[key]));
	if (wrongKey !== undefined) return `metadata.${wrongKey} must be a text.`;
	const lists = Object.entries(headers).map(([key, values]) => [key, isText(values) ? [values] : values] as const);
	const wrong = lists.find(([, values]) => !isTexts(values));
	if (wrong !== undefined) return `headers.${wrong[0]} must be a text or a list of texts.`;
	return { description, headers: Object.fromEntries(lists) as never, metadata: metadata as never };
}
