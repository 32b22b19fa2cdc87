import type { Line } from '../format/line.ts';
import type { Form } from '../forms/form.ts';
import { lackingTool, reviewedConfig, reviewText } from '../forms/review.ts';
import type { DeckState } from '../store/state.ts';
import { paragraph } from './confirm-lines.ts';
import { jsonViewLines } from './json-lines.ts';

/** The review of a form, as one of its texts. */
export function reviewLines(form: Form, state: DeckState, columns: number): readonly Line[] {
	if (form.review === 'JSON') return jsonViewLines(reviewedConfig(form, state), columns);
	const lines = reviewText(form, state)
		.trimEnd()
		.split('\n')
		.flatMap((line) => (line === '' ? [[]] : paragraph(`  ${line}`, 'plain', columns, 4)));
	const lack = lackingTool(form.review, state.features);
	return lack === undefined ? lines : [...paragraph(`  ! ${lack}`, 'warn', columns, 4), [], ...lines];
}
