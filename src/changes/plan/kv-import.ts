import type { OpenBucket } from '../../jetstream/kv/open-bucket.ts';
import { supports } from '../../jetstream/server-features.ts';
import type { Plan } from '../proposal.ts';
import { elsewhere, unwritableBucket } from './kv-put.ts';
import { plain } from './wording.ts';

/** What to import. */
export interface ImportChoice {
	/** `-` is standard input. */
	readonly file: string;
	/** Only keys that the bucket does not have. */
	readonly absent: boolean;
}

/** Stores the keys of an export. */
export function planKvImport(open: OpenBucket, { file, absent }: ImportChoice): Plan {
	const { bucket, target, source } = open;
	const refused = unwritableBucket(open);
	if (refused !== undefined) return refused;
	const from = file === '-' ? 'standard input' : file;
	return {
		title: `Import keys of ${from} into bucket ${bucket.bucket}`,
		doing: 'importing',
		done: `The keys of ${from} are in bucket ${bucket.bucket}.`,
		effect: 'change',
		consequences: [
			plain(absent ? 'Keys that exist stay as they are.' : 'Keys that exist get the values of the file.'),
			...elsewhere(open),
		],
		steps: [
			{
				asset:
					target === undefined
						? { kind: 'subject', subject: `${bucket.written}>` }
						: { kind: 'stream', stream: target.config.name },
				wire: {
					kind: 'transfer',
					endpoint: 'transfer.kv-import',
					subject: `${bucket.written}>`,
					params: { bucket: bucket.bucket, file },
					body: { absent, ttl: supports(source.features, '2.11') && target?.config.allow_msg_ttl === true },
					makesMessages: true,
				},
				...(target && { expects: { created: target.created } }),
			},
		],
	};
}
