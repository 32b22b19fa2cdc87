/** Splits a text into what people see as characters. */
export const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
