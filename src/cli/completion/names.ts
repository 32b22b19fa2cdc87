/** A completion of the word. */
export interface Offer {
	readonly text: string;
	/** For shells that show hints; '' for none. */
	readonly hint: string;
}

/** Names outside the tables: requested only if they are possible here. */
export interface Names {
	readonly contexts: () => Promise<readonly Offer[]>;
	/** The prefix of API requests. */
	readonly prefix: () => Promise<string>;
	readonly streams: () => Promise<readonly string[]>;
	readonly consumers: (stream: string) => Promise<readonly string[]>;
	readonly objects: (bucket: string) => Promise<readonly string[]>;
	/** Keys that begin with the text; not all of a large bucket. */
	readonly keys: (bucket: string) => Promise<readonly string[]>;
}
