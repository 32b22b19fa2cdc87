import type { Reading } from '../changes/objects/read-bucket.ts';
import type { Plan } from '../changes/proposal.ts';
import { bucketNameIn } from '../jetstream/buckets/bucket.ts';
import type { DeckState } from '../store/state.ts';
import { objectAt } from '../views/objects/known.ts';
import type { ObjectRow } from '../views/objects/row.ts';
import type { CommandContext } from './command.ts';
import { unwritable } from './key-targets.ts';
import { selection } from './selection.ts';
import { markedRows, several } from './targets.ts';

export const inObjects = ['objects', 'object'] as const;

/** An object by its name. */
export interface OneObject {
	readonly bucket: string;
	readonly name: string;
}

export function bucketInView(state: DeckState): string | undefined {
	const { stream } = selection(state);
	return stream === undefined ? undefined : bucketNameIn(stream)?.bucket;
}

/** The tokens of the marked objects, else of the one that is selected. */
export function objectTokens(state: DeckState): readonly string[] {
	const marked = markedRows(state, 'object');
	const { object } = selection(state);
	return marked.length > 0 ? marked : object === undefined ? [] : [object];
}

/** The objects that a change is about, as far as they were read. */
export const objectTargets = (state: DeckState): readonly ObjectRow[] =>
	objectTokens(state).flatMap((token) => objectAt(state, selection(state).stream ?? '', token) ?? []);

export const noObject = (state: DeckState): string | undefined =>
	objectTokens(state).length === 0 ? 'No object is selected.' : undefined;

/** Why the one object cannot be changed. */
export const changesOne = (context: CommandContext): string | undefined =>
	unwritable(context) ?? noObject(context.state) ?? several(objectTokens(context.state));

/** The object that a question is about. */
export function oneObject(state: DeckState): (OneObject & { readonly row: ObjectRow }) | undefined {
	const bucket = bucketInView(state);
	const [row] = objectTargets(state);
	return bucket === undefined || row === undefined ? undefined : { bucket, name: row.name, row };
}

export function proposeOnObjects(
	{ deck, state: { features } }: CommandContext,
	title: string,
	plan: (around: Reading) => Promise<Plan>,
): void {
	void deck.propose(title, (api, signal) => plan({ api, features, signal }));
}
