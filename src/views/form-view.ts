import type { Line } from '../format/line.ts';
import { currentForm } from '../forms/current.ts';
import { formFaults } from '../forms/faults.ts';
import { stepOf } from '../forms/steps.ts';
import type { DeckState } from '../store/state.ts';
import { type FormPicture, formPicture, stepLines } from './form-lines.ts';
import { listHeight } from './layout.ts';

/** At this width or more the steps are beside the rows. */
const WIDE = 104;
/** Columns of the steps. */
export const RAIL = 28;

/** The form in view, as far as it is visible. */
export interface FormView extends FormPicture {
	/** The steps, if there is room for them. */
	readonly rail: readonly Line[];
	/** Lines of the form that fit above those at the bottom. */
	readonly body: number;
	/** The first line in view. */
	readonly offset: number;
}

export function formView(state: DeckState): FormView | undefined {
	const form = currentForm(state);
	if (form === undefined) return undefined;
	const { columns } = state.size;
	const wide = columns >= WIDE;
	const rail = wide ? stepLines(form, formFaults(form, state), state) : [];
	const inner = wide ? columns - RAIL : columns;
	const picture = formPicture(form, state, inner);
	const body = Math.max(1, listHeight(state) - picture.below.length - 1);
	const last = Math.max(0, picture.lines.length - body);
	// The review scrolls freely; rows follow the cursor, which stays in the middle.
	const wanted =
		stepOf(form).review === true ? (form.scrolled ?? 0) : Math.max(0, picture.cursor - Math.floor(body / 2));
	const offset = Math.min(last, wanted);
	return { ...picture, rail, body, offset };
}
