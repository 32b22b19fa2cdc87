import type { ListState } from './list.ts';
import type { Proposal } from './proposals/proposal.ts';
import type { Tone } from './show/line.ts';

/** What lies over the screen and takes the keys. One at a time; `esc` closes it and nothing typed before is lost. */
export type Overlay =
	/** The `/` line: what is typed filters at once, `esc` puts the list back as it was before. */
	| { readonly kind: 'filter'; readonly text: string; readonly before: ListState }
	| Palette
	/** The keys that work here; `enter` runs the selected one. */
	| { readonly kind: 'help'; readonly index: number }
	| ChoiceList
	/** Asks for one line, such as a file name or a password. */
	| { readonly kind: 'prompt'; readonly prompt: Prompt; readonly text: string; readonly error?: string }
	/** Something is being looked up; `esc` gives up. */
	| { readonly kind: 'wait'; readonly title: string; readonly cancel: () => void }
	/** In place of one that cannot be drawn. */
	| { readonly kind: 'fault'; readonly message: string }
	| Confirm;

/** The `:` line with the commands and names that match. */
export interface Palette {
	readonly kind: 'palette';
	readonly text: string;
	/** Identity of the row that the cursor was put on; absent: the first that may run by what is typed. */
	readonly chosen?: string | undefined;
	/** The burst of keys in which the cursor moved or `tab` completed: what a key put there in this one was not seen yet. */
	readonly burst?: number | undefined;
}

/** A list to pick one of, which what is typed filters: contexts to switch to, what to copy. */
export interface ChoiceList {
	readonly kind: 'choice';
	readonly title: string;
	readonly choices: readonly Choice[];
	/** In place of choices while there are none. */
	readonly empty?: string;
	readonly text: string;
	/** Id of the row under the cursor; absent: the first of those that match. */
	readonly chosen?: string | undefined;
	/** Where the cursor is while nothing is typed. */
	readonly begin?: string | undefined;
	/** The burst of keys in which it last changed: what is under the cursor was not seen before the next one. */
	readonly burst: number;
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
	/** The burst of keys in which it came up: what followed at once was pressed before anybody read it. */
	readonly burst?: number;
	/** First line of what it does that is in view. */
	readonly offset: number;
	/** The run, once it was agreed to. */
	readonly run?: string;
}

export interface Choice {
	readonly id: string;
	readonly label: string;
	readonly detail: string;
	/** Said of it in brackets behind the label. */
	readonly note?: string;
	/** Marked in words, and where the focus starts. */
	readonly current?: boolean;
	readonly tone?: Tone;
	/** Why it cannot be picked, as a sentence. */
	readonly disabled?: string;
	readonly pick: () => void;
}

export interface Prompt {
	readonly title: string;
	readonly help: string;
	readonly secret: boolean;
	/** Returns a sentence to keep the prompt open with, or nothing when done. */
	readonly submit: (text: string) => Promise<string | undefined> | string | undefined;
}
