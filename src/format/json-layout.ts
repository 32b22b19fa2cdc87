import { token } from './json-place.ts';

/** JSON text without blanks between its parts; each part stays as it was written. */
export const compactJson = (text: string): string => (text.match(token) ?? []).join('');

/** JSON text in lines, indented; each part stays as it was written. */
export function indentJson(text: string): string {
	const tokens = text.match(token) ?? [];
	let indent = 0;
	let out = '';
	const line = (by: number): void => {
		indent += by;
		out += `\n${'  '.repeat(indent)}`;
	};
	tokens.forEach((sign, at) => {
		const isEmpty = /^[{[]$/.test(tokens[at - 1] ?? '');
		if (/^[}\]]$/.test(sign) && !isEmpty) line(-1);
		out += sign === ':' ? ': ' : sign;
		if (sign === ',') line(0);
		else if (/^[{[]$/.test(sign) && !/^[}\]]$/.test(tokens[at + 1] ?? '')) line(1);
	});
	return out;
}
