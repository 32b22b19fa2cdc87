import fuzzysort from 'fuzzysort';
import { subjectsOverlap } from '../jetstream/subject-match.ts';

/** What a row is matched by. */
export interface Filterable {
	/** Any of them may match. */
	readonly texts: readonly string[];
	/** Subjects it takes or delivers; undefined while not known. */
	readonly subjects?: readonly string[] | undefined;
	/** The text that `word:text` searches, by word. Any other word before a colon is plain text. */
	readonly words?: Readonly<Record<string, string | undefined>>;
}

/** A `/` line, understood. */
export interface Filter {
	/** It checks subjects, which only infos contain. */
	readonly bySubject: boolean;
	readonly matches: (row: Filterable) => boolean;
}

/** As palettes score: below it a match is by accident. */
const FUZZY_THRESHOLD = 0.3;

/**
 * Parses a filter: `text` literally, in any case, since names and subjects contain pattern characters (`$my`, `orders.*`, `a+b`);
 * `!text` for all others; `-f text` for a fuzzy match; `subject:orders.new` for what overlaps that subject, wildcards too. In
 * lists with keywords, `type:nak stream:ORDERS 17` combines them.
 */
export function parseFilter(typed: string): Filter {
	if (/^\s*-f\s/.test(typed)) return byText(fuzzy(typed.trim().slice(2).trim()));
	const line = typed.trim();
	if (line.startsWith('!')) {
		const { bySubject: isBySubject, matches } = parseFilter(line.slice(1));
		return line.length === 1 ? everything : { bySubject: isBySubject, matches: (row) => !matches(row) };
	}
	const subject = subjectOfFilter(line);
	if (subject !== undefined) return bySubject(subject);
	if (/(?:^|\s)[a-z]+:/.test(line)) return byWords(line);
	return line === '' ? everything : byText(containing(line));
}

const everything: Filter = { bySubject: false, matches: () => true };

/** The subject of `subject:orders.new`; undefined for any other filter. */
export function subjectOfFilter(typed: string): string | undefined {
	const line = typed.trim();
	return line.startsWith('subject:') ? line.slice('subject:'.length).trim() : undefined;
}

function byText(test: (text: string) => boolean): Filter {
	return { bySubject: false, matches: ({ texts }) => texts.some(test) };
}

function byWords(line: string): Filter {
	const whole = containing(line);
	const parts = line.split(/\s+/).map((part) => {
		const cut = part.indexOf(':');
		return { word: part.slice(0, cut), wanted: containing(part.slice(cut + 1)), text: containing(part) };
	});
	return {
		bySubject: false,
		matches: ({ texts, words }) => {
			if (words === undefined) return texts.some(whole);
			return parts.every(({ word, wanted, text }) =>
				Object.hasOwn(words, word) ? wanted(words[word] ?? '') : texts.some(text),
			);
		},
	};
}

/** Prepared here: fuzzysort keeps the targets it prepares itself for ever. */
function fuzzy(text: string): (name: string) => boolean {
	return text === ''
		? () => true
		: (name) => (fuzzysort.single(text, fuzzysort.prepare(name))?.score ?? 0) >= FUZZY_THRESHOLD;
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
