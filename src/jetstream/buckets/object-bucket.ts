import { subjectsOverlap } from '../subject-match.ts';
import type { StreamConfig } from '../wire.ts';
import { bucketNamed, mirrored, type Origin, originOf } from './origin.ts';

/** An object store: a stream by the convention of all client libraries. */
export interface ObjectBucket {
	readonly kind: 'objects';
	readonly bucket: string;
	readonly stream: string;
	/** How the subjects of its metas and chunks begin, with the last dot: `$O.B.`; in a mirror as in its origin. */
	readonly stored: string;
	/** The store that it mirrors. */
	readonly origin?: Origin;
	readonly config: StreamConfig;
}

const start = 'OBJ_';

/** The object store that a stream is: its name begins with `OBJ_`, and it has the subjects of a store or mirrors or sources one. */
export function objectBucketOf(config: StreamConfig): ObjectBucket | undefined {
	const { name: stream, subjects, sources } = config;
	const bucket = bucketNamed(stream, start);
	if (bucket === undefined) return undefined;
	const origin = originOf(config, start);
	const copies = origin !== undefined || sources?.some(({ name }) => bucketNamed(name, start) !== undefined);
	if (!copies && !subjects?.some((subject) => subjectsOverlap(subject, `$O.${bucket}.>`))) return undefined;
	const stored = mirrored(config, `$O.${origin?.bucket ?? bucket}.`);
	return { kind: 'objects', bucket, stream, stored, config, ...(origin && { origin }) };
}
