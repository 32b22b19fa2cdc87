import { parseJson } from '../../src/format/json.ts';

/** A block of HCL as jetdeck writes it: values are texts, numbers, flags, lists of them, and maps of texts. */
export interface ReadBlock {
	readonly head: string;
	readonly attributes: Readonly<Record<string, unknown>>;
	readonly blocks: readonly ReadBlock[];
	readonly comments: readonly string[];
}

/** Reads the one resource of a text; anything that is not of the shapes above fails. */
export function readResource(text: string): ReadBlock {
	const lines = text.split('\n').map((line) => line.trim());
	const [head = '', ...rest] = lines;
	const { block, left } = blockOf(head, rest);
	if (left.some((line) => line !== '')) throw new Error(`more than one resource: ${left.join(' ')}`);
	return block;
}

function blockOf(opening: string, lines: readonly string[]): { block: ReadBlock; left: readonly string[] } {
	const head = /^(.+) \{$/.exec(opening)?.[1];
	if (head === undefined) throw new Error(`no block: ${opening}`);
	const attributes: Record<string, unknown> = {};
	const blocks: ReadBlock[] = [];
	const comments: string[] = [];
	let left = lines;
	for (let line = left[0]; line !== undefined; line = left[0]) {
		left = left.slice(1);
		const [, name = '', value = ''] = /^("(?:[^"\\]|\\.)*"|[\w-]+) += (.+)$/.exec(line) ?? [];
		if (line === '}') return { block: { head, attributes, blocks, comments }, left };
		if (line === '') continue;
		if (line.startsWith('# ')) comments.push(line.slice(2));
		else if (value === '{' || name === '') {
			const inner = blockOf(value === '{' ? `${name} {` : line, left);
			left = inner.left;
			if (value === '{') attributes[name] = inner.block.attributes;
			else blocks.push(inner.block);
		} else attributes[name.startsWith('"') ? String(readValue(name)) : name] = readValue(value);
	}
	throw new Error(`no end of ${head}`);
}

function readValue(text: string): unknown {
	if (text.startsWith('jetstream_stream.')) return text;
	// Names of attributes, for Terraform itself.
	if (/^\[[a-z_]+\]$/.test(text)) return [text.slice(1, -1)];
	const parsed = parseJson(text.replaceAll(/([$%])\1(?=\{)/g, '$1'));
	if (!parsed.ok) throw new Error(`no value: ${text}`);
	return parsed.value;
}
