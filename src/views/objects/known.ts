import { memo } from '../../format/memo.ts';
import { isVisible } from '../../jetstream/objects/meta.ts';
import { latest, unknown } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import type { ObjectRow } from './row.ts';
import type { BucketObjects } from './slice.ts';

export const objectsOf = ({ objects }: Pick<DeckState, 'objects'>, stream: string): BucketObjects | undefined =>
	latest(objects.entries.get(stream) ?? unknown);

export const objectAt = (state: Pick<DeckState, 'objects'>, stream: string, token: string): ObjectRow | undefined =>
	objectsOf(state, stream)?.objects.get(token);

/** So that the bucket is checked again. */
export function withoutCheck({ bucketChecks }: Pick<DeckState, 'bucketChecks'>, stream: string) {
	const entries = new Map(bucketChecks.entries);
	entries.delete(stream);
	return { bucketChecks: { entries } };
}

/** The tokens that the list shows, before filtering: without deleted objects, unless these are shown too. */
export function shownObjects(state: DeckState, stream: string): readonly string[] {
	const known = objectsOf(state, stream);
	return known === undefined ? nothing : tokensOf(known.objects, state.deletedShown.has(stream));
}

const nothing: readonly string[] = [];

const tokensOf = memo((objects: BucketObjects['objects'], withDeleted: boolean): readonly string[] =>
	[...objects.values()].flatMap((object) => (withDeleted || isVisible(object) ? [object.token] : [])),
);
