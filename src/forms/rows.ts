import type { Field, FieldKind } from '../jetstream/fields/field.ts';
import { readInput, writeInput } from '../jetstream/fields/input.ts';
import { serverDefault } from '../jetstream/fields/server-default.ts';
import { serverFields } from '../jetstream/fields/server-fields.ts';
import { inWords } from '../jetstream/fields/words.ts';
import { type Features, supports, versionInWords } from '../jetstream/server-features.ts';
import { isOfferedToBucket, lackedByServer } from './bucket-rows.ts';
import { fieldsOfForm, writtenConfig } from './config.ts';
import { type Path, textIn, valueAt } from './draft.ts';
import { type Form, isEdit } from './form.ts';
import type { FormRow } from './form-row.ts';
import { presetRows } from './preset-rows.ts';
import { requiredKeys } from './required-keys.ts';
import { fieldsOf, groupTitles, stepOf } from './steps.ts';

/** The rows of the current step; none for the review. */
export function formRows(form: Form, features: Features): readonly FormRow[] {
	const step = stepOf(form);
	if (step.presets) return presetRows(form, features);
	const spoken = serverFields(fieldsOfForm(form), features);
	const fields = fieldsOf(form, step, spoken).filter((field) => isOffered(form, field, features));
	const around = { form, features, config: writtenConfig(form).config };
	if (step.fields !== 'rest') return fields.flatMap((field) => fieldRows(field, field.name, 0, around));
	const groups = [...new Set(fields.flatMap(({ group }) => group ?? []))];
	return groups.flatMap((group) => [
		heading(group, groupTitles[group]),
		...fields.filter((field) => field.group === group).flatMap((field) => fieldRows(field, field.name, 0, around)),
	]);
}

function heading(id: string, label: string): FormRow {
	return {
		path: `heading:${id}`,
		kind: 'heading',
		label,
		text: '',
		placeholder: '',
		help: '',
		indent: 0,
		touched: false,
	};
}

/** Fields that the connected server has. Internal fields, and fields of newer servers, appear only if they are set. */
function isOffered(form: Form, field: Field, features: Features): boolean {
	const ofBucket = isOfferedToBucket(form, field);
	if (ofBucket !== undefined) return ofBucket;
	if (form.draft[field.name] !== undefined && !(form.asset === 'consumer' && field.hidden)) return true;
	if (field.hidden || !supports(features, field.since)) return false;
	if (field.gone !== undefined && supports(features, field.gone)) return false;
	return form.asset === 'stream' ? !excluded(form, field) : offeredToConsumer(form, field, features);
}

/** A mirror takes no subjects and no sources, and only a preset makes a stream a mirror. */
function excluded(form: Form, { name }: Field): boolean {
	const mirror = form.draft.mirror !== undefined;
	if (name === 'subjects' || name === 'sources') return mirror;
	if (name === 'mirror') return !mirror;
	return name === 'mirror_direct' && !mirror;
}

const ephemeral = (form: Form): boolean => form.draft.durable_name === undefined;

function offeredToConsumer(form: Form, field: Field, features: Features): boolean {
	const push = form.draft.deliver_subject !== undefined;
	if (field.mode !== undefined && field.mode !== (push ? 'push' : 'pull')) return false;
	switch (field.name) {
		case 'durable_name':
			return !ephemeral(form);
		case 'name':
			return ephemeral(form);
		case 'filter_subject':
			return !supports(features, '2.10');
		case 'opt_start_seq':
			return form.draft.deliver_policy === 'by_start_sequence';
		case 'opt_start_time':
			return form.draft.deliver_policy === 'by_start_time';
		default:
			return true;
	}
}

interface RowContext {
	readonly form: Form;
	readonly features: Features;
	/** The configuration that the form sends: some defaults depend on it. */
	readonly config: Readonly<Record<string, unknown>>;
}

function fieldRows(field: Field, path: Path, indent: number, around: RowContext): readonly FormRow[] {
	const value = valueAt(around.form.draft, path);
	if (field.fields === undefined || textIn(value) !== undefined) return [valueRow(field, path, indent, value, around)];
	return field.kind === 'sources' || field.kind === 'transforms'
		? listRows(field, path, indent, value, around)
		: objectRows(field, path, indent, value, around);
}

function objectRows(field: Field, path: Path, indent: number, value: unknown, around: RowContext): readonly FormRow[] {
	const row: FormRow = {
		...valueRow(field, path, indent, value, around),
		kind: 'object',
		text: value === undefined ? '' : inWords(field, undefined) === inWords(field, value) ? '' : '…',
	};
	return value === undefined ? [row] : [row, ...innerRows(field, path, indent, around)];
}

function innerRows(field: Field, path: Path, indent: number, around: RowContext): readonly FormRow[] {
	const inner = (field.fields ?? []).filter(
		(each) => !each.hidden && supports(around.features, each.since) && each.name !== field.name,
	);
	return inner.flatMap((each) => fieldRows(each, `${path}.${each.name}`, indent + 1, around));
}

