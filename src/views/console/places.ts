/** Where one of these texts occurs in bytes, in order; ASCII letters in any case. The generator works on a copy of the bytes. */
export function* placesOf(data: Uint8Array, texts: readonly string[]): Generator<readonly [from: number, to: number]> {
	const low = lowered(data);
	const wanted = [...new Set(texts)]
		.filter((text) => text !== '')
		.map((text) => Buffer.from(lowered(Buffer.from(text))));
	const next = wanted.map((text) => low.indexOf(text));
	for (;;) {
		const found = next.reduce((best, at) => (at >= 0 && (best < 0 || at < best) ? at : best), -1);
		if (found < 0) return;
		const longest = Math.max(...wanted.filter((_, at) => next[at] === found).map(({ length }) => length));
		yield [found, found + longest];
		for (const [at, text] of wanted.entries()) if (next[at] === found) next[at] = low.indexOf(text, found + 1);
	}
}

function lowered(data: Uint8Array): Buffer {
	const low = Buffer.allocUnsafe(data.length);
	for (let at = 0; at < data.length; at += 1) {
		const code = data[at] ?? 0;
		low[at] = code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
	}
	return low;
}
