const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A line being typed, cut at the cursor. */
export interface Edited {
	readonly before: string;
	readonly after: string;
}

/** What keys do to a line, by their names. Text, enter and everything else are not here. */
export const edits: Readonly<Record<string, (line: Edited) => Edited>> = {
	left: ({ before, after }) => {
		const last = lastGrapheme(before);
		return { before: before.slice(0, before.length - last.length), after: last + after };
	},
	right: ({ before, after }) => {
		const first = firstGrapheme(after);
		return { before: before + first, after: after.slice(first.length) };
	},
	home: ({ before, after }) => ({ before: '', after: before + after }),
	end: ({ before, after }) => ({ before: before + after, after: '' }),
	'ctrl+a': ({ before, after }) => ({ before: '', after: before + after }),
	'ctrl+e': ({ before, after }) => ({ before: before + after, after: '' }),
	backspace: ({ before, after }) => ({ before: before.slice(0, before.length - lastGrapheme(before).length), after }),
	delete: ({ before, after }) => ({ before, after: after.slice(firstGrapheme(after).length) }),
	'ctrl+u': ({ after }) => ({ before: '', after }),
	'ctrl+w': ({ before, after }) => ({ before: before.replace(/\S+\s*$/u, ''), after }),
};

/** Text that may stand in a line: no control characters, hence no line ends, and nothing that is not seen. */
export function typeable(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '');
}

function lastGrapheme(text: string): string {
	return Array.from(segmenter.segment(text), ({ segment }) => segment).at(-1) ?? '';
}

/** What a cursor stands on; empty at the end. */
export function firstGrapheme(text: string): string {
	return segmenter.segment(text)[Symbol.iterator]().next().value?.segment ?? '';
}
