import { type Features, supports } from '../jetstream/server-features.ts';
import { bucketKindOf, type Form } from './form.ts';
import type { FormRow } from './form-row.ts';
import { bucketPresets, consumerPresets, type Preset, streamPresets } from './presets.ts';

export function presetsOf(form: Form): readonly Preset[] {
	if (bucketKindOf(form) !== undefined) return bucketPresets;
	return form.asset === 'stream' ? streamPresets : consumerPresets;
}

/** Their paths are `preset:` and the preset's id; the row without an id starts over. */
export function presetRows(form: Form, features: Features): readonly FormRow[] {
	const there = presetsOf(form).filter(
		({ since, gone }) =>
			(since === undefined || supports(features, since)) && (gone === undefined || !supports(features, gone)),
	);
	const rows = there.map(({ id, label, help }) => presetRow(id, label, help, form.purpose === id));
	return form.purpose === undefined
		? rows
		: [...rows, presetRow('', 'Start again', 'Drops everything that you typed.', false)];
}

function presetRow(id: string, label: string, help: string, chosen: boolean): FormRow {
	const text = chosen ? 'chosen' : '';
	return { path: `preset:${id}`, kind: 'preset', label, text, placeholder: '', help, indent: 0, touched: chosen };
}

export function presetAt(form: Form, row: FormRow): Preset | undefined {
	return presetsOf(form).find(({ id }) => row.path === `preset:${id}`);
}
