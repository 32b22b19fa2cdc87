export const PlainSegmenter: typeof Intl.Segmenter;
