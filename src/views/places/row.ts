import type { Asset } from '../../changes/asset.ts';
import type { Integer } from '../../format/integer.ts';
import type { Line } from '../../format/line.ts';
import type { Datum } from '../../store/datum.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState, Sweep } from '../../store/state.ts';
import type { ListKind, View } from '../../store/view.ts';
import type { ReportName } from '../reports.ts';
import type { Scope } from '../scope.ts';

/** Names a place: a kind of view, or one of its panes. */
export type PlaceId = IdOf<View>;

type IdOf<Each extends View> = Each extends { readonly pane: infer Pane extends string }
	? `${Each['kind']}.${Pane}`
	: Each['kind'];

export type ViewAt<Id extends PlaceId> = Extract<
	View,
	{ readonly kind: Id extends `${infer Kind}.${string}` ? Kind : Id }
>;

/** All that is to be known of a place. */
export interface PlaceRow<Here extends View> {
	/** From the outside in; the last one is the name of the place, also among the panes. */
	readonly crumbs: (state: DeckState, view: Here) => readonly string[];
	/** Which of its kind: what it remembers between visits goes by it. For a list, what that is about. */
	readonly about: (view: Here) => string;
	readonly body: ListBody | TextBody<Here> | { readonly kind: 'form' | 'console' };
	/** What has to be asked for to keep it fresh. `height`: for how many rows there is room. */
	readonly interests: (state: DeckState, view: Here, height: number) => readonly Resource[];
	/** Which walk over everything it needs. */
	readonly sweep: Sweep['kind'] | 'none' | ((state: DeckState) => Sweep['kind'] | undefined);
	/** Where its keys are looked up, the most particular first; those of its kind of body follow. */
	readonly scopes: readonly Scope[] | ((state: DeckState) => readonly Scope[]);
	/** What it shows nothing without: where that is deleted, the place is left. */
	readonly fallsWith: (view: Here) => Asset | undefined;
	/** What its commands act on, where no row says more. */
	readonly acts: (state: DeckState, view: Here) => Selection;
	/** The places that `tab` goes through from here, itself among them. */
	readonly panes: (view: Here) => readonly View[];
	/** Which report of `jetdeck report` prints it. */
	readonly report: ReportName | 'not printed';
	/** From when it is first shown on, everything that servers announce is listened to. */
	readonly listensToAll?: true;
	/** What is wrong with what it shows, as a sentence; said over it. */
	readonly notice?: (state: DeckState) => string | undefined;
	/** What is shown is to be read again whatever is known of it: somebody asked for it. */
	readonly outdated?: (state: DeckState, view: Here) => Partial<DeckState>;
}

/** Rows to choose from. */
interface ListBody {
	readonly kind: 'list';
	readonly list: ListKind;
}

/** Lines to read. */
export interface TextBody<Here extends View> {
	readonly kind: 'text';
	/** What it stands and falls with. */
	readonly datum: (state: DeckState, view: Here) => Datum<unknown>;
	/** Said until that is known. */
	readonly waiting: string;
	readonly lines: (state: DeckState, view: Here) => readonly Line[];
	/** What they are made from beside the view, the connection, the width, the features and the second. */
	readonly inputs: (state: DeckState, view: Here) => readonly unknown[];
	/** What there is to say also where nothing is known. */
	readonly without?: (state: DeckState) => readonly Line[];
}

/** What a command acts on. */
export interface Selection {
	readonly stream?: string;
	readonly consumer?: string;
	readonly subject?: string;
	/** Its sequence. */
	readonly message?: Integer;
	/** Of the journal. */
	readonly entry?: string;
	/** One that was heard: its row. */
	readonly event?: string;
	/** Of the plan of a folder. */
	readonly change?: string;
}

/** A place that has no panes, or asks for nothing. */
export const none = (): readonly never[] => [];
/** A place that stays whatever is deleted. */
export const neverFalls = (): undefined => undefined;
/** A place of which there is one, or that commands cannot act on. */
export const singleton = (): string => '';
export const nothing = (): Selection => ({});
