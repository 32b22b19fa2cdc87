import { parseJson } from '../format/json.ts';
import { isRecord } from '../jetstream/fields/normal.ts';
import type { AskOptions } from '../jetstream/replies.ts';

/** Replies as they came: what a preview server says of streams and consumers is read in the words of today otherwise. */
export interface Sent extends Required<Pick<AskOptions, 'onReply'>> {
	/** The last reply, if it is JSON. */
	readonly last: () => unknown;
	/** The reply that tells of this stream or consumer alone, else what was read of it. */
	readonly of: (name: string, read: object) => unknown;
}

/** Of the streams of an account, or the consumers of a stream. */
export function asSent(): Sent {
	let last: unknown;
	const byName = new Map<string, unknown>();
	return {
		onReply: ({ data }) => {
			const parsed = parseJson(new TextDecoder().decode(data));
			last = parsed.ok ? parsed.value : undefined;
			if (!isRecord(last) || !isRecord(last.config)) return;
			const name = last.name ?? last.config.name;
			if (typeof name === 'string') byName.set(name, last);
		},
		last: () => last,
		of: (name, read) => byName.get(name) ?? read,
	};
}
