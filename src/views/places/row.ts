import type { Asset } from '../../changes/asset.ts';
import type { Integer } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import type { Datum } from '../../store/datum.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState, Sweep } from '../../store/state.ts';
import type { ListKind, View } from '../../store/view.ts';
import type { ReportName } from '../reports.ts';
import type { Scope } from '../scope.ts';

/** Identifies a place: a kind of view, or one of its panes. */
export type PlaceId = IdOf<View>;

type IdOf<Each extends View> = Each extends { readonly pane: infer Pane extends string }
	? `${Each['kind']}.${Pane}`
	: Each['kind'];

export type ViewAt<Id extends PlaceId> = Extract<
	View,
	{ readonly kind: Id extends `${infer Kind}.${string}` ? Kind : Id }
>;

/** Everything about a place. */
export interface PlaceRow<Here extends View> {
	/** From the outermost in; the last one is the name of the place, also among the panes. */
	readonly crumbs: (state: DeckState, view: Here) => readonly string[];
	/** Which view of its kind: the key of what it remembers between visits. For a list, what it lists. */
	readonly about: (view: Here) => string;
	readonly body: ListBody | TextBody<Here> | { readonly kind: 'form' | 'console' };
	/** What the deck must request to keep it fresh. `height`: the number of rows that fit. */
	readonly interests: (state: DeckState, view: Here, height: number) => readonly Resource[];
	/** The sweep that it needs. */
	readonly sweep: Sweep['kind'] | 'none' | ((state: DeckState) => Sweep['kind'] | undefined);
	/** Where its keys are looked up, the most specific first; the scopes of its body follow. */
	readonly scopes: readonly Scope[] | ((state: DeckState) => readonly Scope[]);
	/** The stream or consumer that it needs: the deck leaves the place when that is deleted. */
	readonly fallsWith: (view: Here) => Asset | undefined;
	/** What its commands act on, unless a row says more. */
	readonly acts: (state: DeckState, view: Here) => Selection;
	/** The places that `tab` goes through from here, including this one. */
	readonly panes: (view: Here) => readonly View[];
	/** The report of `jetdeck report` that prints it. */
	readonly report: ReportName | 'not printed';
	/** When it is first shown, the deck starts to listen to all events. */
	readonly listensToAll?: true;
	/** What to know of it, over the list or text: what is wrong, or missing. */
	readonly notice?: (state: DeckState) => Notice | undefined;
	/** Stops what is being read at length; undefined if nothing is. */
	readonly stop?: (state: DeckState, view: Here) => Partial<DeckState> | undefined;
	/** Marks its data for reading again: the person asked for it. */
	readonly outdated?: (state: DeckState, view: Here) => Partial<DeckState>;
}

/** One or more sentences. */
export interface Notice {
	readonly text: string;
	readonly tone: 'bad' | 'plain';
}

/** A notice of what is wrong, where something is. */
export const wrong = (text: string | undefined): Notice | undefined =>
	text === undefined ? undefined : { text, tone: 'bad' };

/** Rows to choose from. */
interface ListBody {
	readonly kind: 'list';
	readonly list: ListKind;
}

/** Lines to read. */
export interface TextBody<Here extends View> {
	readonly kind: 'text';
	/** The datum that it cannot be shown without. */
	readonly datum: (state: DeckState, view: Here) => Datum<unknown>;
	/** Shown while that is loading. */
	readonly waiting: string;
	readonly lines: (state: DeckState, view: Here) => readonly Line[];
	/** What the lines depend on besides the view, the connection, the width, the features and the second. */
	readonly inputs: (state: DeckState, view: Here) => readonly unknown[];
	/** Lines to show even if nothing is known. */
	readonly without?: (state: DeckState) => readonly Line[];
}

/** What a command acts on. */
export interface Selection {
	readonly stream?: string;
	readonly consumer?: string;
	readonly subject?: string;
	/** Of a bucket. */
	readonly key?: string;
	/** The stream of another bucket. */
	readonly other?: string;
	/** Of a bucket, by the last token of its subject. */
	readonly object?: string;
	/** The name of a server. */
	readonly peer?: string;
	/** Its sequence. */
	readonly message?: Integer;
	/** Of the journal. */
	readonly entry?: string;
	/** By its name. */
	readonly server?: string;
	/** The key of a connection. */
	readonly connection?: string;
	/** The name or key of an account. */
	readonly account?: string;
	/** The row of an event. */
	readonly event?: string;
	/** Of the plan of a folder. */
	readonly change?: string;
}

/** A place without panes, or without requests. */
export const none = (): readonly never[] => [];
/** A place that no deletion closes. */
export const neverFalls = (): undefined => undefined;
/** A place that exists once. */
export const singleton = (): string => '';
export const nothing = (): Selection => ({});
