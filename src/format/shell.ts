/** A text as one word for a POSIX shell: quoted only if necessary. */
export function shellQuoted(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Words as one command line. The name of a flag stays outside the quotes: `--subjects='logs.>'`. */
export function shellLine(words: readonly string[]): string {
	return words
		.map((word) => {
			const [, flag = '', value = word] = /^(--[\w-]+=)(.*)$/s.exec(word) ?? [];
			return `${flag}${shellQuoted(value)}`;
		})
		.join(' ');
}
