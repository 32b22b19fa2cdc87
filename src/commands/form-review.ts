import type { Confirm } from '../changes/confirm.ts';
import { losesNothing, type Plan, type Planner } from '../changes/proposal.ts';
import { currentForm } from '../forms/current.ts';
import { nextReview, scrollReview, toField } from '../forms/edit.ts';
import { formFaults } from '../forms/faults.ts';
import type { Form } from '../forms/form.ts';
import { putForm } from '../forms/open.ts';
import { planReviewedCreation } from '../forms/plan-creation.ts';
import { reviewText } from '../forms/review.ts';
import { stepOf } from '../forms/steps.ts';
import { planForm } from '../forms/submit.ts';
import { isChanged } from '../forms/text-of-form.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { formView } from '../views/form-view.ts';
import type { Command, CommandContext } from './command.ts';
import { agree } from './confirm.ts';
import { copyText } from './copying.ts';
import { change, step } from './form-step.ts';

/** What keys do in the review of a form. */
export const formReviewCommands: readonly Command[] = [
	{
		id: 'form.send',
		title: 'Create or send',
		more: 'an edit shows its consequences and asks first',
		short: sends,
		keys: ['enter'],
		scopes: ['form-review'],
		group: 'change',
		rank: 50,
		run: send,
	},
	{
		...step('form.next-text', 'Show the next text', ['tab', 'right'], ['form-review'], (form) => nextReview(form, 1)),
		more: 'JSON, nats CLI, Terraform',
		short: 'JSON, nats, Terraform',
		rank: 49,
	},
	step('form.previous-text', 'Show the previous text', ['shift+tab', 'left'], ['form-review'], (form) =>
		nextReview(form, -1),
	),
	{ ...scroll('form.scroll-down', 'Scroll down', ['down', 'j'], () => 1), short: scrolls, rank: 46 },
	scroll('form.scroll-up', 'Scroll up', ['up', 'k'], () => -1),
	scroll('form.scroll-page-down', 'One page down', ['pagedown'], (height) => height),
	scroll('form.scroll-page-up', 'One page up', ['pageup'], (height) => -height),
	scroll('form.scroll-last', 'Go to the end', ['end', 'G'], () => Infinity),
	scroll('form.scroll-first', 'Go to the start', ['home', 'g'], () => -Infinity),
	{
		id: 'form.copy',
		title: 'Copy the text',
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

function sends(state: DeckState): string {
	const form = currentForm(state);
	if (form?.info === undefined) return 'create';
	return isChanged(form) ? 'send' : '';
}

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
	const title = `${form.info === undefined ? 'Create' : 'Edit'} ${form.asset}`;
	const plan: Planner = (api, signal) => planForm(form, { api, state, signal });
	if (form.info !== undefined) {
		void deck.propose(title, plan);
		return;
	}
	if (!isSeen(form, state)) {
		toast(deck.store, 'warn', 'The review was not on the screen yet: press enter again.');
		return;
	}
	const foreseen = planReviewedCreation(form, state);
	void deck.propose(title, plan).then((shown) => {
		if (shown !== undefined && saysNothingMore(shown, foreseen)) agree(deck, shown);
	});
}

/** Whether the current review was on the screen before the key was pressed. */
function isSeen({ draft }: Form, { seen }: DeckState): boolean {
	if (seen === undefined || seen.overlay !== undefined) return false;
	const before = currentForm(seen);
	return before !== undefined && before.draft === draft && stepOf(before).review === true;
}

/** If the review has shown everything that the dialog would, no dialog follows. */
function saysNothingMore({ proposal, unkept }: Confirm, foreseen: Plan): boolean {
	if (unkept !== undefined || 'refusal' in foreseen || !losesNothing(proposal)) return false;
	const told = new Set(foreseen.consequences.map(({ text }) => text));
	return proposal.consequences.every(({ text }) => told.has(text));
}
