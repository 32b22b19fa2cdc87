/** A text as one word of a POSIX shell: quoted only where it has to be. */
export function shellQuoted(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
