import type { StoredObject } from '../../jetstream/objects/meta.ts';

/** An object in a list. */
export interface ObjectRow extends StoredObject {
	/** How many chunks the bucket has of it; undefined if they were not counted. */
	readonly there?: number | undefined;
}

/** Whether chunks of it are missing, or too many. */
export const isDamaged = ({ meta, there }: ObjectRow): boolean =>
	meta !== undefined && !meta.deleted && meta.link === undefined && there !== undefined && there !== meta.chunks;

/** What a row is, in one or two words. */
export function stateInWords(row: ObjectRow): string {
	const { meta } = row;
	if (meta === undefined) return 'unreadable';
	if (meta.deleted) return 'deleted';
	if (meta.link !== undefined) return 'link';
	return isDamaged(row) ? 'damaged' : 'ok';
}
