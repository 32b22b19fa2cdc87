import type { Field } from '../../jetstream/fields/field.ts';
import type { Fault } from '../../jetstream/rules/situation.ts';
import { fieldsOfAsset, writtenConfig } from './config.ts';
import type { Form } from './form.ts';

/** What keeps a form from being sent, as far as can be told from here; what was typed wrongly comes first. */
export function formFaults(form: Form): readonly Fault[] {
	const { config, faults } = writtenConfig(form);
	const wrong = new Set(faults.map(({ path }) => path));
	const missing = missingIn(config, fieldsOfAsset[form.asset], '').filter(({ path }) => !wrong.has(path));
	return [...faults, ...nameless(form, config).filter(({ path }) => !wrong.has(path)), ...missing];
}

/** A consumer is called by one of two keys; a push consumer needs its subject. */
function nameless(form: Form, config: Readonly<Record<string, unknown>>): readonly Fault[] {
	if (form.asset !== 'consumer' || form.info !== undefined) return [];
	const name = form.draft.durable_name === undefined ? 'name' : 'durable_name';
	const needed = [name, ...(form.draft.deliver_subject === undefined ? [] : ['deliver_subject'])];
	return needed.flatMap((path) => {
		const field = fieldsOfAsset.consumer.find((each) => each.name === path);
		return config[path] === undefined && field !== undefined ? [needs(field, path)] : [];
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
		if (field.fields === undefined || typeof value !== 'object' || value === null) return [];
		const inner = field.fields;
		return Array.isArray(value)
			? value.flatMap((entry, at) => missingIn(entry as Readonly<Record<string, unknown>>, inner, `${path}.${at}.`))
			: missingIn(value as Readonly<Record<string, unknown>>, inner, `${path}.`);
	});
}

const needs = ({ label }: Field, path: string): Fault => ({ path, message: `${label} is needed.` });
