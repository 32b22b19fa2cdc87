import type { NatsMessage } from '../jetstream/nats-cli/nats-line.ts';
import type { Proposal } from './proposal.ts';

declare module '../store/overlay.ts' {
	interface Overlays {
		confirm: Confirm;
	}
}

/** A request as somebody would send it by hand. */
export interface WireText {
	/** The full request subject. */
	readonly subject: string;
	readonly headers: NonNullable<NatsMessage['headers']>;
	/** As it is sent; empty for none. */
	readonly payload: string;
	/** The same as a line of `nats req` or `nats pub`. */
	readonly request: string;
	/** The command of the nats CLI that does the same; else that line. */
	readonly nats: string;
}

/** A proposal that waits for confirmation, and then its run. */
export interface Confirm {
	readonly kind: 'confirm';
	readonly proposal: Proposal;
	/** How each step goes over the wire. */
	readonly wires: readonly WireText[];
	/** Why the journal cannot store it, as a sentence. */
	readonly unkept?: string;
	/** The text typed so far, if one must be typed. */
	readonly text: string;
	readonly error?: string;
	/** Whether the cursor is on yes, for a question of yes or no. */
	readonly yes?: boolean;
	/** When an arrow key last moved it, ms since the epoch, and in which burst of keys. */
	readonly arrow?: { readonly at: number; readonly burst: number };
	/** The burst of keys that opened it: later keys of that burst were pressed before anybody read it. */
	readonly burst?: number;
	/** First visible line of its consequences. */
	readonly offset: number;
	/** The run, once confirmed. */
	readonly run?: string;
}
