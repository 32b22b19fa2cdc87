import { bytes } from '../format/bytes.ts';
import { dateTime } from '../format/duration.ts';
import { count } from '../format/integer.ts';
import type { Line } from '../format/line.ts';
import { memo } from '../format/memo.ts';
import { hexLines, jsonOf, type PayloadForm, payloadKind, textLines, textOf, whyNoJson } from '../format/payload.ts';
import { wrapText } from '../format/width.ts';
import type { StoredEntry } from '../jetstream/messages/stored-entry.ts';
import { lastKnown } from '../store/datum.ts';
import { paragraph } from './confirm-lines.ts';
import { jsonTextViewLines } from './json-lines.ts';
import type { OpenedMessage } from './messages/opened-message.ts';
import { sectionLines } from './section-lines.ts';
import { span } from './spans.ts';

/** Bytes of a payload that are shown as lines; a payload may have 64 MiB. */
const MOST_TEXT = 256 * 1024;
const MOST_HEX = 64 * 1024;
const WIDE_HEX = 80;

/** A message in full: its metadata, its headers in order, its payload in the chosen format. */
export function messageLines(opened: OpenedMessage, as: PayloadForm, columns: number): readonly Line[] {
	const entry = lastKnown(opened.entry)?.value;
	if (entry === undefined) return [];
	const gone = opened.gone
		? [...paragraph('  ! This message is no longer in the stream.', 'warn', columns, 4), []]
		: [];
	return [...gone, ...aboutLines(opened.stream, entry, columns), [], ...payloadLines(entry.payload, as, columns)];
}

/** Stream, sequence, time, and the headers. */
function aboutLines(stream: string, entry: StoredEntry, columns: number): readonly Line[] {
	const { seq, subject, time, size, headers, payload } = entry;
	const facts = [
		{ label: 'Subject', value: subject, tone: 'strong' as const },
		{ label: 'Sequence', value: `${count(seq)} of stream ${stream}` },
		{ label: 'Stored', value: `${dateTime(time)}, ${time}` },
		{ label: 'Size', value: headers.length === 0 ? bytes(size) : `${bytes(size)}, payload ${bytes(payload.length)}` },
	];
	const title = `Headers (${headers.length})`;
	const named = headers.map(([label, value]) => ({ label, value }));
	// One below the other: side by side, long headers would push the payload away.
	const room = Math.min(columns, 119);
	return [
		...sectionLines([{ kind: 'facts', title: '', facts }], room),
		...(headers.length === 0 ? [] : [[], ...sectionLines([{ kind: 'facts', title, facts: named }], room)]),
	];
}

const kindWords = { empty: 'empty', json: 'JSON', text: 'text', binary: 'binary' } as const;

/**
 * The payload under a title with its format and how much of it is shown. Cached, so that hundreds of kilobytes are not made into
 * lines each second.
 */
export const payloadLines = memo((payload: Uint8Array, as: PayloadForm, columns: number): readonly Line[] => {
	const kind = payloadKind(payload);
	const form = as === 'auto' ? (kind === 'binary' ? 'hex' : kind === 'json' ? 'json' : 'text') : as;
	const title = (shownAs: string): Line => [
		span('  Payload', 'accent'),
		span(`  ${kindWords[kind]}, ${bytes(payload.length)}${shownAs}`, 'dim'),
	];
	if (kind === 'empty') return [title('')];
	if (form === 'json') {
		const text = jsonOf(payload) && textOf(payload, payload.length);
		if (text !== undefined) return [title(''), ...jsonTextViewLines(text, columns)];
		return [title(` · ${whyNoJson(payload) ?? 'not a JSON object or array'}`), ...asText(payload, columns)];
	}
	if (form === 'hex') {
		const perLine = columns < WIDE_HEX ? 8 : 16;
		const lines = hexLines(payload, MOST_HEX, perLine).map((line): Line => [span(`  ${line}`)]);
		return [title(' · as hexadecimal bytes'), ...lines, ...cutLines(payload, MOST_HEX, columns)];
	}
	const why = as === 'auto' ? whyNoJson(payload) : undefined;
	const note = why === undefined ? (kind === 'text' ? '' : ' · as text') : ` · ${why}`;
	return [title(note), ...asText(payload, columns)];
});

function asText(payload: Uint8Array, columns: number): readonly Line[] {
	const room = Math.max(1, columns - 2);
	const lines = textLines(payload, MOST_TEXT).flatMap((line) =>
		wrapText(line, room).map((part): Line => [{ text: `  ${part}`, tone: 'plain' }]),
	);
	return [...lines, ...cutLines(payload, MOST_TEXT, columns)];
}

function cutLines(payload: Uint8Array, shown: number, columns: number): readonly Line[] {
	if (payload.length <= shown) return [];
	const text = `  … the first ${bytes(shown)} of ${bytes(payload.length)}; press w to save all of it.`;
	return [[], ...paragraph(text, 'warn', columns, 2)];
}
