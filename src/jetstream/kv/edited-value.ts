import { compactJson, indentJson } from '../../format/json-layout.ts';
import { jsonOf, payloadKind, textOf } from '../../format/payload.ts';

/** Larger values are too large for an editor. */
const mostBytes = 1024 * 1024;

/** A value as a text to edit. */
export interface EditableText {
	readonly text: string;
	/** A file name's ending, for the editor. */
	readonly ending: 'json' | 'txt';
	/** The text is indented JSON; the value has it in one line. */
	readonly indented: boolean;
}

/** A value as a text to edit, or why it cannot be, as the end of a sentence that starts with the value. */
export function editableText(value: Uint8Array): EditableText | { readonly refusal: string } {
	if (value.length > mostBytes) return { refusal: 'is larger than 1 MiB' };
	const kind = payloadKind(value);
	const text = textOf(value, value.length);
	if (kind === 'binary' || text === undefined) return { refusal: 'is not text' };
	const indented = kind === 'json' && jsonOf(value) !== undefined && compactJson(text) === text;
	return { text: indented ? indentJson(text) : text, ending: kind === 'json' ? 'json' : 'txt', indented };
}

/** A value as it was edited. Editors end a text with a line break: one that was not there is not stored. */
export function editedValue({ text, indented }: EditableText, edited: string): Uint8Array {
	const kept = edited.endsWith('\n') && !text.endsWith('\n') ? edited.replace(/\r?\n$/, '') : edited;
	const written = Buffer.from(kept, 'utf8');
	return indented && jsonOf(written) !== undefined ? Buffer.from(compactJson(kept), 'utf8') : written;
}
