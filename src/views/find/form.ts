import { currentForm } from '../../forms/current.ts';
import { currentRow, toField } from '../../forms/edit.ts';
import type { Form } from '../../forms/form.ts';
import type { FormRow } from '../../forms/form-row.ts';
import { putForm } from '../../forms/open.ts';
import { formRows } from '../../forms/rows.ts';
import { stepOf, stepsOf } from '../../forms/steps.ts';
import type { DeckState } from '../../store/state.ts';
import type { Searched } from './searched.ts';

/** Searches the fields of all steps of a form: their labels, their JSON names and their values. */
export const searchedForm: Searched = {
	unit: 'field',
	live: true,
	hits: (state, text) => {
		const wanted = text.toLowerCase();
		return rowsIn(state).flatMap((row, at) =>
			row.kind !== 'heading' && saidBy(row).includes(wanted) ? [{ row: at, unfold: [] }] : [],
		);
	},
	at: (state) => {
		const form = currentForm(state);
		if (form === undefined) return -1;
		const before = stepsOf(form).slice(0, form.step);
		const above = before.reduce((sum, _, step) => sum + formRows({ ...form, step }, state.features).length, 0);
		const path = currentRow(form, state.features)?.path;
		const row = formRows(form, state.features).findIndex((each) => each.path === path);
		return row < 0 ? above - 0.5 : above + row;
	},
	show: (state, { row }) => {
		const form = currentForm(state);
		const path = rowsIn(state)[row]?.path;
		return form === undefined || path === undefined ? {} : putForm(state, toField(form, path, state.features));
	},
	mark: (state) => {
		const form = currentForm(state);
		return form === undefined ? '' : `${form.step} ${rowMark(form, state)}`;
	},
};

function rowMark(form: Form, { features }: DeckState): string {
	return stepOf(form).review ? 'review' : (currentRow(form, features)?.path ?? '');
}

/** The rows of all steps, in order. */
function rowsIn(state: DeckState): readonly FormRow[] {
	const form = currentForm(state);
	if (form === undefined) return [];
	return stepsOf(form).flatMap((_, step) => formRows({ ...form, step }, state.features));
}

function saidBy({ label, path, text }: FormRow): string {
	return `${label}\n${path}\n${text}`.toLowerCase();
}