function listRows(field: Field, path: Path, indent: number, value: unknown, around: RowContext): readonly FormRow[] {
	const entries = Array.isArray(value) ? value : [];
	const { entry: one = field.label } = field;
	const closed = closedReason(field, path, around);
	return [
		...entries.flatMap((_, at): readonly FormRow[] => [
			{
				...valueRow(field, `${path}.${at}`, indent, undefined, around),
				kind: 'entry',
				label: `${one} ${at + 1}`,
				placeholder: '',
				touched: true,
			},
			...innerRows(field, `${path}.${at}`, indent, around),
		]),
		{
			...valueRow(field, path, indent, undefined, around),
			path: `${path}.${entries.length}`,
			kind: 'add',
			label: entries.length === 0 ? field.label : `Another ${one.toLowerCase()}`,
			placeholder: closed === undefined ? 'add one' : 'none',
		},
	];
}

function valueRow(field: Field, path: Path, indent: number, value: unknown, around: RowContext): FormRow {
	const typed = textIn(value);
	const closed = closedReason(field, path, around);
	const lacks = lackedByServer(around.form, outerOf(field, path, around.form), around.features);
	const kind = field.kind === 'enum' || field.kind === 'flag' ? field.kind : 'text';
	const text =
		typed ??
		(kind === 'text' ? writeInput(field, ownKeys(field, value)) : value === undefined ? '' : inWords(field, value));
	const understood = typed === undefined ? undefined : understoodAs(field, typed);
	return {
		path,
		kind,
		label: field.label,
		text,
		placeholder: isNeeded(path, field, around) ? 'needed' : inWords(field, defaultAt(path, field, around)),
		...(understood !== undefined && { understood }),
		help: helpOf(field, value),
		indent,
		...(closed !== undefined && { closed }),
		...(lacks !== undefined && { lacks }),
		touched: isTouched(around.form, path, value),
		field,
	};
}

function isNeeded(path: Path, { required }: Field, { form }: RowContext): boolean {
	return required === true || requiredKeys(form).includes(path);
}

/** What the server uses if nothing is given; for some fields that depends on other fields. */
function defaultAt(path: Path, field: Field, { config }: RowContext): unknown {
	return path === field.name ? serverDefault(field, config) : field.default;
}

/** Kinds of one quantity: jetdeck shows how it reads them, and typing replaces the text. */
const quantities: ReadonlySet<FieldKind> = new Set([
	'count',
	'sequence',
	'bytes',
	'bit-rate',
	'duration',
	'durations',
	'percent',
	'timestamp',
]);

export const isQuantity = (field: Field | undefined): boolean => field !== undefined && quantities.has(field.kind);

function understoodAs(field: Field, text: string): string | undefined {
	if (!isQuantity(field)) return undefined;
	const input = readInput(field, text);
	if (!input.ok || input.value === undefined) return undefined;
	const words = inWords(field, input.value);
	return words.replaceAll(' ', '') === text.replaceAll(/[\s_,]/g, '') ? undefined : words;
}

/** Hides the metadata that the server writes: nobody edits it. */
function ownKeys(field: Field, value: unknown): unknown {
	if (field.kind !== 'metadata' || typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('_nats.')));
}

/** For an enumeration, the help of its current value. */
function helpOf({ help, values, default: fallback }: Field, value: unknown): string {
	const chosen = values?.find((each) => each.value === (value ?? fallback));
	return chosen === undefined ? help : `${help} ${chosen.label}: ${chosen.help}`;
}

function isTouched({ info, draft }: Form, path: Path, value: unknown): boolean {
	return info === undefined ? valueAt(draft, path) !== undefined : valueAt(info.config, path) !== value;
}

function closedReason(field: Field, path: Path, around: RowContext): string | undefined {
	const { form, features } = around;
	const outer = outerOf(field, path, form);
	const lacks = lackedByServer(form, outer, features);
	if (lacks !== undefined) return `${field.label} needs nats-server ${lacks}; this one is ${versionInWords(features)}.`;
	return isEdit(form) ? closedBy(outer, form, features) : undefined;
}

/** The field of the configuration itself that a path is in. */
function outerOf(field: Field, path: Path, form: Form): Field {
	return fieldsOfForm(form).find(({ name }) => name === path.split('.')[0]) ?? field;
}

/** Why an update may not change a field. */
function closedBy({ update, label, name }: Field, { info }: Form, features: Features): string | undefined {
	if (update === undefined) return undefined;
	if (update === 'no') return `${label} cannot be changed after creation.`;
	if (update === 'enable-only') {
		const config = info?.config as Readonly<Record<string, unknown>> | undefined;
		return config?.[name] === true ? `${label} cannot be turned off again.` : undefined;
	}
	return update.since === undefined || supports(features, update.since)
		? undefined
		: `${label} may be changed ${update.rule === undefined ? '' : `${update.rule}, `}from nats-server ${update.since} on.`;
}
