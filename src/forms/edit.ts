import { bucketFields } from '../jetstream/buckets/fields.ts';
import { type Features, supports } from '../jetstream/server-features.ts';
import { fieldsOfForm } from './config.ts';
import { type Draft, type Path, setAt, textIn, typed, valueAt } from './draft.ts';
import { type Form, newBucketForm, reviewTexts } from './form.ts';
import type { FormRow } from './form-row.ts';
import { presetsOf } from './preset-rows.ts';
import type { Preset } from './presets.ts';
import { formRows, isQuantity } from './rows.ts';
import { stepOf, stepsOf } from './steps.ts';

/** What a person does to a form, as pure functions. Moving around loses nothing that was typed. */

const selectable = ({ kind }: FormRow): boolean => kind !== 'heading';

/** The row under the cursor, at first the first row that may be changed; undefined in a step without rows. */
export function currentRow(form: Form, features: Features): FormRow | undefined {
	const rows = formRows(form, features).filter(selectable);
	const begin = rows.find(({ closed }) => closed === undefined) ?? rows[0];
	return rows.find(({ path }) => path === form.rows[stepOf(form).id]) ?? begin;
}

/** Moves the cursor by rows and stops at the ends. */
export function moveRow(form: Form, features: Features, by: number): Form {
	const rows = formRows(form, features).filter(selectable);
	const at = rows.findIndex(({ path }) => path === currentRow(form, features)?.path);
	const to = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
	return to === undefined ? form : toRow(form, to.path);
}

export function isLastRow(form: Form, features: Features): boolean {
	const rows = formRows(form, features).filter(selectable);
	return rows.length === 0 || rows.at(-1)?.path === currentRow(form, features)?.path;
}

function toRow(form: Form, path: Path): Form {
	return { ...form, rows: { ...form.rows, [stepOf(form).id]: path } };
}

/** Goes to a step and stops at the first and last. */
export function toStep({ scrolled: _, ...form }: Form, step: number): Form {
	return { ...form, step: Math.max(0, Math.min(stepsOf(form).length - 1, step)) };
}

/** Goes to the row of a field, whichever step has it: used for faults and refusals. */
export function toField(form: Form, path: Path, features: Features): Form {
	for (let step = 0; step < stepsOf(form).length; step += 1) {
		const there = toStep(form, step);
		const rows = formRows(there, features);
		const row = rows.find((each) => each.path === path) ?? rows.find((each) => path.startsWith(`${each.path}.`));
		if (row !== undefined) return toRow(there, row.path);
	}
	return form;
}

function change(form: Form, draft: Draft, path: Path): Form {
	const { refused, left: _, ...rest } = form;
	// The server's refusal of a field disappears when that field changes.
	const its = refused?.fault?.path;
	const stays = refused !== undefined && its !== path && !its?.startsWith(`${path}.`);
	return { ...rest, draft, ...(stays && { refused }) };
}

/** Stores the text typed in a row, unparsed. */
export function typeText(form: Form, path: Path, text: string): Form {
	return change(form, setAt(form.draft, path, typed(text)), path);
}

/** Stores a value chosen from a list: it needs no parsing, so the rows that depend on it appear at once. */
export function chooseValue(form: Form, path: Path, value: string): Form {
	return change(form, setAt(form.draft, path, value), path);
}

/** Whether typing replaces the text of a row: true for a quantity that nobody has typed yet. */
export function isPrefilled({ draft }: Form, { path, text, field }: FormRow): boolean {
	return isQuantity(field) && textIn(valueAt(draft, path)) === undefined && text !== '';
}

/** Chooses the next or previous value of an enumeration, or toggles a flag. */
export function cycleValue(form: Form, { path, field }: FormRow, features: Features, by: 1 | -1): Form {
	if (field === undefined) return form;
	const value = valueAt(form.draft, path) ?? field.default;
	const values =
		field.kind === 'flag'
			? [false, true]
			: (field.values ?? []).filter(({ since }) => supports(features, since)).map((each) => each.value);
	const at = values.indexOf(value as never);
	const next = values[(at + by + values.length) % values.length];
	return change(form, setAt(form.draft, path, next), path);
}

