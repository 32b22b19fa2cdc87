import { flagsOf } from './flags.ts';

/** A part of a line as one types it, and what it does. */
export interface LinePart {
	readonly typed: string;
	readonly means: string;
}

const flagParts: readonly LinePart[] = flagsOf('request').map(({ names, value, help }) => ({
	typed: value === undefined ? (names.at(-1) ?? '') : `${names[0]} ${value}`,
	means: help,
}));

/** All that may stand in a line of the console, but commands of the nats CLI. */
export const lineParts: readonly LinePart[] = [
	{ typed: 'SUBJECT [PAYLOAD]', means: 'asks and waits; JSON needs no quotes' },
	{ typed: 'pub SUBJECT …', means: 'publishes without a reply' },
	{ typed: 'sub SUBJECT', means: 'listens until it is stopped' },
	{ typed: 'watch 2s SUBJECT', means: 'asks again and again, and says what changed' },
	{ typed: '@FILE', means: 'a payload: what is in the file' },
	...flagParts,
	{ typed: '> FILE', means: 'at the end: saves the reply' },
	{ typed: 'cat FILE', means: 'shows a file; before | it is a payload' },
	{ typed: 'ctrl+j', means: 'a new line; enter too in an open bracket or quote' },
	{ typed: '^A ^E ^U ^K', means: 'to the ends of the line, and delete up to them' },
	{ typed: 'alt+b alt+f ^W', means: 'a word back, a word on, delete one' },
];
