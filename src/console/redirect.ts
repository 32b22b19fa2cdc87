import type { Complaint, LineFile } from './parsed-line.ts';
import type { Word } from './words.ts';

interface Redirected {
	readonly words: readonly Word[];
	/** The file for the reply. */
	readonly saveTo?: LineFile;
}

/**
 * Takes `> FILE` off the end of a command, as a shell does, even if it follows a word without a blank: `-j> FILE`.
 * A subject may be `>` or end with it: a redirection comes after the first word that is no flag.
 */
export function readRedirect(words: readonly Word[]): Redirected | Complaint {
	const at = words.findIndex((word, index) => isRedirect(word, words[index - 1], words[index + 1]));
	const sign = words[at];
	if (sign === undefined) return { words };
	const grown = /^(--?[\w-]+)>$/.exec(sign.text)?.[1];
	const [, appends, attached = ''] = /^>(>?)(.*)$/.exec(sign.text) ?? [];
	if (appends === '>') return { at: sign.at, message: 'jetdeck does not append to files: use > FILE.' };
	const name =
		grown === undefined && attached !== '' ? { text: attached, at: sign.at + 1, end: sign.end } : words[at + 1];
	const behind = words.slice(at + (name === words[at + 1] ? 2 : 1));
	if (name === undefined || name.text.trim() === '') return { at: sign.end, message: '> needs the name of a file.' };
	const kept = grown === undefined ? [] : [{ ...sign, text: grown, end: sign.end - 1 }];
	return { words: [...words.slice(0, at), ...kept, ...behind], saveTo: { path: name.text, at: name.at } };
}

/** What a subject follows. */
const verbs = /^(nats-)?(req|request|pub|publish|sub|subscribe)$|^-/;

function isRedirect({ text, bare }: Word, before: Word | undefined, next: Word | undefined): boolean {
	if (!bare || before === undefined) return false;
	if (text === '>' || text === '>>') return next !== undefined || !verbs.test(before.text);
	return /^>>?[^>]/.test(text) || (/^--?[\w-]+>$/.test(text) && next !== undefined);
}
