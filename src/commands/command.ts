import type { EndpointId } from '../jetstream/endpoints.ts';
import type { DeckState } from '../store/state.ts';
import type { Scope } from '../views/scope.ts';
import type { Deck } from './deck-handle.ts';
import type { Host } from './host.ts';

export const groups = ['go', 'move', 'change', 'look', 'list', 'take', 'deck'] as const;

/** One thing a person can do. Keys, footer, help, palette, docs/keys.md and tests are all read from these rows. */
export interface Command {
	readonly id: string;
	/** As the palette and the help say it: an imperative of one to four words, `Open the stream`. */
	readonly title: string;
	/** What the title has no room for, for help and documents: `the newest last`. */
	readonly more?: string;
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
	/** The names that its argument consists of, which the palette completes. */
	readonly completes?: readonly ['stream'] | readonly ['stream', 'consumer'] | readonly ['bucket', 'bucket'?];
	/** In the palette, the beginning of its name does not run it; nor what changes something. */
	readonly wholeName?: true;
	/** Higher is earlier in the footer. */
	readonly rank?: number;
	/** It needs one of these endpoints for the selected stream or consumer: when all are refused it is greyed and names the subject. */
	readonly needs?: readonly EndpointId[];
	/** Why it is not available, as a sentence; undefined if it is. */
	readonly disabled?: (context: CommandContext) => string | undefined;
	readonly run: (context: CommandContext, argument?: string) => void;
}

/** The title with what it has no room for. */
export const titleInFull = ({ title, more }: Pick<Command, 'title' | 'more'>): string =>
	more === undefined ? title : `${title}: ${more}`;

/** `state` is read when a key comes, never from a render: several keys may come before a frame. */
export interface CommandContext {
	readonly deck: Deck;
	readonly host: Host;
	readonly state: DeckState;
	/** The whole table, for what lists it: palette and help. */
	readonly commands: readonly Command[];
}
