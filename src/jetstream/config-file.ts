import { plural } from '../format/integer.ts';
import { isRecord } from '../format/is.ts';
import { parseJson } from '../format/json.ts';
import { placeInJson } from '../format/json-place.ts';
import { type ConsumerConfiguration, configurationOfValue, type StreamConfiguration } from './config-value.ts';
import type { Dialect } from './dialect.ts';

export interface UnreadableConfiguration {
	readonly ok: false;
	/** Sentences; with the line and the column where they are known. */
	readonly message: string;
	readonly line?: number;
	readonly column?: number;
}

export type ReadConfiguration = StreamConfiguration | ConsumerConfiguration | UnreadableConfiguration;

/**
 * Reads the stream or consumer in a text: a bare configuration, a whole INFO or CREATE reply, or a CONSUMER.CREATE request, saved
 * by any tool; those of the technical preview are translated. Integers are exact, unknown keys are kept, the server's own
 * metadata is removed. `bare`: the kind of a configuration that nothing else identifies, such as one with only a name. `dialect`:
 * of the server it is for; a preview server gets no note about its own spelling.
 */
export function readConfiguration(
	text: string,
	bare?: 'stream' | 'consumer',
	dialect: Dialect = 'current',
): ReadConfiguration {
	if (text.trim() === '') return fault('The text is empty.');
	const parsed = parseJson(text.replace(/^\uFEFF/, ''));
	if (!parsed.ok) return syntaxFault(parsed);
	const entries = entriesOf(parsed.value);
	if (entries.length !== 1)
		return fault(`The text is a list of ${plural(entries.length, 'entry', 'entries')}; it must be a list of one.`);
	const [found] = entries;
	if (!isRecord(found)) return fault('The text is not a JSON object: a configuration begins with {.');
	const read = configurationOfValue(found, bare, dialect);
	if (read.ok) return read;
	const place = read.path.length === 0 ? undefined : placeInJson(text, read.path);
	const start = place === undefined ? '' : `Line ${place.line}, column ${place.column}: `;
	return { ok: false, message: `${start}${read.message}`, ...place };
}

const fault = (message: string): UnreadableConfiguration => ({ ok: false, message });

function syntaxFault(parsed: { message: string; line: number; column: number }): UnreadableConfiguration {
	const { message, line, column } = parsed;
	return { ok: false, message: `Line ${line}, column ${column}: ${message}.`, line, column };
}

/** What a text describes: the entries of a list, as LIST replies, or the value itself. */
function entriesOf(value: unknown): readonly unknown[] {
	const list = isRecord(value) && value.config === undefined ? (value.streams ?? value.consumers ?? value) : value;
	return Array.isArray(list) ? list : [value];
}
