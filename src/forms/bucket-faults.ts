import type { Configuration } from '../changes/proposal.ts';
import { bucketNameIn } from '../jetstream/buckets/bucket.ts';
import { bucketNamePattern, mostHistory } from '../jetstream/buckets/oddities.ts';
import type { Fault } from '../jetstream/rules/situation.ts';
import { bucketKindOf, type Form } from './form.ts';

/** What client libraries refuse, though the server takes it. */
export function bucketFaults(form: Form, config: Configuration): readonly Fault[] {
	if (bucketKindOf(form) === undefined) return [];
	const { max_msgs_per_subject: history = 1, max_age: ttl = 0 } = config;
	const marker = Number(config.subject_delete_marker_ttl ?? 0);
	const isNew = form.info === undefined;
	// What another client has set stays editable.
	const read: Configuration = { ...form.info?.config };
	const isOdd = !(Number(history) >= 1 && Number(history) <= mostHistory) && history !== read.max_msgs_per_subject;
	return [
		...(isNew && !isNamed(config.name)
			? [{ path: 'name', message: 'Bucket: a name has letters, digits, - and _ only.' }]
			: []),
		...(bucketKindOf(form) === 'kv' && isOdd
			? [
					{
						path: 'max_msgs_per_subject',
						message: `History kept must be 1 to ${mostHistory}, as client libraries allow.`,
					},
				]
			: []),
		...(marker > 0 && marker < second
			? [{ path: 'subject_delete_marker_ttl', message: 'Marker TTL must be at least 1 s.' }]
			: []),
		...(Number(ttl) > 0 && Number(ttl) < leastTtl
			? [{ path: 'max_age', message: 'TTL must be at least 100 ms.' }]
			: []),
	];
}

const second = 1_000_000_000;
const leastTtl = 100_000_000;

/** A name that is missing is a fault of its own. */
function isNamed(stream: unknown): boolean {
	if (typeof stream !== 'string') return true;
	return bucketNamePattern.test(bucketNameIn(stream)?.bucket ?? '');
}
