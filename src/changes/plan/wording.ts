import { groupBy } from '../../format/group-by.ts';
import { count, plural } from '../../format/integer.ts';
import { sanitise } from '../../format/sanitise.ts';
import { managersOf } from '../../jetstream/loss/managed-by.ts';
import type { ConsumerConfig, StreamConfig } from '../../jetstream/wire.ts';
import type { Consequence } from '../proposal.ts';
import { gone, type Unread } from '../read-assets.ts';

/** The text to type to confirm: the name of one, the number of several, or of one whose name nobody can type. */
export function toBeTyped(names: readonly string[], verb: string, noun: string): string {
	const [only] = names;
	return names.length === 1 && only !== undefined && isTypeable(only) ? only : `${verb} ${plural(names.length, noun)}`;
}

/** Names of others may have control characters, or be longer than any screen. */
const isTypeable = (name: string): boolean => name.length <= 255 && name === sanitise(name) && name === name.trim();

/** `stream LOGS`, `3 streams`. */
export function named(names: readonly string[], noun: string): string {
	return names.length === 1 ? `${noun} ${names[0]}` : plural(names.length, noun);
}

const listed = 8;

/** `a, b, c and 4 more`. */
export function listOfNames(names: readonly string[]): string {
	const [first = '', ...rest] = names;
	if (names.length <= 1) return first;
	if (names.length > listed) return `${names.slice(0, listed).join(', ')} and ${count(names.length - listed)} more`;
	return `${[first, ...rest.slice(0, -1)].join(', ')} and ${rest.at(-1)}`;
}

/** What a plan leaves out, a sentence for each reason. */
export const couldNotRead = (unread: readonly Unread[]): readonly string[] =>
	[...groupBy(unread, ({ why }) => why)].map(([why, group]) => {
		const names = listOfNames(group.map(({ name }) => name));
		if (why === gone) return `${names}: gone since the list was read.`;
		return why === undefined
			? `jetdeck could not read ${names}.`
			: `jetdeck could not read ${names}: ${inSentence(why)}`;
	});

/** The end of a sentence. */
const inSentence = (why: string): string => (why.endsWith('.') ? why : `${why}.`);

export const bad = (text: string): Consequence => ({ text, tone: 'bad' });
export const warn = (text: string): Consequence => ({ text, tone: 'warn' });
export const good = (text: string): Consequence => ({ text, tone: 'good' });
export const plain = (text: string): Consequence => ({ text, tone: 'plain' });

/** Who else relies on a stream or consumer: the programs of a bucket, a tool that created it. */
export function managed(config: StreamConfig | ConsumerConfig): readonly Consequence[] {
	return managersOf(config).map(({ sentence }) => warn(sentence));
}
