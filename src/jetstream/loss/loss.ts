import { bytes as inBytes } from '../../format/bytes.ts';
import { type Integer, plural } from '../../format/integer.ts';

/** What would be removed. */
export interface Loss {
	readonly messages: Integer;
	/** Where they are known. */
	readonly bytes?: Integer;
	/** Whether the count was exact when it was made; otherwise it is an estimate. */
	readonly exact: boolean;
	/** An upper bound, perhaps far too high: the exact count costs too much, or was refused. */
	readonly atMost?: true;
}

export const nothing: Loss = { messages: 0, exact: true };

export const exactly = (messages: Integer, bytes?: Integer): Loss => ({
	messages,
	...(bytes !== undefined && { bytes }),
	exact: true,
});
export const atMost = (messages: Integer): Loss =>
	messages === 0 ? nothing : { messages, exact: false, atMost: true };

/** `12 messages, 1.2 MiB`, `about 12 messages`, `at most 12 messages`, `no messages`. */
export function lossInWords({ messages, bytes, exact, atMost: most }: Loss): string {
	if (messages === 0) return exact ? 'no messages' : 'hardly any messages';
	const about = most ? 'at most ' : exact ? '' : 'about ';
	return `${about}${plural(messages, 'message')}${bytes === undefined ? '' : `, ${inBytes(bytes)}`}`;
}
