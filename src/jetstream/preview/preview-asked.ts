/** A request of the technical preview that a current server replies to. */
export interface PreviewAsked {
	/** As it was typed. */
	readonly subject: string;
	readonly payload: string;
	/** The current endpoint. */
	readonly endpoint: string;
	/** The preview is known to have refused it. */
	readonly refused?: PreviewRefusal;
}

/** What the preview replied instead of doing it. */
export interface PreviewRefusal {
	/** Without the quotes around it. */
	readonly text: string;
	/**
	 * The current refusals that it precedes: by `err_code`, or all of them. Without it the preview checked something else first, and
	 * certainly refused only requests that succeed today.
	 */
	readonly before?: readonly number[] | 'all';
}
