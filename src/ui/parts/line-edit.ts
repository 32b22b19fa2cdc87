import { graphemes } from '../../format/graphemes.ts';

/** Text being typed, split at the cursor. */
export interface Edited {
	readonly before: string;
	readonly after: string;
}

type Edit = (text: Edited) => Edited;

const lineStart: Edit = ({ before, after }) => {
	const start = before.lastIndexOf('\n') + 1;
	return { before: before.slice(0, start), after: before.slice(start) + after };
};

const lineEnd: Edit = ({ before, after }) => {
	const end = endOfLine(after);
	return { before: before + after.slice(0, end), after: after.slice(end) };
};

/** Words are letters and digits: a subject or JSON has several. */
const wordBack: Edit = ({ before, after }) => {
	const [word = ''] = /[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(before) ?? [];
	const at = before.length - word.length;
	return { before: before.slice(0, at), after: before.slice(at) + after };
};

const wordForward: Edit = ({ before, after }) => {
	const [word = ''] = /^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(after) ?? [];
	return { before: before + word, after: after.slice(word.length) };
};

const deleteForward: Edit = ({ before, after }) => ({ before, after: after.slice(firstGrapheme(after).length) });

/** What editing keys do to a text, by name. Enter and printable text are not here. */
export const edits: Readonly<Record<string, Edit>> = {
	left: ({ before, after }) => {
		const last = lastGrapheme(before);
		return { before: before.slice(0, before.length - last.length), after: last + after };
	},
	right: ({ before, after }) => {
		const first = firstGrapheme(after);
		return { before: before + first, after: after.slice(first.length) };
	},
	home: lineStart,
	end: lineEnd,
	'ctrl+a': lineStart,
	'ctrl+e': lineEnd,
	'ctrl+left': wordBack,
	'alt+left': wordBack,
	'alt+b': wordBack,
	'ctrl+right': wordForward,
	'alt+right': wordForward,
	'alt+f': wordForward,
	backspace: ({ before, after }) => ({ before: before.slice(0, before.length - lastGrapheme(before).length), after }),
	delete: deleteForward,
	// At the start of a line it deletes the line end before it, so that repeating it deletes everything.
	'ctrl+u': ({ before, after }) => ({
		before: before.endsWith('\n') ? before.slice(0, -1) : before.slice(0, before.lastIndexOf('\n') + 1),
		after,
	}),
	// At the end of a line it deletes the line end.
	'ctrl+k': ({ before, after }) => ({
		before,
		after: after.slice(Math.max(endOfLine(after), after.startsWith('\n') ? 1 : 0)),
	}),
	'ctrl+w': ({ before, after }) => ({ before: before.replace(/\S+\s*$/u, ''), after }),
};

/** Also in the console, where no command uses these keys. */
export const consoleEdits: typeof edits = { ...edits, 'ctrl+d': deleteForward };

function endOfLine(after: string): number {
	const end = after.indexOf('\n');
	return end < 0 ? after.length : end;
}

/** Text that may be in one line: no control characters, no line ends, nothing invisible. */
export function typeable(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '');
}

function lastGrapheme(text: string): string {
	return Array.from(graphemes.segment(text), ({ segment }) => segment).at(-1) ?? '';
}

/** The character under the cursor; empty at the end. */
export function firstGrapheme(text: string): string {
	return graphemes.segment(text)[Symbol.iterator]().next().value?.segment ?? '';
}
