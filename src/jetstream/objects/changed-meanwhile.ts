import type { Problem } from '../problem.ts';

/** The object is no longer the one of the plan. */
export const changedMeanwhile = (subject: string, name: string): Problem => ({
	kind: 'bad-input',
	subject,
	message: `Somebody else has changed object ${name} meanwhile.`,
	advice: 'Nothing was sent. Look at it, and try again.',
});
