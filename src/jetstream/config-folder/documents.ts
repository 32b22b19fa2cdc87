import { contradiction, parseJson } from '../../format/json.ts';
import { placesInJson, type TextPlace } from '../../format/json-place.ts';
import { parseYaml } from '../../format/yaml.ts';

/** A file as it was read. */
export interface ConfigFile {
	/** As it was named, or found below the folder that was. */
	readonly path: string;
	readonly text: string;
}

/** What is wrong in a file, or to know of it. */
export interface FileRemark {
	readonly file: string;
	/** Absent where it is about the file. */
	readonly line?: number;
	/** Sentences. */
	readonly message: string;
}

/** One of the values that a file holds. */
export interface FileDocument {
	readonly file: string;
	readonly value: unknown;
	readonly placeOf: (path: readonly string[]) => TextPlace;
}

const start: TextPlace = { line: 1, column: 1 };
const variable = /"(?:[^"\\]|\\.)*"|\$\{[^{}"\n]*\}/g;

/** The documents of a file: one of JSON, any number of YAML. By the end of its name, or else by how it begins. */
export function documentsOf({ path: file, text: raw }: ConfigFile): readonly FileDocument[] | FileRemark {
	const text = raw.replace(/^\uFEFF/, '');
	const isJson = /\.json$/i.test(file) || (!/\.ya?ml$/i.test(file) && /^\s*[[{]/.test(text));
	const documents = isJson ? ofJson(file, text) : ofYaml(file, text);
	if ('message' in documents || documents.length > 0) return documents;
	return { file, message: 'The file is empty.' };
}

/** A variable may stand where a number is to be: without quotes, which JSON has no word for. */
function ofJson(file: string, raw: string): readonly FileDocument[] | FileRemark {
	if (raw.trim() === '') return [];
	const text = raw.replaceAll(variable, (found) => (found.startsWith('"') ? found : `"${found}"`));
	const parsed = parseJson(text);
	if (!parsed.ok) return { file, line: parsed.line, message: `${parsed.message}.` };
	const twice = contradiction(text);
	if (twice !== undefined)
		return { file, line: twice.line, message: `${twice.key} stands twice in one object: keep one of them.` };
	const places = placesInJson(text);
	/** Of the innermost part of the path that stands there. */
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
