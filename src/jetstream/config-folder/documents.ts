import { contradiction, parseJson } from '../../format/json.ts';
import { placesInJson, type TextPlace } from '../../format/json-place.ts';
import { parseYaml } from '../../format/yaml.ts';

/** A file as it was read. */
export interface ConfigFile {
	/** Its path as given, or below the given folder. */
	readonly path: string;
	readonly text: string;
}

/** An error or a note about a file. */
export interface FileRemark {
	readonly file: string;
	/** Absent if it is about the whole file. */
	readonly line?: number;
	/** Sentences. */
	readonly message: string;
}

/** One of the values in a file. */
export interface FileDocument {
	readonly file: string;
	readonly value: unknown;
	readonly placeOf: (path: readonly string[]) => TextPlace;
}

const start: TextPlace = { line: 1, column: 1 };
const variable = /"(?:[^"\\]|\\.)*"|\$\{[^{}"\n]*\}/g;

/** The documents of a file: one for JSON, any number for YAML. Its extension decides, or else its first character. */
export function documentsOf({ path: file, text: raw }: ConfigFile): readonly FileDocument[] | FileRemark {
	const text = raw.replace(/^\uFEFF/, '');
	const isJson = /\.json$/i.test(file) || (!/\.ya?ml$/i.test(file) && /^\s*[[{]/.test(text));
	const documents = isJson ? ofJson(file, text) : ofYaml(file, text);
	if ('message' in documents || documents.length > 0) return documents;
	return { file, message: 'The file is empty.' };
}

/** A variable may replace a number: without quotes, which JSON does not allow. */
function ofJson(file: string, raw: string): readonly FileDocument[] | FileRemark {
	if (raw.trim() === '') return [];
	const text = raw.replaceAll(variable, (found) => (found.startsWith('"') ? found : `"${found}"`));
	const parsed = parseJson(text);
	if (!parsed.ok) return { file, line: parsed.line, message: `${parsed.message}.` };
	const twice = contradiction(text);
	if (twice !== undefined)
		return { file, line: twice.line, message: `An object has ${twice.key} twice: keep one of them.` };
	const places = placesInJson(text);
	/** The line of the innermost existing part of the path. */
	const placeOf = (path: readonly string[]): TextPlace => {
		for (let length = path.length; length >= 0; length -= 1) {
			const place = places(path.slice(0, length));
			if (place !== undefined) return place;
		}
		return start;
	};
	return [{ file, value: parsed.value, placeOf }];
}

function ofYaml(file: string, text: string): readonly FileDocument[] | FileRemark {
	const parsed = parseYaml(text);
	if (!parsed.ok) return { file, line: parsed.line, message: `${parsed.message}.` };
	return parsed.documents.map(({ value, placeOf, line, column }) => ({
		file,
		value,
		placeOf: (path) => (path.length === 0 ? { line, column } : placeOf(path)),
	}));
}
