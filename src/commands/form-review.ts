import { currentForm } from '../forms/current.ts';
import { nextReview, scrollReview, toField } from '../forms/edit.ts';
import { formFaults } from '../forms/faults.ts';
import { putForm } from '../forms/open.ts';
import { reviewText } from '../forms/review.ts';
import { planForm } from '../forms/submit.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { formView } from '../views/form-view.ts';
import type { Command, CommandContext } from './command.ts';
import { copyText } from './copying.ts';
import { change, step } from './form-step.ts';

/** What the keys do where all that a form would send is read. */
export const formReviewCommands: readonly Command[] = [
	{
		id: 'form.send',
		title: 'Show what will happen, and ask',
		short: 'send',
		keys: ['enter'],
		scopes: ['form-review'],
		group: 'change',
		rank: 50,
		run: send,
	},
	{
		...step('form.next-text', 'JSON, nats CLI, Terraform', ['tab', 'right'], ['form-review'], (form) =>
			nextReview(form, 1),
		),
		short: 'JSON, nats, Terraform',
		rank: 49,
	},
	step('form.previous-text', 'The text before', ['shift+tab', 'left'], ['form-review'], (form) => nextReview(form, -1)),
	{ ...scroll('form.scroll-down', 'Scroll down', ['down', 'j'], () => 1), short: scrolls, rank: 46 },
	scroll('form.scroll-up', 'Scroll up', ['up', 'k'], () => -1),
	scroll('form.scroll-page-down', 'One page down', ['pagedown'], (height) => height),
	scroll('form.scroll-page-up', 'One page up', ['pageup'], (height) => -height),
	scroll('form.scroll-last', 'To the end', ['end', 'G'], () => Infinity),
	scroll('form.scroll-first', 'To the beginning', ['home', 'g'], () => -Infinity),
	{
		id: 'form.copy',
		title: 'Copy the text that is shown',
		short: 'copy',
		keys: ['c', 'y'],
		scopes: ['form-review'],
		group: 'take',
		rank: 47,
		run: (context) => {
			const form = currentForm(context.state);
			if (form !== undefined) copyText(context, { label: form.review, text: reviewText(form, context.state) });
		},
	},
];

/** Nothing where all of it is in view. */
function scrolls(state: DeckState): string {
	const view = formView(state);
	return view !== undefined && view.lines.length > view.body ? 'scroll' : '';
}

function scroll(id: string, title: string, keys: readonly string[], by: (height: number) => number): Command {
	return {
		id,
		title,
		keys,
		scopes: ['form-review'],
		group: 'move',
		run: (context) => {
			const view = formView(context.state);
			if (view !== undefined)
				change(context, (form) => scrollReview(form, view.lines.length, by(view.body), view.body));
		},
	};
}

function send({ deck, state }: CommandContext): void {
	const form = currentForm(state);
	if (form === undefined) return;
	const [fault] = formFaults(form, state);
	if (fault !== undefined) {
		deck.store.setState(putForm(state, toField({ ...form, checked: true }, fault.path, state.features)));
		toast(deck.store, 'warn', fault.message);
		return;
	}
	deck.propose(`${form.info === undefined ? 'Create' : 'Edit'} ${form.asset}`, (api, signal) =>
		planForm(form, { api, state, signal }),
	);
}
