import { viewAt } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { currentRow } from './edit.ts';
import type { Form } from './form.ts';
import { stepOf } from './steps.ts';

export function currentForm(state: Pick<DeckState, 'views' | 'forms'>): Form | undefined {
	const view = viewAt(state, 'form');
	return view && state.forms.get(view.form);
}

/** What keys do in the form: type text, choose a value, or read a text. */
export function formPlace(state: DeckState): 'form-text' | 'form-choice' | 'form-review' {
	const form = currentForm(state);
	if (form === undefined) return 'form-choice';
	if (stepOf(form).review) return 'form-review';
	const row = currentRow(form, state.features);
	return row?.kind === 'text' && row.closed === undefined ? 'form-text' : 'form-choice';
}
