import type { Integer } from '../../format/integer.ts';
import { readMessage } from '../../jetstream/messages/read-message.ts';
import { answered, loading } from '../../store/datum.ts';
import type { Patch, Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { type OpenedMessage, openedMessage } from './opened-message.ts';
import { readFrom, sourceOf } from './source.ts';

/** Number of polls between two checks whether a message still exists; a large message is not read again. */
const every = 5;
const MOST_REREAD_BYTES = 64 * 1024;
const never = 1_000_000;

/** A message never changes, but it may be deleted. */
export function messageResource(state: DeckState, stream: string, seq: Integer): Resource {
	const { features } = state;
	const { entry } = openedMessage(state, stream, seq);
	const large = entry.phase === 'ready' && entry.value.size > MOST_REREAD_BYTES;
	return {
		key: `message:${stream}:${seq}`,
		every: large ? never : every,
		fetch: async (api, { signal }) => {
			const source = await sourceOf(api, stream, features, signal);
			const answer = source.ok ? await readMessage(source.value, { seq }) : source;
			const patch: Patch = (now) => {
				const before = openedMessage(now, stream, seq);
				if (!answer.ok) return { opened: { ...before, entry: answered(loading(before.entry), answer) } };
				const { value } = answer;
				if (value === undefined) return { opened: gone(before, answer.at) };
				return { opened: { ...before, gone: false, entry: { phase: 'ready', value, at: answer.at } } };
			};
			return source.ok ? { ...readFrom(source, patch), ok: answer.ok } : { ok: false, patch };
		},
	};
}

/** A deleted message stays on the screen to be read and copied. */
function gone(before: OpenedMessage, at: number): OpenedMessage {
	const { seq, stream, entry } = before;
	if (entry.phase === 'ready') return { ...before, gone: true };
	const message = `Stream ${stream} has no message ${seq}.`;
	const advice = 'Somebody deleted it, or it is outside of the sequences of the stream. Press esc to go back.';
	return {
		...before,
		gone: true,
		entry: { phase: 'failed', problem: { kind: 'api', subject: '', message, advice }, at },
	};
}
