import { sanitise } from '../format/sanitise.ts';
import { truncate } from '../format/width.ts';
import { wordsIn } from '../store/filter.ts';
import type { DeckState } from '../store/state.ts';
import type { FilterWords } from './lists/row.ts';

/** Every list whose filter has words also knows this one. */
const SUBJECT = 'subject';
const MOST_NAMED = 34;

/** What helps to type a filter: the words of the list, names that a word may be followed by, or that it is no word. */
export function wordHint(state: DeckState, words: FilterWords | undefined, typed: string): string {
	if (words === undefined) return '';
	if (typed.trim() === '') return known(words).join(' ');
	const unknown = unknownIn(words, typed);
	if (unknown !== undefined) return `no word ${truncate(unknown, 12)}: here`;
	const [, word = '', begun = ''] = /(?:^|[\s!])([a-z]+):(\S*)$/.exec(typed) ?? [];
	const names = words[word]?.values?.(state) ?? [];
	if (names.includes(begun)) return '';
	return truncate(sanitise(names.filter((name) => name.startsWith(begun)).join(' ')), MOST_NAMED);
}

/** Why a filter with what looks like a word may find nothing, as a sentence; undefined without one. */
export function unknownWordSaid(words: FilterWords | undefined, typed: string): string | undefined {
	const unknown = words && unknownIn(words, typed);
	if (words === undefined || unknown === undefined) return undefined;
	return `“${unknown}:” is no word of this list and was searched as text; its words are ${known(words).join(' ')}`;
}

const known = (words: FilterWords): readonly string[] => [...Object.keys(words), SUBJECT].map((word) => `${word}:`);

const unknownIn = (words: FilterWords, typed: string): string | undefined =>
	wordsIn(typed).find((word) => word !== SUBJECT && !Object.hasOwn(words, word));
