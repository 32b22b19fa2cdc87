import type { Unaddressable } from '../jetstream/unaddressable.ts';

/** Why a subject as it is stored cannot be asked for, as a sentence. */
export const unaddressableWords: Readonly<Record<Unaddressable, (subject: string) => string>> = {
	pattern: (subject) => `The server reads ${subject} as a pattern: no request can name that subject alone.`,
	bytes: (subject) => `The server writes � for bytes that are not UTF-8: no request can name ${subject}.`,
};
