import { withWarnings } from '../changes/configure.ts';
import { currentForm } from '../forms/current.ts';
import { readEditorText } from '../forms/editor-text.ts';
import { formFaults } from '../forms/faults.ts';
import type { Form } from '../forms/form.ts';
import { consumerEditAnew, putForm, streamEditAnew } from '../forms/open.ts';
import { stepsOf } from '../forms/steps.ts';
import { planForm } from '../forms/submit.ts';
import { beginText, formAsset, formFile, formTitle, isChanged, takeConfig } from '../forms/text-of-form.ts';
import { toast } from '../store/toast.ts';
import type { Command, CommandContext } from './command.ts';
import type { Deck } from './deck-handle.ts';
import { editRounds } from './edit-rounds.ts';
import { readConsumer, readStream } from './open-form.ts';
import { consumerTargets, noConsumer, noStream, readOnly, several, streamTargets } from './targets.ts';

/** Configurations as JSON, in the editor of the person's own. */
export const editTextCommands: readonly Command[] = [
	{
		id: 'stream.edit-text',
		title: 'Edit stream as JSON',
		more: 'opens $EDITOR',
		keys: ['E'],
		scopes: ['streams', 'stream-text', 'subjects'],
		group: 'change',
		aliases: ['editor'],
		needs: ['stream.update'],
		disabled: ({ state }) => readOnly(state) ?? noStream(state) ?? several(streamTargets(state)),
		run: (context) => readStream(context, (info) => void editAndPropose(context, streamEditAnew(info))),
	},
	{
		id: 'consumer.edit-text',
		title: 'Edit consumer as JSON',
		more: 'opens $EDITOR',
		keys: ['E'],
		scopes: ['consumers', 'consumer', 'lag'],
		group: 'change',
		aliases: ['editor-consumer'],
		disabled: ({ state }) => readOnly(state) ?? noConsumer(state) ?? several(consumerTargets(state)),
		run: (context) => readConsumer(context, (info) => void editAndPropose(context, consumerEditAnew(info))),
	},
	{
		id: 'form.edit-text',
		title: 'Edit form as JSON',
		more: 'opens $EDITOR',
		short: '$EDITOR',
		keys: ['ctrl+g'],
		scopes: ['form-text', 'form-choice', 'form-review'],
		group: 'change',
		rank: 38,
		run: (context) => {
			const form = currentForm(context.state);
			if (form !== undefined) void editInForm(context, form);
		},
	},
];

/**
 * Outside of a form the editor gets the current configuration, not text typed into a form before, and the result is proposed at
 * once. If it is not confirmed, or refused, the form keeps it.
 */
async function editAndPropose(context: CommandContext, anew: Form): Promise<void> {
	const { deck } = context;
	const known = deck.store.getState().forms.get(anew.id);
	const form: Form = known?.left === undefined ? anew : { ...anew, left: known.left };
	const edited = await editText(context, form);
	if (edited === undefined) return;
	const dropped = known !== undefined && isChanged(known) ? [droppedNote] : [];
	const state = deck.store.getState();
	const refused = formFaults(edited.form, state).map(({ message }) => `The server will refuse this: ${message}`);
	deck.propose(`Edit ${formTitle(form)}`, async (api, signal) =>
		withWarnings(await planForm(edited.form, { api, state, signal }), [...refused, ...dropped, ...edited.notes]),
	);
}

const droppedNote = 'This replaces what you typed into the form: the editor started from the current configuration.';

async function editInForm(context: CommandContext, form: Form): Promise<void> {
	const edited = await editText(context, form);
	for (const note of edited?.notes ?? []) toast(context.deck.store, 'warn', note);
}

interface Edited {
	readonly form: Form;
	/** What the person should know of how it was read. */
	readonly notes: readonly string[];
}

/** Has a form written as a text, again and again until it means something or the person gives up. */
async function editText(context: CommandContext, form: Form): Promise<Edited | undefined> {
	const { deck } = context;
	const asset = formAsset(form);
	const after = await editRounds(context, {
		file: formFile(form),
		subject: formTitle(form),
		begun: beginText(form),
		read: (text) => readEditorText(text, form.asset, asset),
	});
	switch (after.kind) {
		case 'no editor':
			return give(deck, 'bad', after.message);
		case 'unchanged':
			if (form.left !== undefined) keepLeft(deck, form, undefined);
			return give(deck, 'info', 'You changed nothing, so there is nothing to send.');
		case 'given up':
			keepLeft(deck, form, { given: after.text, fault: after.fault });
			return give(deck, 'warn', `Not accepted: ${after.fault} jetdeck keeps your text for the next time.`);
		case 'changed': {
			const taken = takeConfig(form, after.config);
			const written = form.info === undefined ? taken : { ...taken, step: stepsOf(taken).length - 1 };
			deck.store.setState((state) => putForm(state, written));
			return { form: written, notes: after.notes };
		}
		default:
			return after satisfies never;
	}
}

/** The text that the next editing starts with, besides what was typed into the form; without one the current configuration. */
function keepLeft({ store }: Deck, form: Form, left: Form['left']): void {
	store.setState((state) => {
		const { left: _, ...rest } = state.forms.get(form.id) ?? form;
		return putForm(state, { ...rest, ...(left !== undefined && { left }) });
	});
}

function give({ store }: Deck, tone: 'bad' | 'info' | 'warn', text: string): undefined {
	toast(store, tone, text);
	return undefined;
}
