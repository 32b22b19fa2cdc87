import { readMessage } from '../../jetstream/messages/read-message.ts';
import type { StoredEntry } from '../../jetstream/messages/stored-entry.ts';
import { answered, type Datum, loading, unknown } from '../datum.ts';
import type { Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';

/** One message, whole. */
export interface OpenedMessage {
	readonly stream: string;
	readonly seq: number;
	readonly entry: Datum<StoredEntry>;
	/** It was there when it was opened, and is not any more. */
	readonly gone: boolean;
}

/** What is known of the message in view. */
export function openedMessage({ opened }: Pick<DeckState, 'opened'>, stream: string, seq: number): OpenedMessage {
	const same = opened?.stream === stream && opened.seq === seq;
	return same ? opened : { stream, seq, entry: unknown, gone: false };
}

/** Polls from one look whether a message is still there to the next; a large one is not read again. */
const every = 5;
const MOST_REREAD_BYTES = 64 * 1024;
const never = 1_000_000;

/** A message never changes; it may go. */
export function messageResource(state: DeckState, stream: string, seq: number): Resource {
	const { features } = state;
	const { entry } = openedMessage(state, stream, seq);
	const large = entry.phase === 'ready' && entry.value.size > MOST_REREAD_BYTES;
	return {
		key: `message:${stream}:${seq}`,
		every: large ? never : every,
		fetch: async (api, { signal }) => {
			const info = await api.request('stream.info', { stream }, undefined, { signal });
			const answer = info.ok ? await readMessage({ api, info: info.value, features, signal }, { seq }) : info;
			return {
				ok: answer.ok,
				patch: (now) => {
					const before = openedMessage(now, stream, seq);
					if (!answer.ok) return { opened: { ...before, entry: answered(loading(before.entry), answer) } };
					const { value } = answer;
					if (value !== undefined)
						return { opened: { ...before, gone: false, entry: { phase: 'ready', value, at: answer.at } } };
					return { opened: gone(before, answer.at) };
				},
			};
		},
	};
}

/** What is on the screen stays there to be read and copied. */
function gone(before: OpenedMessage, at: number): OpenedMessage {
	const { seq, stream, entry } = before;
	if (entry.phase === 'ready') return { ...before, gone: true };
	const message = `Stream ${stream} has no message ${seq}.`;
	const advice = 'It was deleted, or is beyond the ends of the stream. esc goes back.';
	return {
		...before,
		gone: true,
		entry: { phase: 'failed', problem: { kind: 'api', subject: '', message, advice }, at },
	};
}
