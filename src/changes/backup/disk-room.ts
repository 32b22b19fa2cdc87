import { bytes } from '../../format/bytes.ts';
import { warn } from '../plan/wording.ts';
import type { Consequence } from '../proposal.ts';

/**
 * Whether a disk has room for a backup. An archive is compressed, so a stream larger than the free space may fit: only a full disk is refused.
 * @param free bytes; undefined if the system does not know
 * @param size bytes of the streams before compression
 */
export function diskRoom(
	folder: string,
	free: number | undefined,
	size: number,
): { readonly refusal: string } | { readonly notes: readonly Consequence[] } {
	if (free === 0) return { refusal: `The disk of ${folder} is full: choose another disk.` };
	if (free === undefined || free >= size) return { notes: [] };
	return {
		notes: [
			warn(
				`The disk of ${folder} has ${bytes(free)} free, and the messages have ${bytes(size)} before compression: the backup may not fit.`,
			),
		],
	};
}
