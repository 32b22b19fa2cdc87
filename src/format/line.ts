/** Lines of toned text, before they are drawn. Tones say what a text means; ui/parts/tone.ts gives them colours. */

/** A tone never carries a meaning alone: a `bad` text also says it in words or with a sign. */
export type Tone = 'plain' | 'dim' | 'strong' | 'accent' | 'good' | 'warn' | 'bad' | 'found';

export interface Span {
	/** Sanitised. */
	readonly text: string;
	readonly tone: Tone;
}

export type Line = readonly Span[];
