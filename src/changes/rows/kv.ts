import { goDuration } from '../../format/duration.ts';
import type { Ttl } from '../../jetstream/kv/ttl.ts';
import { line, optional, type Writer } from '../../jetstream/nats-cli/command-line.ts';
import { keyWritten } from '../outcome/key-written.ts';
import { undoKeyDelete, undoKeyWrite } from '../undo-key.ts';
import type { KvWire } from '../wire.ts';
import type { ChangeRow } from './row.ts';

/** Writes of keys. */
export const kvChanges = {
	'kv.put': { plan: 'as typed', outcome: keyWritten, undo: undoKeyWrite, nats: valueLine('put') },
	'kv.create': { plan: 'as typed', outcome: keyWritten, undo: undoKeyWrite, nats: valueLine('create') },
	'kv.update': {
		plan: 'as typed',
		outcome: keyWritten,
		undo: undoKeyWrite,
		// The value is no last argument: it cannot come from stdin.
		nats: ({ params: { bucket = '', key = '' }, body }) =>
			body.ttl === undefined && typeof body.value === 'string' && body.size !== 0 && body.revision !== undefined
				? line('kv update', [bucket, key, body.value, String(body.revision)])
				: undefined,
	},
	'kv.delete': {
		plan: 'as typed',
		outcome: keyWritten,
		undo: undoKeyDelete,
		nats: ({ params: { bucket = '', key = '' }, body }) =>
			body.ttl === undefined
				? {
						...line('kv del', [bucket, key], '--force'),
						...(body.revision !== undefined && { comment: 'it also deletes what was written since' }),
					}
				: undefined,
	},
	'kv.purge': {
		plan: 'as typed',
		outcome: keyWritten,
		undo: 'A purge removes all values of the key; they cannot be restored.',
		nats: ({ params: { bucket = '', key = '' }, body }) =>
			body.ttl === 'never'
				? undefined
				: {
						...line('kv purge', [bucket, key], ...ttlFlag(body.ttl), '--force'),
						...(body.revision !== undefined && { comment: 'it also purges what was written since' }),
					},
	},
} satisfies Readonly<Record<KvWire['endpoint'], ChangeRow>>;

/** Without a value the nats CLI reads it from stdin, so an empty one has no line. Its put has no TTL, and its create looks itself which revision it may replace. */
function valueLine(command: 'put' | 'create'): Writer {
	return ({ params: { bucket = '', key = '' }, body }) => {
		const { value, size, ttl } = body;
		if (size === 0 || ttl === 'never' || (command === 'put' && ttl !== undefined)) return undefined;
		const made = line(
			`kv ${command}`,
			typeof value === 'string' ? [bucket, key, value] : [bucket, key],
			...ttlFlag(ttl),
		);
		return typeof value === 'string' ? made : { ...made, comment: 'it reads the value from stdin' };
	};
}

const ttlFlag = (ttl: unknown): readonly string[] =>
	optional('ttl', ttl === undefined ? undefined : goDuration(ttl as Exclude<Ttl, 'never'>));
