import type { Integer } from '../format/integer.ts';
import type { Tone } from '../format/line.ts';
import type { Difference } from '../jetstream/difference.ts';
import type { Loss } from '../jetstream/loss/loss.ts';
import type { PreviewAsked } from '../jetstream/preview/preview-asked.ts';
import type { RawMessage } from '../jetstream/raw-door.ts';
import type { Api } from '../jetstream/request.ts';
import type { Timestamp } from '../jetstream/wire.ts';
import type { CliReach } from '../nats/cli-reach.ts';
import type { Concern } from './asset.ts';
import type { Wire } from './wire.ts';

/** A configuration as the server sends it. */
export type Configuration = Readonly<Record<string, unknown>>;

/**
 * What must still be true right before a request is sent; it is read again then, and where it is not true nothing is sent.
 */
export interface Expectation {
	/** Nothing of that name is there. */
	readonly absent?: true;
	/** It still cannot be read. */
	readonly unreadable?: true;
	/** The same one, not another that was created under its name since. */
	readonly created?: Timestamp | undefined;
	/** No other hand has changed it. */
	readonly config?: Configuration;
}

/** What a step is in the table of changes, however it is sent. */
export interface Meaning {
	readonly endpoint: Wire['endpoint'];
	readonly params: Readonly<Record<string, string>>;
	readonly body?: object;
}

/** One request of a proposal. */
export interface Step {
	/** What the journal calls it; without one as the proposal. */
	readonly title?: string;
	readonly asset: Concern;
	readonly wire: Wire;
	/** Where a typed message is a request of the API: which. */
	readonly means?: Meaning;
	/** Streams that store what is published. */
	readonly stores?: readonly string[];
	readonly expects?: Expectation;
	/** The configuration as it was, which the journal keeps for the way back. */
	readonly before?: Configuration;
	/** Consumers that go with a stream, for the way back. */
	readonly consumers?: readonly Configuration[];
	/** Ack floor of a consumer that goes, as a stream sequence: where the way back goes on. */
	readonly position?: Integer;
}

/** One line of what a proposal does, in figures. */
export interface Consequence {
	readonly text: string;
	/** `bad` for what is lost, `warn` for what hides. */
	readonly tone: Extract<Tone, 'plain' | 'dim' | 'good' | 'warn' | 'bad'>;
}

/** What a line of the console does with its subject. */
export type Verb = 'request' | 'publish' | 'subscribe';

/** A line of the console that asks for a change. */
export interface ProposedLine {
	/** As it was typed. */
	readonly text: string;
	readonly verb: Verb;
	readonly subject: string;
	readonly payload: string;
	readonly headers: NonNullable<RawMessage['headers']>;
	/** What makes a line of the nats CLI go where this goes. */
	readonly cli: CliReach;
	/** What was understood in a way of its own, in sentences. */
	readonly notes: readonly string[];
	/** It was typed in the words of the technical preview of 2020. */
	readonly preview?: PreviewAsked;
	/** A line that listens, once it was agreed to. `raw`: what comes is shown as it came. */
	readonly listens?: { readonly raw: boolean };
}

/** Something that changes the server, before anybody agreed to it. Plain data: planned, drawn, run and kept. */
export interface Proposal {
	/** An imperative: `Delete stream LOGS`. */
	readonly title: string;
	/** For the row while it is under way, one word: `deleting`. */
	readonly doing: string;
	/** When it is done, a sentence: `Stream LOGS is deleted.` */
	readonly done: string;
	readonly effect: 'change' | 'destroy';
	/** What must be typed to agree; absent for yes or no. */
	readonly typed?: string;
	readonly consequences: readonly Consequence[];
	/** What is lost, in figures: by the field that takes it, or all that goes. */
	readonly lost?: readonly (Loss & { readonly field?: string })[];
	/** For an edit: old to new, in people's units. */
	readonly difference?: readonly Difference[];
	/** Never empty; several for marked rows. Carried out in order, and stopped at will between two. */
	readonly steps: readonly Step[];
	/** What follows a step that failed is not sent. */
	readonly stopsAtFailure?: true;
	/** The form it came from: where a refusal returns to. */
	readonly form?: string;
	/** The line of the console that it came from: what becomes of it is told there. */
	readonly line?: ProposedLine;
	/** The journal entry that it takes back. */
	readonly undoes?: string;
}

/** A proposal, or why there is none, as a sentence. */
export type Plan =
	| Proposal
	| {
			readonly refusal: string;
			/** It is as it should be already. */
			readonly unchanged?: true;
	  };

/** Makes a plan; it may ask the server first for what is at stake. */
export type Planner = (api: Api, signal: AbortSignal) => Promise<Plan> | Plan;
