import { bytes } from '../../format/bytes.ts';
import { count } from '../../format/integer.ts';
import type { Problem } from '../problem.ts';
import type { StreamConfig } from '../wire.ts';
import type { KvWrite } from './write.ts';

/** The words for a write that a bucket refused. */
type Words = (write: KvWrite, config: StreamConfig | undefined) => Pick<Problem, 'message' | 'advice'>;

const changed: Words = ({ kind, key, revision }) =>
	kind === 'create'
		? { message: `The key ${key} exists already.`, advice: 'Nothing was stored. Update it, or put the value.' }
		: {
				message: `The key ${key} has changed: its last revision is not ${count(revision ?? 0)}.`,
				advice: 'Nothing was stored. Read it again, and decide which value is right.',
			};

const rows: readonly (readonly [codes: readonly number[], words: Words])[] = [
	// 2.12 and later answer 10164 where the stream has several copies.
	[[10071, 10164], changed],
	[
		[10054],
		({ value }, config) => ({
			message: `The value has ${bytes(value.length)}, and the bucket takes at most ${bytes(config?.max_msg_size ?? 0)}.`,
			advice: 'Nothing was stored. max_msg_size counts the headers too.',
		}),
	],
	[
		[10077],
		({ kind }) => ({
			message: 'The bucket is full.',
			advice: `${kind === 'delete' || kind === 'purge' ? 'Nothing was removed: a deleted key needs room for its marker.' : 'Nothing was stored.'} Raise max_bytes or max_msgs of its stream, or purge the stream by subject, which needs no room.`,
		}),
	],
	[
		[10111],
		({ key }) => ({
			message: `The key ${key} cannot be purged: the bucket does not have allow_rollup_hdrs.`,
			advice: 'Nothing was removed. Delete the key, or set allow_rollup_hdrs of its stream.',
		}),
	],
	[
		[10165],
		() => ({
			message: 'The server does not take this TTL.',
			advice: 'Nothing was stored. A TTL is one second or more.',
		}),
	],
	[
		[10166],
		() => ({
			message: 'The bucket does not take a TTL per key.',
			advice: 'Nothing was stored. Set allow_msg_ttl of its stream (2.11 and later), or leave the TTL out.',
		}),
	],
	[[10109], () => ({ message: 'The bucket is sealed.', advice: 'Nothing was stored: a seal cannot be removed.' })],
];

const words = new Map(rows.flatMap(([codes, said]) => codes.map((code) => [code, said] as const)));

/** A refusal of a bucket, in its own words. */
export function refusedWrite(problem: Problem, write: KvWrite, config: StreamConfig | undefined): Problem {
	const said = problem.kind === 'api' ? words.get(problem.errCode ?? 0) : undefined;
	return said === undefined ? problem : { ...problem, ...said(write, config) };
}

/** Whether another writer was faster: the key exists, or has another revision. */
export const isConflict = ({ errCode }: Pick<Problem, 'errCode'>): boolean => errCode === 10071 || errCode === 10164;
