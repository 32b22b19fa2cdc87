/** A request of the technical preview that a current server answers. */
export interface PreviewAsked {
	/** As it was typed. */
	readonly subject: string;
	readonly payload: string;
	/** The current endpoint. */
	readonly endpoint: string;
	/** The preview is known to have refused it. */
	readonly refused?: PreviewRefusal;
}

/** What the preview said in place of doing it. */
export interface PreviewRefusal {
	/** Without the quotes around it. */
	readonly text: string;
	/**
	 * Which refusals of today it goes before: by `err_code`, or all of them. Without it the preview looked at something else
	 * first, and only what is done today is known to have been refused by it.
	 */
	readonly before?: readonly number[] | 'all';
}
