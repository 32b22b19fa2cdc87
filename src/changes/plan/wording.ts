import { count, plural } from '../../format/integer.ts';
import { managersOf } from '../../jetstream/loss/managed-by.ts';
import type { ConsumerConfig, StreamConfig } from '../../jetstream/wire.ts';
import type { Consequence } from '../proposal.ts';

/** The text to type to confirm: the name of one, the number of several. */
export function toBeTyped(names: readonly string[], verb: string, noun: string): string {
	const [only] = names;
	return names.length === 1 && only !== undefined ? only : `${verb} ${count(names.length)} ${noun}s`;
}

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

/** A sentence about what could not be read, if there is such. */
export const couldNotRead = (names: readonly string[]): readonly string[] =>
	names.length === 0 ? [] : [`jetdeck could not read ${listOfNames(names)}.`];

export const bad = (text: string): Consequence => ({ text, tone: 'bad' });
export const warn = (text: string): Consequence => ({ text, tone: 'warn' });
export const good = (text: string): Consequence => ({ text, tone: 'good' });
export const plain = (text: string): Consequence => ({ text, tone: 'plain' });

/** Who else relies on a stream or consumer: the programs of a bucket, a tool that created it. */
export function managed(config: StreamConfig | ConsumerConfig): readonly Consequence[] {
	return managersOf(config).map(({ sentence }) => warn(sentence));
}
