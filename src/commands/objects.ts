import { planRemoveOrphans } from '../changes/objects/plan-orphans.ts';
import { bucketNameIn } from '../jetstream/buckets/bucket.ts';
import { latest, unknown } from '../store/datum.ts';
import { open, viewAt } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { withoutCheck } from '../views/objects/known.ts';
import type { Command, CommandContext } from './command.ts';
import { unwritable } from './key-targets.ts';
import { bucketInView, noObject, proposeOnObjects } from './object-targets.ts';
import { selection } from './selection.ts';

/** The objects of a bucket, and what is wrong in it. */
export const objectCommands: readonly Command[] = [
	{
		id: 'objects.open',
		title: 'Open the object',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['objects'],
		group: 'go',
		rank: 100,
		disabled: ({ state }) => noObject(state),
		run: ({ deck, state }) => {
			const { stream, object: token } = selection(state);
			if (stream !== undefined && token !== undefined)
				deck.store.setState(open(state, { kind: 'object', stream, token }));
		},
	},
	{
		id: 'objects.check',
		title: 'Check the objects',
		more: 'damage, and chunks that no object has',
		short: 'check',
		keys: ['K'],
		scopes: ['objects'],
		group: 'go',
		rank: 50,
		aliases: ['check-objects'],
		run: openObjectCheck,
	},
	{
		id: 'objects.deleted',
		title: 'Show deleted objects',
		more: 'or hide them again',
		keys: ['X'],
		scopes: ['objects'],
		group: 'list',
		run: ({ deck, state }) => {
			const view = viewAt(state, 'objects');
			if (view === undefined) return;
			const deletedShown = new Set(state.deletedShown);
			if (!deletedShown.delete(view.stream)) deletedShown.add(view.stream);
			deck.store.setState({ deletedShown });
		},
	},
	{
		id: 'objects.orphans',
		title: 'Remove chunks without object',
		short: (state) => (orphans(state).length === 0 ? '' : 'remove'),
		keys: ['ctrl+d'],
		scopes: ['object-check'],
		group: 'change',
		rank: 90,
		disabled: (context) =>
			unwritable(context) ??
			(orphans(context.state).length === 0 ? 'Every chunk belongs to an object: nothing is to be removed.' : undefined),
		run: (context) => {
			const bucket = bucketInView(context.state);
			const found = orphans(context.state);
			if (bucket !== undefined)
				proposeOnObjects(context, 'Remove chunks', (around) =>
					planRemoveOrphans({ bucket, orphans: found }, { ...around, now: Date.now() }),
				);
		},
	},
];

/** Of the object store that is selected. */
export function openObjectCheck({ deck, state }: CommandContext): void {
	const { stream } = selection(state);
	if (stream !== undefined && bucketNameIn(stream)?.kind === 'objects')
		// An earlier check says nothing about now.
		deck.store.setState({ ...open(state, { kind: 'object-check', stream }), ...withoutCheck(state, stream) });
	else toast(deck.store, 'warn', 'Select an object store first.');
}

function orphans(state: DeckState) {
	const { stream } = selection(state);
	return latest(state.bucketChecks.entries.get(stream ?? '') ?? unknown)?.orphans ?? [];
}
