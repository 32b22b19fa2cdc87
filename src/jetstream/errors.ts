import { manageErrors } from './error-rows.ts';
import { publishErrors } from './error-rows-publish.ts';
import type { ApiError } from './wire.ts';

/** What an error code means and what to do about it, in plain words. */
export interface ErrorNote {
	readonly meaning: string;
	readonly advice: string;
}

/** The well-known codes, by `err_code`. */
export const errorNotes: ReadonlyMap<number, ErrorNote> = new Map(
	[...manageErrors, ...publishErrors].flatMap(([codes, meaning, advice]) =>
		codes.map((code) => [code, { meaning, advice }] as const),
	),
);

/** For codes that are not in the table, by the HTTP-like `code`. */
const byHttpCode: Readonly<Record<number, string>> = {
	400: 'The server refused the request as it stands: change what the text names.',
	403: 'This user or account may not do that.',
	404: 'What was asked for does not exist.',
	408: 'The server gave up waiting: try again.',
	412: 'The server lacks something that the request requires.',
	429: 'Too much at once: try again in a moment.',
	500: 'The server could not do it: its text says why.',
	503: 'JetStream, or what this concerns, is not available right now: try again.',
};

/** Where the text says more than the code: only the technical preview of 2020 has these. */
const byText: Readonly<Record<string, string>> = {
	'could not load message from storage':
		'It was deleted or never stored, or the server cannot read it back: the technical preview says so of both. Compare first_seq, last_seq and messages of the stream.',
	'maximum consumers exceeds account limit':
		'The stream asks for more consumers than the account allows; the technical preview says so of any number where the account has no limit. Leave max_consumers out.',
};

/** One or two sentences for a person: what the error means and what to do. Never empty. */
export function explain(error: ApiError): string {
	const note = error.err_code === undefined ? undefined : errorNotes.get(error.err_code);
	const said = byText[error.description ?? ''];
	if (said !== undefined) return said;
	if (note !== undefined) return `${note.meaning} ${note.advice}`;
	return byHttpCode[error.code] ?? 'The server did not do it: its text says why.';
}
