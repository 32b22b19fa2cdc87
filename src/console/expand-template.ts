/** A text with its templates expanded as by the nats CLI; or why that is impossible here, as a sentence. */
export type ExpandedText = { readonly text: string } | { readonly refusal: string };

/**
 * Expands the quoted texts in {{}}, which jetdeck itself writes in lines for the nats CLI, and refuses what the CLI would compute.
 * A text with something that the CLI does not know, such as the {{wildcard(1)}} of a subject mapping, is sent unchanged, by it and here.
 */
export function expandTemplates(text: string): ExpandedText {
	const parts = [...text.matchAll(/\{\{(.*?)\}\}/gs)].map(([whole, inner = '']) => ({ whole, inner: inner.trim() }));
	if (parts.some(({ inner }) => isUnknown(inner))) return { text };
	const computed = parts.find(({ inner }) => !quoted.test(inner));
	if (computed !== undefined)
		return {
			refusal: `The console does not expand ${computed.whole}: type the text, or add --no-templates to send it unchanged.`,
		};
	return { text: text.replaceAll(/\{\{(.*?)\}\}/gs, (_, inner: string) => quoted.exec(inner.trim())?.[1] ?? '') };
}

/** A quoted text in a template, which can contain the braces themselves. */
const quoted = /^"([^"\\]*)"$/;

/** Template functions without arguments, which are fields too. */
const values = new Set(['Count', 'Cnt', 'Unix', 'UnixNano', 'TimeStamp', 'Time', 'ID']);

/** Words of Go's text/template, which the nats CLI uses. */
const words = new Set(
	'and block break call continue define else end eq ge gt html if index js le len lt ne not or print printf println range slice template urlquery with true false nil Random'.split(
		' ',
	),
);

/** The nats CLI warns about it and sends the text unchanged. */
function isUnknown(inner: string): boolean {
	const [, dot, word = ''] = /^(\.?)([A-Za-z_]\w*)/.exec(inner) ?? [];
	if (word === '') return inner === '';
	if (dot === '.') return word !== 'Request' && !values.has(word);
	return !values.has(word) && !words.has(word);
}
