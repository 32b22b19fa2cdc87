import type { Tone } from '../format/line.ts';
import type { ListState } from './list.ts';

/** What lies over the screen and takes the keys. One at a time; `esc` closes it and nothing typed before is lost. */
export type Overlay = Overlays[keyof Overlays];

/** By kind; rooms above the store add their own. */
export interface Overlays {
	/** The `/` line: what is typed filters at once, `esc` puts the list back as it was before. */
	filter: {
		readonly kind: 'filter';
		readonly text: string;
		/** Nothing was typed yet: what is typed replaces the text. */
		readonly isPrefilled?: boolean;
		readonly before: ListState;
	};
	palette: Palette;
	/** The keys that work here; `enter` runs the selected one. */
	help: HelpList;
	choice: ChoiceList;
	/** Asks for one line, such as a file name or a password. */
	prompt: {
		readonly kind: 'prompt';
		readonly prompt: Prompt;
		readonly text: string;
		/** Nothing was typed yet: what is typed replaces the text. */
		readonly isPrefilled?: boolean;
		readonly error?: string;
		/** What the line may go on with, in place of the help. */
		readonly offered?: string;
	};
	/** Something is being looked up; `esc` gives up. `doing`: what right now, without a full stop. */
	wait: { readonly kind: 'wait'; readonly title: string; readonly doing: string };
	/** In place of one that cannot be drawn. */
	fault: { readonly kind: 'fault'; readonly message: string };
}

/** The keys that work in a place, which what is typed filters. */
export interface HelpList {
	readonly kind: 'help';
	readonly text: string;
	/** Identifies the row under the cursor; absent: the first one. */
	readonly chosen?: string | undefined;
	/** The burst of keys in which it last changed. */
	readonly burst: number;
}

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

export interface Choice {
	readonly id: string;
	readonly label: string;
	readonly detail: string;
	/** Shown in brackets after the label. */
	readonly note?: string;
	/** Marked in words, and where the focus starts. */
	readonly current?: boolean;
	readonly tone?: Tone;
	/** Why it cannot be picked, as a sentence. */
	readonly disabled?: string;
	/** What picking it does. */
	readonly pick: Picked;
}

export interface Prompt {
	readonly title: string;
	readonly help: string;
	readonly secret: boolean;
	/** `tab` completes a path: the whole line, or among other words. */
	readonly path?: 'line' | 'words';
	/** The answer of the line. */
	readonly asks: Question;
}

/** What picking a choice does, by kind and with all that it is done with. Who offers choices adds kinds of their own. */
export interface Picks {
	/** Nothing: all stays as it is. */
	close: object;
}

export type Picked = Tagged<Picks>;

/** Whose password it is: of the deck's own connection, or of the one to the system account beside it. */
export type Login = 'own' | 'system';

/** What a line is asked for, by kind and with all that it is answered with. Who asks adds kinds of their own. */
export interface Questions {
	/** The password that the deck cannot connect without. */
	password: { readonly login: Login };
}

export type Question = Tagged<Questions>;

/** One of the kinds of a table of types. */
type Tagged<Kinds> = { [Kind in keyof Kinds]: { readonly kind: Kind } & Kinds[Kind] }[keyof Kinds];
