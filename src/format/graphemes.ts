/** Cuts a text into what people take for one character. */
export const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
