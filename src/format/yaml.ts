import { type Document, isNode, LineCounter, type Node, parseAllDocuments, stringify, type YAMLError } from 'yaml';
import { isRecord } from './is.ts';
import { deepestJson } from './json-depth.ts';
import type { TextPlace } from './json-place.ts';

export interface YamlDocument extends TextPlace {
	readonly value: unknown;
	/** Where the value of a path is: keys from the outermost in, list indexes as numbers. */
	readonly placeOf: (path: readonly string[]) => TextPlace;
}

/** Why a text is not valid YAML, and where. */
export interface YamlFault extends TextPlace {
	readonly ok: false;
	/** Without a full stop. */
	readonly message: string;
}

export type ParsedYaml = { readonly ok: true; readonly documents: readonly YamlDocument[] } | YamlFault;

/** More aliases than people write: each may contain others, so that a few lines could exceed the memory. */
const mostAliases = 1_000;

/**
 * Parses YAML 1.2, with several documents, exactly: whole numbers beyond 2^53 become bigints. Anchors and merge keys are
 * expanded. A custom tag is refused: only another program knows its meaning.
 */
export function parseYaml(text: string): ParsedYaml {
	const lines = new LineCounter();
	const parsed = parseAllDocuments(text, { intAsBigInt: true, merge: true, lineCounter: lines, prettyErrors: false });
	const documents: YamlDocument[] = [];
	for (const document of parsed as readonly Document[]) {
		const [problem] = [...document.errors, ...document.warnings];
		if (problem !== undefined) return faultOf(problem, lines);
		const start = placeAt(lines, isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0);
		try {
			const value = exact(document.toJS({ maxAliasCount: mostAliases }), 0);
			if (value === null) continue;
			documents.push({ value, ...start, placeOf: (path) => placeIn(document, path, lines) ?? start });
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			const alias = /^Unresolved alias .*: (\S+)$/.exec(message)?.[1];
			const at = alias === undefined ? -1 : text.indexOf(`*${alias}`);
			return { ok: false, message, ...(at < 0 ? start : placeAt(lines, at)) };
		}
	}
	return { ok: true, documents };
}

function faultOf({ code, message, pos: [at] }: YAMLError, lines: LineCounter): YamlFault {
	const tag = code === 'TAG_RESOLVE_FAILED' ? /^Unresolved tag: (\S+)/.exec(message)?.[1] : undefined;
	const said = tag === undefined ? message : `The tag ${tag} is unknown, so its value has no meaning`;
	return { ok: false, message: said, ...placeAt(lines, at) };
}

function placeAt(lines: LineCounter, offset: number): TextPlace {
	const { line, col } = lines.linePos(offset);
	return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Of the innermost existing part of the path: a value from an anchor is elsewhere. */
function placeIn(document: Document, path: readonly string[], lines: LineCounter): TextPlace | undefined {
	for (let length = path.length; length > 0; length -= 1) {
		const found: unknown = document.getIn(path.slice(0, length).map(keyOf), true);
		const range = isNode(found) ? (found as Node).range : undefined;
		if (range) return placeAt(lines, range[0]);
	}
	return undefined;
}

const keyOf = (key: string): string | number => (/^\d+$/.test(key) ? Number(key) : key);

/** Bigints only if a double is not exact. */
function exact(value: unknown, depth: number): unknown {
	if (depth > deepestJson) throw new Error(`Nested deeper than ${deepestJson} levels`);
	if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
	if (Array.isArray(value)) return value.map((each) => exact(each, depth + 1));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, exact(each, depth + 1)]));
}

/**
 * Writes a value as YAML, exactly: long texts are not folded, no two keys share an anchor, and YAML 1.1 parsers read every text
 * as text.
 */
export function stringifyYaml(value: unknown): string {
	return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}
