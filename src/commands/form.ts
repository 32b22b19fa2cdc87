import { currentForm } from '../forms/current.ts';
import {
	choosePurpose,
	chooseValue,
	currentRow,
	cycleValue,
	isLastRow,
	moveRow,
	openObject,
	putBack,
	toStep,
	typeText,
} from '../forms/edit.ts';
import { bucketKindOf, type Form, isEdit } from '../forms/form.ts';
import type { FormRow } from '../forms/form-row.ts';
import { putForm } from '../forms/open.ts';
import { stepOf, stepsOf } from '../forms/steps.ts';
import { isChanged } from '../forms/text-of-form.ts';
import { bucketNameIn } from '../jetstream/buckets/bucket.ts';
import { supports } from '../jetstream/server-features.ts';
import { latest } from '../store/datum.ts';
import { back, closeOverlay } from '../store/nav.ts';
import type { Choice, Picked, Picks } from '../store/overlay.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { bucketStreams } from '../views/buckets/row.ts';
import { formView } from '../views/form-view.ts';
import type { Scope } from '../views/scope.ts';
import { choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { beginElsewhere } from './form-begin.ts';
import { change, step } from './form-step.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		'form-value': { readonly path: string; readonly text: string; readonly by: PutBy };
	}
}

const rows: readonly Scope[] = ['form-text', 'form-choice'];
const everyPlace: readonly Scope[] = [...rows, 'form-review'];

/** What the keys do while a configuration is written. Letters are text where a text is asked for. */
export const formCommands: readonly Command[] = [
	step('form.down', 'Next row', ['down', 'tab'], rows, (form, state) => moveRow(form, state.features, 1)),
	step('form.up', 'Previous row', ['up', 'shift+tab'], rows, (form, state) => moveRow(form, state.features, -1)),
	step('form.down-letter', 'Next row', ['j'], ['form-choice'], (form, state) => moveRow(form, state.features, 1)),
	step('form.up-letter', 'Previous row', ['k'], ['form-choice'], (form, state) => moveRow(form, state.features, -1)),
	{
		id: 'form.enter',
		title: 'Accept',
		more: 'then go to the next row or step',
		short: 'next',
		keys: ['enter'],
		scopes: rows,
		group: 'change',
		rank: 50,
		run: (context) => {
			if (!beginElsewhere(context)) change(context, enter);
		},
	},
	{
		...step('form.next-value', 'Next value', ['right', 'space', 'l'], ['form-choice'], (form, state) =>
			cycle(form, state, 1),
		),
		short: 'change',
		rank: 48,
	},
	step('form.previous-value', 'Previous value', ['left', 'h'], ['form-choice'], (form, state) =>
		cycle(form, state, -1),
	),
	page('form.page-down', 'One page down', 'pagedown', 1),
	page('form.page-up', 'One page up', 'pageup', -1),
	{
		id: 'form.next-step',
		title: 'Next step',
		// Of an edit that is the review.
		short: (state) => (currentForm(state)?.info === undefined ? 'next step' : ''),
		keys: ['ctrl+n'],
		scopes: rows,
		group: 'change',
		rank: 45,
		run: (context) => goOn(context, ({ step: at }) => at + 1),
	},
	step('form.previous-step', 'Previous step', ['ctrl+p'], everyPlace, (form) => toStep(form, form.step - 1)),
	{
		id: 'form.review',
		title: 'Review the request',
		short: 'review',
		keys: ['ctrl+r'],
		scopes: rows,
		group: 'change',
		rank: 44,
		run: (context) => goOn(context, (form) => stepsOf(form).length - 1),
	},
	{
		...step('form.put-back', 'Restore or remove', ['ctrl+d'], rows, (form, state) => {
			const row = currentRow(form, state.features);
			return row === undefined || row.closed !== undefined ? form : putBack(form, row);
		}),
		more: 'restore the row; remove the source, transform or object',
		short: (state) => (rowOf({ state })?.touched ? 'restore' : ''),
		rank: 40,
	},
	{
		id: 'form.choose',
		title: 'Choose from a list',
		short: (state) => (choicesOf({ state }).length === 0 ? '' : 'choose'),
		keys: ['ctrl+o'],
		scopes: rows,
		group: 'change',
		rank: 39,
		disabled: (context) => (choicesOf(context).length === 0 ? 'There is no list for this field.' : undefined),
		run: (context) => choose(context, rowOf(context)?.label ?? '', choicesOf(context)),
	},
	{
		id: 'form.back',
		title: 'Go one step back',
		more: 'on the first step, leave the form',
		short: 'back',
		keys: ['esc'],
		scopes: everyPlace,
		group: 'go',
		rank: 42,
		run: ({ deck, state }) => {
			const form = currentForm(state);
			if (form === undefined || form.step === 0) leave({ deck, state });
			else deck.store.setState(putForm(state, toStep(form, form.step - 1)));
		},
	},
];

