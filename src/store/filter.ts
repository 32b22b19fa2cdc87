import fuzzysort from 'fuzzysort';
import { subjectsOverlap } from '../jetstream/subject-match.ts';

/** What a row is matched by. */
export interface Filterable {
	/** Any of them may match. */
	readonly texts: readonly string[];
	/** Subjects it takes or delivers; undefined while not known. */
	readonly subjects?: readonly string[] | undefined;
	/** What `word:text` searches, by word of its list: a part of a text, or a whole name among several. */
	readonly words?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
	/** What words search that the name of a row tells, while nothing else may be known. */
	readonly named?: Readonly<Record<string, readonly string[]>>;
}

/** A `/` line, understood. */
export interface Filter {
	/** It checks subjects, or words that the list reads from infos. */
	readonly needsInfos: boolean;
	readonly matches: (row: Filterable) => boolean;
	/** It is nothing but this text, in any case. */
	readonly text?: string | undefined;
}

/** What a part of a filter says of a row; undefined while what it asks about is unknown. */
interface Part {
	readonly needsInfos: boolean;
	readonly holds: (row: Filterable) => boolean | undefined;
	readonly text?: string;
}

/** As palettes score: below it a match is by accident. */
const FUZZY_THRESHOLD = 0.3;

/**
 * Parses a filter: `text` literally, in any case, since names and subjects contain pattern characters (`$my`, `orders.*`, `a+b`);
 * `!text` for all others; `-f text` for a fuzzy match; `subject:orders.new` for what overlaps that subject, wildcards too. In
 * lists with words, `leader:n2 subject:orders.> 17` combines them.
 * @param words of the list; any other word before a colon is plain text, because names may contain colons
 * @param named those of them that the name of a row tells
 */
export function parseFilter(typed: string, words: readonly string[] = [], named: readonly string[] = []): Filter {
	const { needsInfos, holds, text } = parsed(typed, { words, named });
	return { needsInfos, matches: (row) => holds(row) === true, text };
}

interface Known {
	readonly words: readonly string[];
	readonly named: readonly string[];
}

function parsed(typed: string, known: Known): Part {
	if (/^\s*-f\s/.test(typed)) return byText(fuzzy(typed.trim().slice(2).trim()));
	const line = typed.trim();
	if (line.startsWith('!') && !/\s/.test(line))
		return line.length === 1 ? everything : negated(parsed(line.slice(1), known));
	const subject = subjectOfFilter(line);
	if (subject !== undefined) return bySubject(subject);
	if (known.words.length > 0 && wordsIn(line).length > 0) return byWords(line, known);
	if (line.startsWith('!')) return negated(parsed(line.slice(1), known));
	return line === '' ? everything : { ...byText(containing(line)), text: line };
}

const everything: Part = { needsInfos: false, holds: () => true };

function negated({ needsInfos, holds }: Part): Part {
	return {
		needsInfos,
		holds: (row) => {
			const is = holds(row);
			return is === undefined ? undefined : !is;
		},
	};
}

/** The subject of `subject:orders.new`; undefined for any other filter. */
export function subjectOfFilter(typed: string): string | undefined {
	return /^\s*subject:\s*(\S*)\s*$/.exec(typed)?.[1];
}

/** What is before a colon in a filter: words, or the beginnings of names. */
export function wordsIn(typed: string): readonly string[] {
	return [...typed.matchAll(/(?:^|[\s!])([a-z]+):/gi)].map(([, word = '']) => word.toLowerCase());
}

function byText(test: (text: string) => boolean): Part {
	return { needsInfos: false, holds: ({ texts }) => texts.some(test) };
}

function byWords(line: string, known: Known): Part {
	const partOf = (part: string): Part => {
		if (part.startsWith('!')) return part.length === 1 ? everything : negated(partOf(part.slice(1)));
		const cut = part.indexOf(':');
		const [word, wanted] = [part.slice(0, cut).toLowerCase(), part.slice(cut + 1)];
		if (word === 'subject') return bySubject(wanted);
		if (!known.words.includes(word)) return byText(containing(part));
		const holds = holding(wanted);
		if (known.named.includes(word))
			return { needsInfos: false, holds: ({ named }) => wanted === '' || holds(named?.[word]) };
		return {
			needsInfos: true,
			holds: ({ words }) => wanted === '' || (words === undefined ? undefined : holds(words[word])),
		};
	};
	const parts = line.split(/\s+/).map(partOf);
	return {
		needsInfos: parts.some(({ needsInfos }) => needsInfos),
		holds: (row) => {
			const all = parts.map(({ holds }) => holds(row));
			return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
		},
	};
}

/** Names match whole, since `n1` is not `n10`; `*` at the end stands for the rest of them. */
function holding(wanted: string): (value: string | readonly string[] | undefined) => boolean {
	const contains = containing(wanted);
	const lower = wanted.toLowerCase();
	const isName = (name: string): boolean =>
		lower.endsWith('*') ? name.toLowerCase().startsWith(lower.slice(0, -1)) : name.toLowerCase() === lower;
	return (value = '') => (typeof value === 'string' ? contains(value) : value.some(isName));
}

/** Prepared here: fuzzysort keeps the targets it prepares itself for ever. */
function fuzzy(text: string): (name: string) => boolean {
	return text === ''
		? () => true
		: (name) => (fuzzysort.single(text, fuzzysort.prepare(name))?.score ?? 0) >= FUZZY_THRESHOLD;
}

export function containing(text: string): (name: string) => boolean {
	const lower = text.toLowerCase();
	const isCased = lower !== text.toUpperCase();
	return isCased ? (name) => name.toLowerCase().includes(lower) : (name) => name.includes(lower);
}

function bySubject(subject: string): Part {
	if (subject === '') return { ...everything, needsInfos: true };
	return {
		needsInfos: true,
		holds: ({ subjects }) => subjects?.some((each) => subjectsOverlap(each, subject)),
	};
}
