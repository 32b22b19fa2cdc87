import { commentLine } from './comment.ts';

/** One line of a block: its name and its value, written by `hclText` and the like. */
export interface HclAttribute {
	readonly name: string;
	readonly value: string;
}

export interface HclBlock {
	/** The text before the brace: `mirror`, `resource "jetstream_stream" "LOGS"`. */
	readonly head: string;
	readonly attributes: readonly HclAttribute[];
	/** Attributes whose values are maps of texts. */
	readonly maps?: readonly { readonly name: string; readonly entries: Readonly<Record<string, string>> }[];
	readonly blocks?: readonly HclBlock[];
	/** One line each. */
	readonly comments?: readonly string[];
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

/** A text as a quoted template without interpolation. HCL has fewer escapes than JSON, and no surrogate halves. */
export function hclText(text: string): string {
	const quoted = text
		.toWellFormed()
		.replaceAll(/[\p{Cc}"\\]/gu, (sign) => escapes[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
	return `"${quoted.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign)}"`;
}

export function hclList(texts: readonly string[]): string {
	return `[${texts.map(hclText).join(', ')}]`;
}

/** A text as the label of a resource: letters, digits, `_` and `-`, not starting with a digit. */
export function hclLabel(text: string): string {
	const label = text.replaceAll(/[^\w-]/g, '_');
	return /^[A-Za-z_]/.test(label) ? label : `_${label}`;
}

/** A block as `terraform fmt` formats it, without a newline at its end. */
export function hclBlock(block: HclBlock): string {
	return blockLines(block).join('\n');
}

function blockLines({ head, attributes, maps = [], blocks = [], comments = [] }: HclBlock): readonly string[] {
	const parts: readonly (readonly string[])[] = [
		aligned(attributes),
		...maps.map(({ name, entries }) => [
			`${name} = {`,
			...indented(
				aligned(Object.entries(entries).map(([key, value]) => ({ name: hclText(key), value: hclText(value) }))),
			),
			'}',
		]),
		...blocks.map(blockLines),
		comments.map(commentLine),
	].filter((lines) => lines.length > 0);
	return [`${head} {`, ...indented(parts.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))), '}'];
}

function aligned(attributes: readonly HclAttribute[]): readonly string[] {
	const width = Math.max(0, ...attributes.map(({ name }) => [...name].length));
	return attributes.map(({ name, value }) => `${name}${' '.repeat(width - [...name].length)} = ${value}`);
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));
