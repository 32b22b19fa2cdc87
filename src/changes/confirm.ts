import type { Proposal } from './proposal.ts';

declare module '../store/overlay.ts' {
	interface Overlays {
		confirm: Confirm;
	}
}

/** A request as one would send it by hand. */
export interface WireText {
	/** The full request subject. */
	readonly subject: string;
	/** As it leaves; empty for none. */
	readonly payload: string;
	/** Just that as a line of `nats req` or `nats pub`. */
	readonly request: string;
	/** The command of the nats CLI that does the same; else that line. */
	readonly nats: string;
}

/** A proposal that waits to be agreed to, and then what becomes of it. */
export interface Confirm {
	readonly kind: 'confirm';
	readonly proposal: Proposal;
	/** How each step goes over the wire. */
	readonly wires: readonly WireText[];
	/** That the journal cannot keep it, as a sentence. */
	readonly unkept?: string;
	/** What was typed so far, where something must be. */
	readonly text: string;
	readonly error?: string;
	/** The cursor is on yes, where yes or no is asked. */
	readonly yes?: boolean;
	/** When an arrow key last moved it, ms since the epoch. */
	readonly arrowAt?: number;
	/** The burst of keys in which it came up: what followed at once was pressed before anybody read it. */
	readonly burst?: number;
	/** First line of what it does that is in view. */
	readonly offset: number;
	/** The run, once it was agreed to. */
	readonly run?: string;
}
