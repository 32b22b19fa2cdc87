/** Text as roff shows it: nothing in it is a request, and a hyphen is the sign that people type. */
export function roff(text: string): string {
	const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq').replaceAll('`', '\\(ga');
	return escaped
		.replaceAll('^', '\\(ha')
		.replaceAll('~', '\\(ti')
		.replaceAll('…', '...')
		.replaceAll(/[^ -~]/gu, (letter) => `\\[u${letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`)
		.replace(/^\./, '\\&.');
}

export const bold = (text: string): string => `\\fB${roff(text)}\\fR`;
export const italic = (text: string): string => `\\fI${roff(text)}\\fR`;

export const section = (title: string, ...lines: readonly string[]): readonly string[] => [`.SH ${title}`, ...lines];

/** A term and its explanation, indented below it; both are roff already. */
export const entry = (term: string, ...text: readonly string[]): readonly string[] => ['.TP', term, ...text];

export const paragraphs = (...texts: readonly string[]): readonly string[] =>
	texts.flatMap((text, at) => (at === 0 ? [roff(text)] : ['.PP', roff(text)]));