/** Adds an unset object (without keys) or a list entry. */
export function openObject(form: Form, { path, field }: FormRow): Form {
	const inner = (field?.fields ?? []).filter(({ required }) => required);
	const empty = Object.fromEntries(inner.map(({ name }) => [name, typed('')]));
	const opened = change(form, setAt(form.draft, path, empty), path);
	const [first] = field?.fields ?? [];
	return first === undefined ? opened : toRow(opened, `${path}.${first.name}`);
}

/** Removes the object or list entry of a row; resets a plain field to its original value. */
export function putBack(form: Form, { path, kind }: FormRow): Form {
	const outer = kind === 'object' || kind === 'entry' ? path : outerOf(form, path);
	if (outer !== undefined) return change(form, setAt(form.draft, outer, undefined), outer);
	return change(form, setAt(form.draft, path, originalAt(form, path)), path);
}

/** The object or list entry that contains a nested row. */
function outerOf(form: Form, path: Path): Path | undefined {
	const keys = path.split('.');
	if (keys.length === 1) return undefined;
	const outer = keys.slice(0, -1).join('.');
	return originalAt(form, outer) === undefined ? outer : undefined;
}

function originalAt(form: Form, path: Path): unknown {
	return form.info === undefined ? valueAt(presetOf(form)?.draft ?? {}, path) : valueAt(form.info.config, path);
}

function presetOf(form: Form): Preset | undefined {
	return presetsOf(form).find(({ id }) => id === form.purpose);
}

/** Applies a preset. Typed values stay; values that only the previous preset set are removed. The empty id starts over. */
export function choosePurpose(form: Form, id: string, features: Features): Form {
	const preset = presetsOf(form).find((each) => each.id === id);
	if (preset === undefined) {
		const { purpose: _, refused: __, ...rest } = form;
		// A new bucket that was edited as the JSON of its stream is a bucket again.
		const bucket = form.id === newBucketForm && { bucket: 'kv' as const };
		return { ...rest, ...bucket, draft: {}, rows: {}, step: 0 };
	}
	const former = presetOf(form)?.draft ?? {};
	const begun = knownOf(form, preset.draft, features);
	const own = Object.entries(form.draft).filter(([key, value]) => former[key] !== value);
	const kept = own.filter(([key]) => (!exclusive.has(key) || key in preset.draft) && isFieldOf(preset, key));
	return { ...form, ...kindOf(preset), purpose: id, draft: { ...begun, ...Object.fromEntries(kept) } };
}

const kindOf = ({ bucket }: Preset) => bucket && { bucket };

/** Whether what was typed for another kind of bucket is a field of this one. */
const isFieldOf = ({ bucket }: Preset, key: string): boolean =>
	bucket === undefined || bucketFields[bucket].some(({ name }) => name === key);

/** Removes fields that the server does not know: an older server decides them itself or lacks the feature. */
function knownOf(form: Form, draft: Draft, features: Features): Draft {
	const later = new Set(
		fieldsOfForm(form)
			.filter(({ since }) => !supports(features, since))
			.map(({ name }) => name),
	);
	return Object.fromEntries(Object.entries(draft).filter(([key]) => !later.has(key)));
}

/** Fields that only some presets use: values typed for one preset make no sense in another. */
const exclusive: ReadonlySet<string> = new Set(['mirror', 'durable_name', 'deliver_subject']);

/** Scrolls the review by `by` of its `total` lines. */
export function scrollReview(form: Form, total: number, by: number, height: number): Form {
	const last = Math.max(0, total - height);
	return { ...form, scrolled: Math.min(last, Math.max(0, Math.min(form.scrolled ?? 0, last) + by)) };
}

/** Shows the next text of the review. */
export function nextReview({ scrolled: _, ...form }: Form, by: 1 | -1): Form {
	const at = reviewTexts.indexOf(form.review);
	return { ...form, review: reviewTexts[(at + by + reviewTexts.length) % reviewTexts.length] ?? 'JSON' };
}
