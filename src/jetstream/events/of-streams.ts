import * as v from 'valibot';
import { bytes } from '../../format/bytes.ts';
import { parseTimestamp, spanOfTime } from '../../format/duration.ts';
import { plural } from '../../format/integer.ts';
import { type EventRow, eventRow, maybeText, members, offlineOf, type Said, whole } from './row.ts';

const actions: Readonly<Record<string, string>> = { create: 'created', modify: 'updated', delete: 'deleted' };

/** `Stream created`. */
export const acted = (noun: string, action: string): Said => ({
	what: `${noun} ${actions[action] ?? `changed: ${action}`}`,
	...(action === 'delete' && { tone: 'warn', means: 'gone' }),
});

const times = { start: v.string(), end: v.string() };

/** ` in 8 ms`; empty where the times are none. */
function took({ start, end }: { readonly start: string; readonly end: string }): string {
	const [from, to] = [parseTimestamp(start), parseTimestamp(end)];
	return from === undefined || to === undefined || to < from ? '' : ` in ${spanOfTime(Math.round(to - from))}`;
}

/** What happens to a stream. */
export const streamEvents: readonly EventRow[] = [
	eventRow({
		type: 'stream_action',
		fields: v.object({ action: v.string() }),
		says: ({ action }) => acted('Stream', action),
	}),
	eventRow({
		type: 'stream_leader_elected',
		means: 'led',
		fields: v.object({ leader: maybeText, replicas: members }),
		says: ({ leader, replicas }) => ({ what: `${leader || 'A server'} leads the stream now${offlineOf(replicas)}` }),
	}),
	eventRow({
		type: 'stream_quorum_lost',
		means: 'quorum-lost',
		fields: v.object({ replicas: members }),
		says: ({ replicas }) => ({ what: `Stream lost its quorum${offlineOf(replicas)}`, tone: 'bad' }),
	}),
	eventRow({
		type: 'stream_batch_abandoned',
		fields: v.object({ batch: v.string(), reason: maybeText }),
		says: ({ batch, reason }) => ({ what: `Server abandoned batch ${batch}: ${reason || 'no reason'}`, tone: 'warn' }),
	}),
	eventRow({
		type: 'snapshot_create',
		fields: v.object({ state: v.object({ messages: whole, bytes: whole }) }),
		says: ({ state }) => ({ what: `Backup started: ${plural(state.messages, 'message')}, ${bytes(state.bytes)}` }),
	}),
	eventRow({
		type: 'snapshot_complete',
		// `error` comes with 2.15.
		fields: v.object({ ...times, error: maybeText }),
		says: ({ error, ...ends }) =>
			error === '' ? { what: `Backup finished${took(ends)}` } : { what: `Backup failed: ${error}`, tone: 'bad' },
	}),
	eventRow({ type: 'restore_create', fields: v.object({}), says: () => ({ what: 'Restore started' }) }),
	eventRow({
		type: 'restore_complete',
		fields: v.object({ ...times, bytes: whole }),
		says: ({ bytes: size, ...ends }) => ({ what: `Restore finished: ${bytes(size)}${took(ends)}` }),
	}),
];
