/** One field in which two configurations differ. */
export interface Difference {
	/** As the wire spells it, nested keys with dots: `max_bytes`, `placement.tags`. */
	readonly path: string;
	readonly label: string;
	/** In people's units; absent where the field was not there and its absence means nothing. */
	readonly before?: string;
	readonly after?: string;
}
