import { bytes } from '../../format/bytes.ts';
import { parseTimestamp } from '../../format/duration.ts';
import { plural } from '../../format/integer.ts';
import type { Orphan } from '../../jetstream/objects/check-bucket.ts';
import { buildSubject } from '../../jetstream/subject.ts';
import { bad, plain, toBeTyped } from '../plan/wording.ts';
import type { Proposal } from '../proposal.ts';
import { objectStep } from './object-step.ts';
import { openToWrite } from './open-to-write.ts';
import type { Reading, Refused } from './read-bucket.ts';

/** A put whose last chunk is younger may be running: it looks the same until it ends. */
const youngestMs = 10 * 60_000;

/** Removes chunks that no object names. */
export async function planRemoveOrphans(
	{ bucket, orphans: all }: { readonly bucket: string; readonly orphans: readonly Orphan[] },
	around: Reading & { readonly now: number },
): Promise<Proposal | Refused> {
	const opened = await openToWrite(bucket, around);
	if ('refusal' in opened) return opened;
	if (all.length === 0)
		return { refusal: `Every chunk of bucket ${bucket} belongs to an object: nothing is to be removed.` };
	if (opened.bucket.config.deny_purge)
		return { refusal: `Stream ${opened.bucket.stream} refuses purges (deny_purge).` };
	// By the clock of the server, which also gave the chunks their times.
	const now = parseTimestamp(opened.info.ts ?? '') ?? around.now;
	const orphans = all.filter(({ last }) => now - (parseTimestamp(last ?? '') ?? now) >= youngestMs);
	const kept = youngInWords(all.length - orphans.length);
	if (orphans.length === 0) return { refusal: `Nothing to remove. ${kept}` };
	const chunks = orphans.reduce((sum, each) => sum + each.chunks, 0);
	const size = orphans.reduce((sum, each) => sum + (each.bytes ?? 0), 0);
	const subject = buildSubject(around.api.prefix, 'stream.purge', { stream: opened.bucket.stream });
	return {
		title: `Remove ${plural(chunks, 'chunk')} without an object from bucket ${bucket}`,
		doing: 'removing',
		done: `${plural(chunks, 'chunk')} without an object ${chunks === 1 ? 'is' : 'are'} removed.`,
		effect: 'destroy',
		typed: toBeTyped([bucket], 'remove', 'bucket'),
		consequences: [
			bad(`${plural(chunks, 'chunk')} of ${plural(orphans.length, 'put')}, about ${bytes(size)}, will be lost.`),
			...(all.length > orphans.length ? [plain(kept)] : []),
		],
		steps: orphans.map(({ nuid, chunks: count, lastSeq }) =>
			objectStep(opened, {
				endpoint: 'transfer.object-orphans',
				subject: subject.ok ? subject.subject : '',
				params: { nuid },
				body: { chunks: count, ...(lastSeq !== undefined && { last_seq: lastSeq }) },
				title: `Remove ${plural(count, 'chunk')} of put ${nuid} from bucket ${bucket}`,
			}),
		),
	};
}

const youngInWords = (puts: number): string =>
	`The chunks of ${plural(puts, 'put')} are less than 10 minutes old, or could not be read: ${puts === 1 ? 'it' : 'they'} may be running, so these chunks stay.`;
