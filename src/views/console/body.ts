import type { Line } from '../../format/line.ts';
import type { Hit } from '../find/searched.ts';

/** The content of a reply, in lines that are made when they are drawn: a reply may have hundreds of thousands. */
export interface Body {
	/** Number of lines. */
	readonly rows: number;
	readonly line: (row: number) => Line;
	/** What folds at a line, as `Exchange.toggled` names it. */
	readonly fold?: (row: number) => string | undefined;
	/** Every line that contains a text, in any letter case; for folded parts the line that unfolds them. */
	readonly hits: (text: string) => readonly Hit[];
}

/** Most hits in large content: nobody steps through more, and each takes memory. */
export const mostHits = 10_000;

export const nothing: readonly string[] = [];
