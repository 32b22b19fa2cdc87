import type { Integer } from '../format/integer.ts';
import type { Tone } from '../format/line.ts';
import type { Difference } from '../jetstream/difference.ts';
import type { KvEntry } from '../jetstream/kv/entry.ts';
import type { Loss } from '../jetstream/loss/loss.ts';
import type { PreviewAsked } from '../jetstream/preview/preview-asked.ts';
import type { RawMessage } from '../jetstream/raw-door.ts';
import type { Api } from '../jetstream/request.ts';
import type { Timestamp } from '../jetstream/wire.ts';
import type { CliReach } from '../nats/cli-reach.ts';
import type { Target } from '../nats/link.ts';
import type { Concern } from './asset.ts';
import type { Wire } from './wire.ts';

/** A configuration as the server returns it. */
export type Configuration = Readonly<Record<string, unknown>>;

/**
 * What must still be true right before a request is sent: it is read again then, and if it is not true nothing is sent.
 */
export interface Expectation {
	/** Nothing of that name exists. */
	readonly absent?: true;
	/** It is still unreadable. */
	readonly unreadable?: true;
	/** The same one, not another that was created under its name since. */
	readonly created?: Timestamp | undefined;
	/** Nobody else has changed it. */
	readonly config?: Configuration;
}

/** The row of a step in the table of changes. */
export interface Meaning {
	readonly endpoint: Wire['endpoint'];
	readonly params: Readonly<Record<string, string>>;
	readonly body?: object;
}

/** One request of a proposal. */
export interface Step {
	/** Its title in the journal; by default the proposal's. */
	readonly title?: string;
	readonly asset: Concern;
	readonly wire: Wire;
	/** The request of the API that a typed message is, if any. */
	readonly means?: Meaning;
	/** Streams that store the published message. */
	readonly stores?: readonly string[];
	readonly expects?: Expectation;
	/** The configuration before, which the journal stores for undo. */
	readonly before?: Configuration;
	/** The latest revision of the key before, for undo. */
	readonly earlier?: KvEntry;
	/** Consumers that are deleted with a stream, for undo. */
	readonly consumers?: readonly Configuration[];
	/** Ack floor of a consumer to delete, as a stream sequence, where undo resumes. */
	readonly position?: Integer;
}

/** One line of what a proposal does, in figures. */
export interface Consequence {
	readonly text: string;
	/** `bad` for losses, `warn` for what is easy to miss. */
	readonly tone: Extract<Tone, 'plain' | 'dim' | 'good' | 'warn' | 'bad'>;
}

/** The verb of a line of the console. */
export type Verb = 'request' | 'publish' | 'subscribe';

/** A line of the console that changes something. */
export interface ProposedLine {
	/** As it was typed. */
	readonly text: string;
	readonly verb: Verb;
	readonly subject: string;
	readonly payload: string;
	readonly headers: NonNullable<RawMessage['headers']>;
	/** What makes a line of the nats CLI reach the same server. */
	readonly cli: CliReach;
	/** How jetdeck interpreted the line, in sentences. */
	readonly notes: readonly string[];
	/** It was typed as a request of the technical preview of 2020. */
	readonly preview?: PreviewAsked;
	/** A line that listens, once it is confirmed. `raw`: show messages as they came. */
	readonly listens?: { readonly raw: boolean };
}

/** A change of the server before anybody confirmed it. Plain data: planned, drawn, run and stored. */
export interface Proposal {
	/** An imperative: `Delete stream LOGS`. */
	readonly title: string;
	/** For the row while the run is under way, one word: `deleting`. */
	readonly doing: string;
	/** When it is done, a sentence: `Stream LOGS is deleted.` */
	readonly done: string;
	readonly effect: 'change' | 'destroy';
	/** The text to type to confirm; absent for yes or no. */
	readonly typed?: string;
	/** Planning has shown that nothing is lost. */
	readonly lossless?: boolean;
	readonly consequences: readonly Consequence[];
	/** What is lost, in figures: through a field, or as a whole. */
	readonly lost?: readonly (Loss & { readonly field?: string })[];
	/** For an edit: old to new, in people's units. */
	readonly difference?: readonly Difference[];
	/** Never empty; several for marked rows. Sent in order; a run can be stopped between two. */
	readonly steps: readonly Step[];
	/**
	 * After a failed step no further step is sent; with `warning` neither after one that was carried out with a warning, such as an
	 * incomplete backup; with `elsewhere` only after one that another stream stored, which would take the others too.
	 */
	readonly stopsAt?: 'failure' | 'warning' | 'elsewhere';
	/** The form it came from: where a refusal returns to. */
	readonly form?: string;
	/** The connection to the system account that it was planned over: it is sent over that one, or not at all. */
	readonly over?: Target;
	/** The line of the console that it came from, which shows the outcome. */
	readonly line?: ProposedLine;
	/** The journal entry that it undoes. */
	readonly undoes?: string;
}

/** Whether confirming loses nothing, including everything added to the proposal after planning. */
export function losesNothing({ effect, typed, lossless, consequences }: Proposal): boolean {
	return (
		lossless === true && effect === 'change' && typed === undefined && consequences.every(({ tone }) => tone !== 'bad')
	);
}

/** A proposal, or why there is none, as a sentence. */
export type Plan =
	| Proposal
	| {
			readonly refusal: string;
			/** It already has the wanted configuration. */
			readonly unchanged?: true;
	  };

/** Says what is being done right now, without a full stop. */
export type Say = (doing: string) => void;

/** Makes a plan; it may first ask the server what would be lost, and says how far it is if that takes long. */
export type Planner = (api: Api, signal: AbortSignal, say: Say) => Promise<Plan> | Plan;
