import type { Writer } from '../../jetstream/nats-cli/command-line.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { Concern } from '../asset.ts';
import type { PlanContext } from '../configure.ts';
import type { JournalEntry } from '../journal.ts';
import type { Look } from '../outcome/look.ts';
import type { Meaning, Plan } from '../proposal.ts';
import type { Transfer } from '../sending.ts';

export type Body = Readonly<Record<string, unknown>>;

/** A plan of the deck for a typed request. */
export type RequestPlanner = (
	params: Readonly<Record<string, string>>,
	body: Body,
	around: PlanContext,
) => Promise<Plan> | Plan;

/** What the server still does, or that it does nothing although something is left. */
export interface Unsettled {
	readonly said: string;
	readonly isUnderWay: boolean;
}

/**
 * `info`: of the stream or consumer, as it is now.
 * @param before the same, right before the request was sent
 * @returns undefined once all is done
 */
export type Settling = (info: WithCluster, meaning: Meaning, before: WithCluster | undefined) => Unsettled | undefined;

/** Which server leads a stream or consumer, and which have a copy. */
export type WithCluster = Pick<StreamInfo | ConsumerInfo, 'cluster'>;

/** An entry with an asset or a key. */
export type Undoable = JournalEntry & { readonly asset: Exclude<Concern, { kind: 'subject' }> };

export type UndoPlanner = (entry: Undoable, around: PlanContext) => Promise<Plan> | Plan;

/** Everything that the deck knows about a request that changes something. */
export interface ChangeRow {
	/** How the deck plans it, with what is lost; `as typed`: no command of the deck sends it. */
	readonly plan: RequestPlanner | 'as typed';
	/** How to find out without a reply whether it was carried out; or why that is impossible, with what to look at. */
	readonly outcome: Look | string;
	/** How to undo it, or why that is impossible, as a sentence. */
	readonly undo: UndoPlanner | string;
	/** Its command of the nats CLI; without one, `nats req` expresses it exactly. */
	readonly nats: Writer | 'no command';
	/** How it is sent, if it is a transfer. */
	readonly transfer?: Transfer;
	/** How to see whether the work that goes on after its reply is done. */
	readonly settles?: Settling;
	/** The asset no longer exists afterwards. */
	readonly removes?: true;
}
