import type { Integer } from '../../format/integer.ts';
import type { ConsumerConfig, StreamConfig, StreamState } from '../wire.ts';

/** Sequences from the first to the last, both included. */
export type SequenceRange = readonly [first: Integer, last: Integer];

/** What an archive has: v1 is a tar of the store's files (nats-server before 2.15), v2 has an entry for each message. */
export interface Contents {
	readonly format: 'v1' | 'v2';
	/** Of the stream; v1 alone has it. */
	readonly config?: StreamConfig;
	readonly consumers: readonly { readonly name: string; readonly config?: ConsumerConfig }[];
	/** The state that the server stored in the archive; v2 alone has it. */
	readonly state?: StreamState;
	/** Counted; only v2 has an entry for each message. */
	readonly messages?: number;
	readonly first?: Integer;
	readonly last?: Integer;
	/** Between the first message and the last; v2 alone, and absent if there are too many. */
	readonly gaps?: readonly SequenceRange[];
	/** Size before compression. */
	readonly bytes: number;
	/** Why the server could not read all of it (`errors.txt`, nats-server before 2.15): the archive lacks messages. */
	readonly serverError?: string;
}

/** What a restore is compared with. */
export interface Held extends Pick<Contents, 'format' | 'messages' | 'state'> {
	readonly consumers: number;
}

export const heldIn = ({ format, messages, state, consumers }: Contents): Held => ({
	format,
	consumers: consumers.length,
	...(messages !== undefined && { messages }),
	...(state && { state }),
});
