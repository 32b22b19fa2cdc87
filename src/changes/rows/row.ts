import type { Writer } from '../../jetstream/nats-cli/command-line.ts';
import type { Asset } from '../asset.ts';
import type { Around } from '../configure.ts';
import type { JournalEntry } from '../journal.ts';
import type { Look } from '../outcome/look.ts';
import type { Plan } from '../proposal.ts';
import type { Transfer } from '../send.ts';

export type Body = Readonly<Record<string, unknown>>;

/** A request as a plan of the deck, made from what was typed. */
export type RequestPlanner = (
	params: Readonly<Record<string, string>>,
	body: Body,
	around: Around,
) => Promise<Plan> | Plan;

/** Of a stream or a consumer. */
export type Undoable = JournalEntry & { readonly asset: Asset };

export type Way = (entry: Undoable, around: Around) => Promise<Plan> | Plan;

/** All that the deck knows of a request that changes something. */
export interface ChangeRow {
	/** How the deck plans it, with what it loses; `as typed`: it makes it nowhere by itself. */
	readonly plan: RequestPlanner | 'as typed';
	/** How to see, after a reply that never came, whether it was carried out; or why nothing shows it, with what to look at. */
	readonly outcome: Look | string;
	/** The way back, or why there is none, as a sentence. */
	readonly undo: Way | string;
	/** Its command of the nats CLI; where there is none, `nats req` says it exactly. */
	readonly nats: Writer | 'no command';
	/** How it is sent, where it is a transfer. */
	readonly transfer?: Transfer;
	/** What it concerns is gone afterwards. */
	readonly removes?: true;
}
