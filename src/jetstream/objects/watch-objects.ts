import type { Link } from '../../nats/link.ts';
import { watchSubject } from '../messages/watch-subject.ts';
import type { Problem } from '../problem.ts';
import { objectOf, type StoredObject } from './meta.ts';
import type { ObjectSource } from './source.ts';
import { allMetas } from './subjects.ts';

export interface WatchOptions {
	/** `latest`: the objects that are there first. */
	readonly from: 'latest' | 'new';
	readonly onObject: (object: StoredObject) => void;
	/** Changes may be missed until it goes on. */
	readonly onTrouble: (problem: Problem) => void;
	readonly signal: AbortSignal;
}

/** Reports each change of a bucket until the signal ends it. @returns why it cannot */
export function watchObjects(
	link: Link,
	{ api, bucket }: ObjectSource,
	{ from, onObject, onTrouble, signal }: WatchOptions,
): Promise<Problem | undefined> {
	return watchSubject(link, api, {
		stream: bucket.stream,
		filter: allMetas(bucket),
		from,
		onMessage: (entry) => onObject(objectOf(entry, bucket)),
		onTrouble,
		signal,
	});
}
