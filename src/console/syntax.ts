import { verbFlags } from './flags.ts';

/** A part of a line as one types it, and what it does. */
export interface LinePart {
	readonly typed: string;
	readonly means: string;
}

const flagParts: readonly LinePart[] = verbFlags('request').map(({ names, value, help }) => ({
	typed: value === undefined ? (names.at(-1) ?? '') : `${names[0]} ${value}`,
	means: help,
}));

/** The syntax of a line, except commands of the nats CLI. */
export const lineParts: readonly LinePart[] = [
	{ typed: 'SUBJECT [PAYLOAD]', means: 'sends a request; JSON needs no quotes' },
	{ typed: 'pub SUBJECT …', means: 'publishes without a reply' },
	{ typed: 'sub SUBJECT', means: 'listens until stopped' },
	{ typed: 'watch 2s SUBJECT', means: 'repeats the request, and shows what changed' },
	{ typed: '@FILE', means: 'a payload from a file' },
	...flagParts,
	{ typed: '> FILE', means: 'at the end: saves the reply' },
	{ typed: 'cat FILE', means: 'shows a file; before | it is a payload' },
	{ typed: 'ctrl+j', means: 'a new line; enter too in an open bracket or quote' },
	{ typed: '^A ^E ^U ^K', means: 'moves to the ends of the line, deletes up to them' },
	{ typed: 'alt+b alt+f ^W', means: 'moves a word back or on, deletes one' },
];
