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
	400: 'The server refused the request: change what the error text names.',
	403: 'This user or account may not do that.',
	404: 'What the request names does not exist.',
	408: 'The server gave up waiting: try again.',
	412: 'The server lacks something that the request requires.',
	429: 'The server has too many requests: try again in a moment.',
	500: 'The server failed: the error text says why.',
	503: 'JetStream, or what the request names, is not available right now: try again.',
};

/** Errors that their text identifies better than their code; only the technical preview of 2020 has these. */
const byText: Readonly<Record<string, string>> = {
	'could not load message from storage':
		'The message was deleted or never stored, or the server cannot read it: the technical preview returns one error for all three. Compare first_seq, last_seq and messages of the stream.',
	'maximum consumers exceeds account limit':
		'The stream asks for more consumers than the account allows; the technical preview returns this error for any number when the account has no limit. Leave max_consumers out.',
};

/** One or two sentences for a person: what the error means and what to do. Never empty. */
export function explain(error: ApiError): string {
	const note = error.err_code === undefined ? undefined : errorNotes.get(error.err_code);
	const said = byText[error.description ?? ''];
	if (said !== undefined) return said;
	if (note !== undefined) return `${note.meaning} ${note.advice}`;
	return byHttpCode[error.code] ?? 'The server refused the request: the error text says why.';
}
