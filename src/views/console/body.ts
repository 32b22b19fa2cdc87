import type { Line } from '../../format/line.ts';
import type { Hit } from '../find/searched.ts';

/** What a reply holds, in lines that are made when they are drawn: a reply may have hundreds of thousands. */
export interface Body {
	/** How many lines there are. */
	readonly rows: number;
	readonly line: (row: number) => Line;
	/** What folds at a line, as `Exchange.toggled` names it. */
	readonly fold?: (row: number) => string | undefined;
	/** Every line that holds a text, in any letter case; those in parts that are folded too, at the line that unfolds them. */
	readonly hits: (text: string) => readonly Hit[];
}

/** Hits in what is large: of more nobody goes from one to the next, and each takes memory. */
export const mostHits = 10_000;

export const nothing: readonly string[] = [];
