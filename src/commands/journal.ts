import type { JournalEntry } from '../changes/journal.ts';
import { lastUndoable } from '../changes/undo.ts';
import { stringifyJson } from '../format/json.ts';
import { open } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { proposeUndo } from './backup.ts';
import type { Command, CommandContext } from './command.ts';
import { copyText } from './copying.ts';
import { selection } from './selection.ts';
import { readOnly } from './targets.ts';

/** What was changed since the program began. */
export const journalCommands: readonly Command[] = [
	{
		id: 'go.journal',
		title: 'Show the journal',
		more: 'changes and their outcomes',
		keys: ['J'],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['journal'],
		run: ({ deck, state }) => deck.store.setState(open(state, { kind: 'journal' })),
	},
	{
		id: 'journal.open',
		title: 'Open the entry',
		more: 'request, reply, and state before',
		short: 'open',
		keys: ['enter', 'l', 'right', 'd', 'y'],
		scopes: ['journal'],
		group: 'go',
		rank: 100,
		disabled: nothing,
		run: ({ deck, state }) => {
			const entry = selection(state).entry;
			if (entry !== undefined) deck.store.setState(open(state, { kind: 'journal-entry', entry }));
		},
	},
	{
		id: 'journal.undo',
		title: 'Undo this change',
		short: 'undo',
		keys: ['u'],
		scopes: ['journal', 'journal-entry'],
		group: 'change',
		rank: 30,
		disabled: (context) => readOnly(context.state) ?? nothing(context),
		run: (context) =>
			undo(
				context,
				context.state.journal.find(({ id }) => id === entryId(context)),
			),
	},
	{
		id: 'change.undo',
		title: 'Undo the last change',
		keys: [],
		scopes: ['everywhere'],
		group: 'change',
		aliases: ['undo'],
		disabled: ({ state }) =>
			readOnly(state) ?? (lastUndone(state) === undefined ? 'There is nothing to undo.' : undefined),
		run: (context) => undo(context, lastUndone(context.state)),
	},
	{
		id: 'journal.copy',
		title: 'Copy entry as JSON',
		short: 'copy',
		keys: ['c'],
		scopes: ['journal', 'journal-entry'],
		group: 'take',
		rank: 20,
		disabled: nothing,
		run: (context) => {
			const id = entryId(context);
			const entry = context.state.journal.find((each) => each.id === id);
			if (entry === undefined) return;
			copyText(context, { label: 'the entry as JSON', text: stringifyJson(entry, 2) });
		},
	},
];

const lastUndone = ({ journal, target }: DeckState): JournalEntry | undefined => lastUndoable(journal, target.label);

function undo(context: CommandContext, entry: JournalEntry | undefined): void {
	if (entry !== undefined) void proposeUndo(context, entry);
}

function entryId({ state }: Pick<CommandContext, 'state'>): string | undefined {
	return selection(state).entry;
}

function nothing(context: CommandContext): string | undefined {
	return entryId(context) === undefined ? 'No changes yet.' : undefined;
}
