/** nats-server's `max_control_line`: a PUB or SUB line longer than this ends the connection. */
const controlLineBytes = 4096;
/** The rest of the line: the verb, sizes, spaces, and the unique part of the inbox. */
const lineOverheadBytes = 128;

const forbidden: readonly (readonly [pattern: RegExp, what: string])[] = [
	[/ /, 'a space'],
	[/\t/, 'a tab'],
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
	[/[\u0000-\u001f\u007f]/, 'a control character such as a line break'],
];

/**
 ** What is wrong with a subject, undefined if nothing. A space or line break in it would corrupt the protocol line,
 * upon which the server closes the connection and every outstanding request fails.
 */
export function subjectFault(subject: string, inboxPrefix: string): string | undefined {
	if (subject === '') return 'A subject must not be empty.';
	const found = forbidden.find(([pattern]) => pattern.test(subject));
	if (found) return `A subject must not contain ${found[1]}.`;
	if (subject.split('.').includes(''))
		return 'A subject must not have an empty token: no dot at either end, no two in a row.';
	const longest = controlLineBytes - lineOverheadBytes - Buffer.byteLength(inboxPrefix);
	if (Buffer.byteLength(subject) > longest) return `A subject must not be longer than ${longest} bytes.`;
	return undefined;
}
