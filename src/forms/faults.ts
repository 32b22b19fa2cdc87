import type { Configuration } from '../changes/proposal.ts';
import { isRecord } from '../format/is.ts';
import type { Field } from '../jetstream/fields/field.ts';
import { startOfText } from '../jetstream/fields/input-texts.ts';
import { checkConsumer } from '../jetstream/rules/check-consumer.ts';
import { checkStream } from '../jetstream/rules/check-stream.ts';
import { droppedFields, droppedInWords } from '../jetstream/rules/dropped.ts';
import type { Fault } from '../jetstream/rules/situation.ts';
import { uncopiedBy, uncopiedInWords } from '../jetstream/rules/uncopied.ts';
import { type Features, supports } from '../jetstream/server-features.ts';
import type { StreamConfig } from '../jetstream/wire.ts';
import { consumerSituation, streamSituation } from '../store/situation.ts';
import type { DeckState } from '../store/state.ts';
import { bucketFaults } from './bucket-faults.ts';
import { comparisonLimits } from './comparison-limits.ts';
import { fieldsOfForm, writtenConfig } from './config.ts';
import type { Form } from './form.ts';
import type { FormRow } from './form-row.ts';
import { requiredKeys } from './required-keys.ts';

/** What keeps a form from being sent, as far as jetdeck can know. Text that is not valid comes first; one fault a field. */
export function formFaults(form: Form, state: DeckState): readonly Fault[] {
	const { config, faults } = writtenConfig(form);
	const wrong = new Set(faults.map(({ path }) => path));
	const missing = missingIn(config, fieldsOfForm(form), '').filter(({ path }) => !wrong.has(path));
	const beforehand = [...nameless(form, config, state.features), ...bucketFaults(form, config)];
	const own = [...faults, ...beforehand.filter(({ path }) => !wrong.has(path)), ...missing];
	const told = new Set(own.map(({ path }) => path));
	return [...own, ...refusedByRules(form, config, state).filter(({ path }) => !told.has(path))];
}

/** What the connected server would refuse. Before the server is known there are no rules. */
function refusedByRules(form: Form, config: Configuration, state: DeckState): readonly Fault[] {
	if (state.features.version === undefined) return [];
	// The checks report values of wrong types themselves.
	if (form.asset === 'stream') return checkStream(config as StreamConfig, streamSituation(form, state));
	const situation = consumerSituation(form, state);
	return situation === undefined ? [] : checkConsumer(config, situation);
}

/** What the connected server would accept but ignore, and what jetdeck does not look up: warnings, which block nothing. */
export function formWarnings(form: Form, state: DeckState): readonly Fault[] {
	const { features } = state;
	const dropped = droppedFields(fieldsOfForm(form), writtenConfig(form).config, features).map((each) => ({
		path: each.path,
		message: droppedInWords(each, features),
	}));
	const uncopied = uncopiedBy(writtenConfig(form).config, features).map((each) => ({
		path: `${each.path}.name`,
		message: uncopiedInWords(each),
	}));
	return [...dropped, ...uncopied, ...comparisonLimits(form, state)];
}

/** Whether a fault belongs to a field's row: a list on one line also shows the faults of its entries. */
export function concernsRow(fault: Fault, row: { readonly path: string; readonly kind: string }): boolean {
	return fault.path === row.path || (row.kind === 'text' && fault.path.startsWith(`${row.path}.`));
}

/** A fault as shown below the row of a field: a fault of one entry names the column where that entry begins. */
export function faultSentence(fault: Fault, row: Pick<FormRow, 'path' | 'text' | 'field'>): string {
	const [, entry] = /^\.(\d+)$/.exec(fault.path.slice(row.path.length)) ?? [];
	const isList = row.field?.kind === 'subjects' || row.field?.kind === 'texts';
	const start = entry === undefined || !isList ? undefined : startOfText(row.text, Number(entry));
	return start === undefined ? fault.message : `Column ${start + 1}: ${fault.message}`;
}

function nameless(form: Form, config: Configuration, features: Features): readonly Fault[] {
	return requiredKeys(form).flatMap((path) => {
		const field = fieldsOfForm(form).find((each) => each.name === path);
		return config[path] === undefined && field !== undefined && supports(features, field.since)
			? [needs(field, path)]
			: [];
	});
}

function missingIn(
	record: Readonly<Record<string, unknown>>,
	fields: readonly Field[],
	prefix: string,
): readonly Fault[] {
	return fields.flatMap((field): readonly Fault[] => {
		const value = record[field.name];
		const path = `${prefix}${field.name}`;
		if (value === undefined) return field.required === true ? [needs(field, path)] : [];
		const { fields: inner } = field;
		if (inner === undefined) return [];
		const entries = Array.isArray(value) ? value : [value];
		return entries.flatMap((entry, at) =>
			isRecord(entry) ? missingIn(entry, inner, Array.isArray(value) ? `${path}.${at}.` : `${path}.`) : [],
		);
	});
}

const needs = ({ label }: Field, path: string): Fault => ({ path, message: `${label} is required.` });
