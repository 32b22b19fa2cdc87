import type { EndpointId } from '../jetstream/endpoints.ts';
import type { DeckState } from '../store/state.ts';
import type { Deck } from './deck-handle.ts';
import type { Host } from './host.ts';

/** Where a command's keys work. A view is in several of them, see scopes.ts. */
export type Scope =
	| 'everywhere'
	/** Any list. */
	| 'list'
	/** Any view that scrolls text. */
	| 'text'
	| 'streams'
	/** Any pane of one stream. */
	| 'stream'
	/** The panes of a stream that are text: overview and JSON. */
	| 'stream-text'
	| 'subjects'
	/** The messages of a stream. */
	| 'messages'
	/** One message. */
	| 'message'
	/** What was fetched from a consumer. */
	| 'fetched'
	/** Any list of consumers but `lag`. */
	| 'consumers'
	/** The consumers of one stream. */
	| 'consumers-of-stream'
	| 'consumer'
	| 'lag'
	| 'journal'
	| 'journal-entry'
	/** A row of a form where letters are text. */
	| 'form-text'
	/** A row of a form where something is chosen. */
	| 'form-choice'
	| 'form-review'
	/** The line of the console, where letters are text. */
	| 'console-line'
	/** The same while nothing stands in it. */
	| 'console-empty'
	/** Looking for a line of the history. */
	| 'console-search'
	/** What came of the lines of the console. */
	| 'console-replies'
	/** Over the screen: nothing below takes keys then. */
	| 'filter'
	| 'palette'
	| 'help'
	| 'choice'
	| 'prompt'
	| 'wait'
	| 'fault'
	/** A proposal that asks yes or no, or is under way or over. */
	| 'confirm'
	/** A proposal that asks for a name to be typed: letters are text. */
	| 'confirm-typed';

export const groups = ['go', 'move', 'change', 'look', 'list', 'take', 'deck'] as const;

/** One thing a person can do. Keys, footer, help, palette, README and tests are all read from these rows. */
export interface Command {
	readonly id: string;
	/** As the palette and the help say it: an imperative, `Open the stream`. */
	readonly title: string;
	/** As the footer says it, one or two words: `open`. Absent: never in the footer; empty: not now. */
	readonly short?: string | ((state: DeckState) => string);
	/** Names as in terminal/key-name.ts. Empty: only in the palette. */
	readonly keys: readonly string[];
	readonly scopes: readonly Scope[];
	readonly group: (typeof groups)[number];
	/** Names the palette also knows it by: `:q`, `:streams`. The first is shown. */
	readonly aliases?: readonly string[];
	/** What the palette takes after the alias, such as `[/FILTER]` or `NAME`. */
	readonly argument?: string;
	/** In the palette, the beginning of its name does not run it; nor what changes something. */
	readonly wholeName?: true;
	/** Higher is earlier in the footer. */
	readonly rank?: number;
	/** Endpoints of which it needs one, for the selected stream or consumer: when all are refused it is greyed and names the subject. */
	readonly needs?: readonly EndpointId[];
	/** Why it cannot run now, as a sentence; undefined when it can. */
	readonly disabled?: (context: CommandContext) => string | undefined;
	readonly run: (context: CommandContext, argument?: string) => void;
}

/** `state` is read when a key comes, never from a render: several keys may come before a frame. */
export interface CommandContext {
	readonly deck: Deck;
	readonly host: Host;
	readonly state: DeckState;
	/** The whole table, for what lists it: palette and help. */
	readonly commands: readonly Command[];
}
