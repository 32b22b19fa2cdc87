/** Texts in which each unit is one character to the eye: ASCII without line ends, escape sequences, signs of tables. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with it
const plain = /^[\x1b\x20-\x7e·…›←↑→↓↵⇧⌫─-▟▸○◌●◐✓✗]*$/;
const { Segmenter } = Intl;

/**
 * Takes the place of Intl.Segmenter in the bundle. Ink cuts every line of every frame into graphemes; nearly all of them are
 * plain, and need neither the slow walk nor, at the start, the 15 ms in which ICU reads its tables.
 */
export class PlainSegmenter {
	#options;
	#isGrapheme;
	#real;

	constructor(locales, options = {}) {
		this.#options = [locales, options];
		this.#isGrapheme = (options.granularity ?? 'grapheme') === 'grapheme';
	}

	segment(input) {
		if (this.#isGrapheme && plain.test(input)) return plainSegments(input);
		this.#real ??= new Segmenter(...this.#options);
		return this.#real.segment(input);
	}
}

function plainSegments(input) {
	const segments = [];
	// All of them are of one unit.
	for (let index = 0; index < input.length; index += 1) segments.push({ segment: input[index], index, input });
	return Object.assign(segments, { containing: (index = 0) => segments[index] });
}
