import { viewAt } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { currentRow } from './edit.ts';
import type { Form } from './form.ts';
import { stepOf } from './steps.ts';

/** The form in view. */
export function currentForm(state: Pick<DeckState, 'views' | 'forms'>): Form | undefined {
	const view = viewAt(state, 'form');
	return view && state.forms.get(view.form);
}

/** What keys mean in the form in view: text that is typed, a value that is chosen, or a text that is read. */
export function formPlace(state: DeckState): 'form-text' | 'form-choice' | 'form-review' {
	const form = currentForm(state);
	if (form === undefined) return 'form-choice';
	if (stepOf(form).review) return 'form-review';
	const row = currentRow(form, state.features);
	return row?.kind === 'text' && row.closed === undefined ? 'form-text' : 'form-choice';
}
