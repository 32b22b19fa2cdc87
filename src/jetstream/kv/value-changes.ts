import { bytes } from '../../format/bytes.ts';
import { jsonChanges } from '../../format/json-changes.ts';
import { jsonOf, payloadKind, textLines } from '../../format/payload.ts';
import type { KvEntry } from './entry.ts';
import { operationWords } from './operation-words.ts';

/** A line of a difference. */
export interface ChangeLine {
	readonly sign: '+' | '-' | '~';
	readonly text: string;
}

/** Bytes of a text whose lines are compared. */
const mostText = 64 * 1024;

/** What a revision changed, compared with one before: paths of JSON, lines of text, or sizes. Empty if the values are equal. */
export function valueChanges(before: KvEntry, after: KvEntry): readonly ChangeLine[] {
	if (before.operation !== 'put' || after.operation !== 'put')
		return before.operation === after.operation && before.reason === after.reason
			? []
			: [changed(`${operationWords(before).short} → ${operationWords(after).short}`)];
	if (Buffer.compare(before.value, after.value) === 0) return [];
	const [was, is] = [jsonOf(before.value), jsonOf(after.value)];
	if (was !== undefined && is !== undefined) {
		const paths = jsonChanges(was, is, { whole: 'the value' });
		return paths.length === 0 ? [changed('the same JSON, written another way')] : paths.map(changed);
	}
	const isText = [before, after].every(({ value }) => payloadKind(value) !== 'binary' && value.length <= mostText);
	return isText
		? lineChanges(textLines(before.value, mostText), textLines(after.value, mostText))
		: [changed(`${bytes(before.value.length)} → ${bytes(after.value.length)}`)];
}

const changed = (text: string): ChangeLine => ({ sign: '~', text });

/** The lines between the beginning and the end that both have. */
function lineChanges(before: readonly string[], after: readonly string[]): readonly ChangeLine[] {
	const shorter = Math.min(before.length, after.length);
	let begin = 0;
	while (begin < shorter && before[begin] === after[begin]) begin += 1;
	let end = 0;
	while (end < shorter - begin && before.at(-1 - end) === after.at(-1 - end)) end += 1;
	return [
		...before.slice(begin, before.length - end).map((text): ChangeLine => ({ sign: '-', text })),
		...after.slice(begin, after.length - end).map((text): ChangeLine => ({ sign: '+', text })),
	];
}
