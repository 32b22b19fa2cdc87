import type { Integer } from '../../format/integer.ts';
import type { ConsumerConfig, StreamConfig, StreamState } from '../wire.ts';

/** What an archive holds: v1 is a tar of the store's files (nats-server before 2.15), v2 has an entry for each message. */
export interface Contents {
	readonly format: 'v1' | 'v2';
	/** Of the stream; v1 alone has it. */
	readonly config?: StreamConfig;
	readonly consumers: readonly { readonly name: string; readonly config?: ConsumerConfig }[];
	/** What the server said of the stream; v2 alone has it. */
	readonly state?: StreamState;
	/** Counted; v2 alone tells messages apart. */
	readonly messages?: number;
	readonly first?: Integer;
	readonly last?: Integer;
	/** Before it was compressed. */
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
