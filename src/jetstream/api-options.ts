import type { EndpointId } from './endpoints.ts';
import type { Problem } from './problem.ts';

/** The outcome of one sent request, for learning permissions and for the journal. */
export interface AnswerNote {
	/** Absent for a request to servers. */
	readonly endpoint?: EndpointId;
	readonly subject: string;
	readonly ok: boolean;
	readonly problem?: Problem;
	readonly ms: number;
}

export interface ApiOptions {
	/** Refuses every endpoint whose effect is not `read`. */
	readonly readOnly: boolean;
	/** Called for each request that reached the wire. */
	readonly onAnswer?: (note: AnswerNote) => void;
}
