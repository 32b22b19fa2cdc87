import type { NotAlone } from '../jetstream/subject-alone.ts';

/** Why a subject as it is stored cannot be asked for, as a sentence. */
export const alone: Readonly<Record<NotAlone, (subject: string) => string>> = {
	pattern: (subject) => `The server reads ${subject} as a pattern: no request can name that subject alone.`,
	bytes: (subject) => `The server writes � for bytes that are not UTF-8: no request can name ${subject}.`,
};
