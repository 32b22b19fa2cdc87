import type { JsonEndpointId } from '../../jetstream/replies.ts';
import type { Difference } from '../../jetstream/difference.ts';
import type { Tone } from '../show/line.ts';

/** What a proposal changes. */
export type Asset =
	| { readonly kind: 'stream'; readonly stream: string }
	| { readonly kind: 'consumer'; readonly stream: string; readonly consumer: string };

/** One request of a proposal. */
export interface Step {
	readonly asset: Asset;
	readonly endpoint: JsonEndpointId;
	readonly params: Readonly<Record<string, string>>;
	/** The JSON object that is sent; absent for an empty body. */
	readonly body?: object;
	/**
	 * The configuration as it was when this was planned: read again right before the request, which is not sent when another
	 * hand has changed it. Kept by the journal, for the way back.
	 */
	readonly before?: Readonly<Record<string, unknown>>;
}

/** One line of what a proposal does, in figures. */
export interface Consequence {
	readonly text: string;
	/** `bad` for what is lost, `warn` for what hides. */
	readonly tone: Extract<Tone, 'plain' | 'dim' | 'warn' | 'bad' | 'good'>;
}

/** Something that changes the server, before anybody agreed to it. Plain data: planned, drawn, run and kept. */
export interface Proposal {
	/** As a question's subject: `Delete stream LOGS`. */
	readonly title: string;
	/** For the row while it is under way, one word: `deleting`. */
	readonly doing: string;
	/** The toast when it is done, a sentence: `Stream LOGS is deleted.` */
	readonly done: string;
	readonly effect: 'change' | 'destroy';
	/** What must be typed to agree; absent for yes or no. */
	readonly typed?: string;
	readonly consequences: readonly Consequence[];
	/** For an edit: old to new, in people's units. */
	readonly difference?: readonly Difference[];
	/** Never empty; several for marked rows. Carried out in order, and stopped at will between two. */
	readonly steps: readonly Step[];
	/** The form it came from: where a refusal returns to. */
	readonly form?: string;
}
