/** A line that is longer comes in parts: memory has an end. */
const longestLine = 384 * 1024 * 1024;

/** The lines of blocks of UTF-8. A block is asked for when all lines before it were taken, and a long line is put together once. */
export async function* linesOf(blocks: AsyncIterable<Uint8Array>, longest = longestLine): AsyncGenerator<string> {
	let begun: Uint8Array[] = [];
	let length = 0;
	const add = (part: Uint8Array): void => {
		begun.push(part);
		length += part.length;
	};
	const line = (): string => {
		const text = Buffer.concat(begun).toString();
		begun = [];
		length = 0;
		return text;
	};
	for await (const block of blocks) {
		let from = 0;
		for (let end = block.indexOf(newline); end >= 0; end = block.indexOf(newline, from)) {
			add(block.subarray(from, end));
			yield line();
			from = end + 1;
		}
		if (from < block.length) add(block.subarray(from));
		if (length > longest) yield line();
	}
	if (length > 0) yield line();
}

const newline = 0x0a;
