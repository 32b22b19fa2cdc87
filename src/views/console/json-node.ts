/** One line of a JSON value. */
export interface JsonNode {
	readonly kind: 'open' | 'close' | 'leaf';
	readonly depth: number;
	readonly key: string | undefined;
	/** Objects and lists are empty: their lines show only their kind. */
	readonly value: unknown;
	/** The last entry of its object or list. */
	readonly last: boolean;
	/** It differs from the previous look; of `open`: something inside it does; of `close`: something is gone. */
	readonly changed: boolean;
}