/** By as many rows as there is room for, less one: what was last is seen again. */
function page(id: string, title: string, key: string, by: 1 | -1): Command {
	return step(id, title, [key], rows, (form, state) =>
		moveRow(form, state.features, by * Math.max(1, (formView(state)?.body ?? 1) - 1)),
	);
}

/** Goes to another step. The preset under the cursor is chosen, unless it is the row that starts over. */
function goOn(context: CommandContext, to: (form: Form) => number): void {
	if (beginElsewhere(context)) return;
	change(context, (form, state) => {
		// What was written in an editor is not for a purpose to complete.
		const isWritten = form.purpose === undefined && Object.keys(form.draft).length > 0;
		const id = isWritten ? undefined : purposeUnderCursor(form, state);
		return toStep(id && id !== form.purpose ? choosePurpose(form, id, state.features) : form, to(form));
	});
}

/** Its id, empty to start over; undefined if none is chosen. */
function purposeUnderCursor(form: Form, { features }: DeckState): string | undefined {
	const row = currentRow(form, features);
	return row?.kind === 'preset' ? row.path.slice('preset:'.length) : undefined;
}

function enter(form: Form, state: DeckState): Form {
	const row = currentRow(form, state.features);
	const purpose = purposeUnderCursor(form, state);
	if (purpose !== undefined) {
		const chosen = choosePurpose(form, purpose, state.features);
		return purpose === '' ? chosen : toStep(chosen, form.step + 1);
	}
	if (row !== undefined && opens(row)) return openObject(form, row);
	return isLastRow(form, state.features) ? toStep(form, form.step + 1) : moveRow(form, state.features, 1);
}

/** Nothing is set yet, and enter adds it. */
function opens({ kind, closed, touched, text }: FormRow): boolean {
	return closed === undefined && (kind === 'add' || (kind === 'object' && !touched && text === ''));
}

function cycle(form: Form, state: DeckState, by: 1 | -1): Form {
	const row = currentRow(form, state.features);
	if (row === undefined || row.closed !== undefined) return form;
	if (row.kind === 'enum' || row.kind === 'flag') return cycleValue(form, row, state.features, by);
	return by === 1 && opens(row) ? openObject(form, row) : form;
}

function leave({ deck, state }: Pick<CommandContext, 'deck' | 'state'>): void {
	deck.store.setState(back(state));
	const form = currentForm(state);
	if (form?.purpose !== undefined || (form !== undefined && isChanged(form)))
		toast(deck.store, 'info', 'jetdeck keeps what you typed: press the same key to return to it.');
}

function rowOf({ state }: Pick<CommandContext, 'state'>): FormRow | undefined {
	const form = currentForm(state);
	return form && currentRow(form, state.features);
}

/** Streams for a mirror or a source, those that match what was typed first; the values of an enumeration. */
function choicesOf({ state }: Pick<CommandContext, 'state'>): readonly Omit<Choice, 'id'>[] {
	const form = currentForm(state);
	const row = rowOf({ state });
	if (form === undefined || row === undefined || stepOf(form).review) return [];
	const value = (text: string, by: PutBy): Picked => ({ kind: 'form-value', path: row.path, text, by });
	if (/^(mirror|sources\.\d+)\.name$/.test(row.path)) {
		const names = copiable(form, state);
		const typed = row.text.toLowerCase();
		const matching = names.filter((name) => name.toLowerCase().includes(typed));
		return (matching.length > 0 ? matching : names).map((name) => ({
			label: name,
			detail: subjectsOf(state, name),
			pick: value(name, 'typing'),
		}));
	}
	return (row.field?.values ?? [])
		.filter(({ since }) => supports(state.features, since))
		.map((each) => ({ label: each.label, detail: each.help, pick: value(each.value, 'choosing') }));
}

/** Names to copy from: a bucket copies another one of its kind, by its own name. */
function copiable(form: Form, state: DeckState): readonly string[] {
	const kind = bucketKindOf(form);
	if (kind === undefined || isEdit(form)) return latest(state.streamNames) ?? [];
	return bucketStreams(state).flatMap((stream) => {
		const named = bucketNameIn(stream);
		return named?.kind === kind ? [named.bucket] : [];
	});
}

const putBy = { typing: typeText, choosing: chooseValue } as const;
type PutBy = keyof typeof putBy;

export function putValue({ deck, state }: CommandContext, { path, text, by }: Picks['form-value']): void {
	const form = currentForm(state);
	if (form !== undefined) deck.store.setState({ ...putForm(state, putBy[by](form, path, text)), ...closeOverlay() });
}

function subjectsOf(state: DeckState, name: string): string {
	const entry = state.streams.entries.get(name);
	return (entry && latest(entry.info)?.config.subjects?.join(' ')) ?? '';
}
