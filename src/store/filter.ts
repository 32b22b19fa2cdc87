import fuzzysort from 'fuzzysort';
import { subjectsOverlap } from '../jetstream/subject-match.ts';

/** What a row is matched by. */
export interface Filterable {
	/** Any of them may match. */
	readonly texts: readonly string[];
	/** Subjects it takes or delivers; undefined while not known. */
	readonly subjects?: readonly string[] | undefined;
}

/** A `/` line, understood. */
export interface Filter {
	/** It looks at subjects, which only infos tell. */
	readonly bySubject: boolean;
	readonly matches: (row: Filterable) => boolean;
}

/** As palettes score: below it a match is by accident. */
const FUZZY_THRESHOLD = 0.3;

/**
 * Reads a filter: `text` as it stands, in any case, since names and subjects are full of what patterns are made of (`$my`,
 * `orders.*`, `a+b`); `!text` for all others; `-f text` for a fuzzy match; `subject:orders.new` for what overlaps that subject,
 * wildcards too.
 */
export function parseFilter(typed: string): Filter {
	if (/^\s*-f\s/.test(typed)) return byText(fuzzy(typed.trim().slice(2).trim()));
	const line = typed.trim();
	if (line.startsWith('!')) {
		const { matches } = parseFilter(line.slice(1));
		return line.length === 1 ? everything : { bySubject: isBySubject(line.slice(1)), matches: (row) => !matches(row) };
	}
	if (isBySubject(line)) return bySubject(line.trim().slice('subject:'.length).trim());
	return line === '' ? everything : byText(containing(line));
}

const everything: Filter = { bySubject: false, matches: () => true };

const isBySubject = (line: string): boolean => line.trim().startsWith('subject:');

function byText(test: (text: string) => boolean): Filter {
	return { bySubject: false, matches: ({ texts }) => texts.some(test) };
}

function fuzzy(text: string): (name: string) => boolean {
	return text === '' ? () => true : (name) => (fuzzysort.single(text, name)?.score ?? 0) >= FUZZY_THRESHOLD;
}

function containing(text: string): (name: string) => boolean {
	const lower = text.toLowerCase();
	return (name) => name.toLowerCase().includes(lower);
}

function bySubject(subject: string): Filter {
	if (subject === '') return { ...everything, bySubject: true };
	return {
		bySubject: true,
		matches: ({ subjects }) => subjects?.some((each) => subjectsOverlap(each, subject)) ?? false,
	};
}
