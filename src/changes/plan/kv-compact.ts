import { parseTimestamp } from '../../format/duration.ts';
import { plus } from '../../format/exact.ts';
import { plural } from '../../format/integer.ts';
import type { KvEntry } from '../../jetstream/kv/entry.ts';
import { isStorable } from '../../jetstream/kv/key.ts';
import type { OpenKvBucket } from '../../jetstream/kv/open-bucket.ts';
import type { DeletedKey } from '../../jetstream/kv/read-deleted.ts';
import type { Consequence, Plan } from '../proposal.ts';
import { unwritableBucket } from './kv-put.ts';
import { streamStep } from './steps.ts';
import { bad, plain, warn } from './wording.ts';

/** Markers that are younger stay, as with the nats CLI: watchers and mirrors that were away have yet to see them. */
const youngestMs = 30 * 60_000;

/** Most keys in one proposal: each is a request. */
const mostKeys = 1_000;

/**
 * Removes deleted keys: their markers, and what is left of their history. It removes nothing that is newer than the marker that was read.
 * @param deleted the latest revisions of the deleted keys
 */
export function planKvCompact(open: OpenKvBucket, deleted: readonly DeletedKey[], now: number): Plan {
	const { bucket, target } = open;
	const refused = unwritableBucket(open);
	if (refused !== undefined) return refused;
	if (target === undefined)
		return { refusal: `Bucket ${bucket.bucket} is stored in another domain or account: purge its deleted keys there.` };
	if (target.config.deny_purge === true)
		return { refusal: `Bucket ${bucket.bucket} has deny_purge: nothing of it can be removed. Nothing was sent.` };
	const removable = deleted.filter(({ key, operation }) => operation !== 'put' && isStorable(key));
	const isYoung = (entry: KvEntry): boolean => isYoungMarker(entry, now);
	const young = removable.filter((entry) => isYoung(entry) && !entry.alone);
	const old = removable.filter((entry) => !isYoung(entry));
	const done = [...old, ...young].slice(0, mostKeys);
	const markers = done.filter((entry) => !isYoung(entry)).length;
	const histories = done.length - markers;
	const kept = removable.filter(isYoung).length;
	const keptWords = `${plural(kept, 'key')} ${kept === 1 ? 'was' : 'were'} deleted less than 30 minutes ago: ${kept === 1 ? 'its marker stays' : 'their markers stay'}, for watchers that have yet to see ${kept === 1 ? 'it' : 'them'}.`;
	if (done.length === 0)
		return {
			refusal: kept === 0 ? `Bucket ${bucket.bucket} has no deleted keys.` : `Nothing to purge. ${keptWords}`,
			unchanged: true,
		};
	return {
		title: `Purge ${plural(done.length, 'deleted key')} of bucket ${bucket.bucket}`,
		doing: 'purging',
		done: `${doneWords(markers, histories)} of bucket ${bucket.bucket}.`,
		effect: 'destroy',
		typed: `purge ${plural(done.length, 'key')}`,
		consequences: [
			...removals(markers, histories),
			...(kept === 0 ? [] : [plain(keptWords)]),
			...(old.length + young.length > mostKeys
				? [warn(`These are the first ${plural(mostKeys, 'key')}: purge again for the others.`)]
				: []),
			plain('A key that somebody writes meanwhile keeps its new value.'),
		],
		steps: done.map((entry) =>
			streamStep(target, 'stream.purge', {
				filter: `${bucket.written}${entry.key}`,
				// Below this sequence: a purge of the whole subject would remove a value that came since.
				seq: isYoung(entry) ? entry.revision : plus(entry.revision, 1),
			}),
		),
	};
}

/** What was removed: markers with all before them, and only the histories of others. */
function doneWords(markers: number, histories: number): string {
	const removed = [
		...(markers === 0 ? [] : [`the ${markers === 1 ? 'marker' : 'markers'} of ${plural(markers, 'deleted key')}`]),
		...(histories === 0 ? [] : [`the history of ${plural(histories, 'deleted key')}`]),
	].join(' and ');
	return `Removed ${removed}`;
}

function removals(markers: number, histories: number): readonly Consequence[] {
	const [marker, its] = markers === 1 ? ['marker', 'its'] : ['markers', 'their'];
	const whole = `The ${marker} of ${plural(markers, 'deleted key')} will be removed, with all that is left of ${its} history. It cannot be undone.`;
	const history = `The history of ${plural(histories, 'deleted key')} will be removed. It cannot be undone.`;
	return [...(markers === 0 ? [] : [bad(whole)]), ...(histories === 0 ? [] : [bad(history)])];
}

/** A marker that stays: only what is before it is removed. */
export const isYoungMarker = ({ time }: KvEntry, now: number): boolean =>
	now - (parseTimestamp(time) ?? 0) < youngestMs;
