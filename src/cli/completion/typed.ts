import { connectionOptions, deckOptions, type OptionRow, partsOf } from '../options.ts';
import { type ArgumentRow, allSubcommands, type Subcommand } from '../subcommands.ts';

/** The command line before the completed word, and that word. */
export interface CommandLine {
	readonly subcommand?: Subcommand;
	readonly operands: readonly string[];
	/** Values of options, by their last name: `--header`; options without a value have ''. */
	readonly given: ReadonlyMap<string, string>;
	/** The word may be an option. */
	readonly mayBeOption: boolean;
	/** The word is the value of this option, */
	readonly option?: OptionRow;
	/** or of this argument. */
	readonly argument?: ArgumentRow;
	/** The word, and the part of it before the completion: `--context=`. */
	readonly word: string;
	readonly before: string;
}

/** @param words all after the name of the program; the last is completed, and may be empty */
export function typedIn(words: readonly string[]): CommandLine {
	const given = new Map<string, string>();
	const operands: string[] = [];
	let subcommand: Subcommand | undefined;
	let waiting: OptionRow | undefined;
	let areOperands = false;
	for (const raw of words.slice(0, -1)) {
		const word = unquoted(raw);
		if (waiting !== undefined) {
			given.set(keyOf(waiting), word);
			waiting = undefined;
		} else if (areOperands || !word.startsWith('-') || word === '-') {
			const named = subcommand ?? allSubcommands.find(({ name }) => name === word);
			if (subcommand === undefined && operands.length === 0 && named !== undefined) subcommand = named;
			else operands.push(word);
		} else if (word === '--') areOperands = true;
		else {
			const [name = '', value] = cut(word);
			const row = rowOf(name, subcommand);
			if (row !== undefined && value === undefined && partsOf(row).value !== undefined) waiting = row;
			else if (row !== undefined) given.set(keyOf(row), value ?? '');
		}
	}
	const word = unquoted(words.at(-1) ?? '');
	const common = { ...(subcommand && { subcommand }), operands, given };
	if (waiting !== undefined) return { ...common, mayBeOption: false, option: waiting, word, before: '' };
	const [name = '', value] = cut(word);
	const row = areOperands || value === undefined ? undefined : rowOf(name, subcommand);
	if (row !== undefined && value !== undefined)
		return { ...common, mayBeOption: false, option: row, word: value, before: `${name}=` };
	const argument = argumentAt(subcommand?.arguments ?? [], operands.length);
	return { ...common, mayBeOption: !areOperands, ...(argument && { argument }), word, before: '' };
}

/** The last argument may have several words. */
function argumentAt(all: readonly ArgumentRow[], at: number): ArgumentRow | undefined {
	const last = all.at(-1);
	return all[at] ?? (last?.name.includes('...') ? last : undefined);
}

/** The options of a subcommand, or of the deck. */
export function optionsFor(subcommand: Subcommand | undefined): readonly OptionRow[] {
	return subcommand === undefined
		? [...connectionOptions, ...deckOptions]
		: [...subcommand.options, ...subcommand.shares];
}

export const keyOf = (row: OptionRow): string => partsOf(row).names.at(-1) ?? '';

function rowOf(name: string, subcommand: Subcommand | undefined): OptionRow | undefined {
	const all = [...(subcommand?.options ?? []), ...connectionOptions, ...deckOptions];
	return all.find((row) => partsOf(row).names.includes(name));
}

/** Splits `--context=prod` at its sign. */
function cut(word: string): readonly string[] {
	const sign = word.startsWith('--') ? word.indexOf('=') : -1;
	return sign < 0 ? [word] : [word.slice(0, sign), word.slice(sign + 1)];
}

/** A word as a shell reads it; variables are not expanded, since their values are unknown here. */
function unquoted(word: string): string {
	return word.replaceAll(/'([^']*)(?:'|$)|"((?:[^"\\]|\\.)*)(?:"|$)|\\(.)/g, (_, single, double, one) =>
		String(single ?? double?.replaceAll(/\\(.)/g, '$1') ?? one),
	);
}
