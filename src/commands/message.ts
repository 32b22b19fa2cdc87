import type { Integer } from '../format/integer.ts';
import type { PayloadForm } from '../format/payload.ts';
import { replaceView, viewAt } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { messageRows, seqOf } from '../views/messages/rows.ts';
import type { Command, CommandContext } from './command.ts';
import { messagesInView } from './messages.ts';

/** Reading one message. */
export const messageCommands: readonly Command[] = [
	{
		id: 'message.form',
		title: 'Change the payload view',
		more: 'auto, text, JSON or hex',
		short: 'form',
		keys: ['v', 'tab'],
		scopes: ['message'],
		group: 'look',
		rank: 80,
		run: changeForm,
	},
	{
		id: 'key.form',
		title: 'Change the value view',
		more: 'auto, text, JSON or hex',
		short: 'form',
		keys: ['v'],
		scopes: ['key-value'],
		group: 'look',
		rank: 75,
		run: changeForm,
	},
	neighbour('message.next', 'Next message', ']', 1),
	neighbour('message.previous', 'Previous message', '[', -1),
];

function changeForm({ deck, state }: CommandContext): void {
	const view = viewAt(state, 'message') ?? viewAt(state, 'key');
	if (view === undefined) return;
	const as = forms[(forms.indexOf(view.as) + 1) % forms.length] ?? 'auto';
	deck.store.setState(replaceView(state, { ...view, as }));
}

const forms: readonly PayloadForm[] = ['auto', 'text', 'json', 'hex'];

/** The list is read only while it is in view, and dropped if its stream was created again. */
function whyNoOther({ state }: CommandContext): string {
	return messageRows(state, messagesInView({ state })).ids.length === 0
		? 'The messages of the stream were not read yet, or it was created again since: go back to read them.'
		: 'The list has no more messages there; go back to the list to read on.';
}

/** To another message without going back to the list. */
function neighbour(id: string, title: string, key: string, by: 1 | -1): Command {
	const other = ({ state }: Pick<CommandContext, 'state'>): Integer | undefined => {
		const view = viewAt(state, 'message');
		if (view === undefined) return undefined;
		const seqs = messageRows(state, messagesInView({ state })).ids.flatMap((row) => seqOf(row) ?? []);
		return by === 1 ? seqs.find((seq) => seq > view.seq) : seqs.findLast((seq) => seq < view.seq);
	};
	return {
		id,
		title,
		...(by === 1 && { short: (state: DeckState) => (other({ state }) === undefined ? '' : 'next'), rank: 60 }),
		keys: [key],
		scopes: ['message'],
		group: 'go',
		disabled: (context) => (other(context) === undefined ? whyNoOther(context) : undefined),
		run: (context) => {
			const view = viewAt(context.state, 'message');
			const seq = other(context);
			if (view !== undefined && seq !== undefined)
				context.deck.store.setState(replaceView(context.state, { ...view, seq }));
		},
	};
}
