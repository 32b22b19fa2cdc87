import type { Line } from '../line.ts';

/** What a reply holds, in lines that are made when they are drawn: a reply may have hundreds of thousands. */
export interface Body {
	/** How many lines there are. */
	readonly rows: number;
	readonly line: (row: number) => Line;
	/** What folds at a line, as `Exchange.toggled` names it. */
	readonly fold?: (row: number) => string | undefined;
	/** The first line from `from` on that holds a text, in any letter case, parts that are folded too; with what to unfold. */
	readonly find: (
		text: string,
		from: number,
	) => { readonly row: number; readonly unfold: readonly string[] } | undefined;
}
