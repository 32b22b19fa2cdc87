import type { TextProps } from 'ink';
import type { Tone } from '../../format/line.ts';

type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'underline'>;

/**
 * How a tone looks: only the sixteen colours that each terminal theme picks for its background, never black or white, so that
 * text is readable on light and dark screens.
 */
export const looks: Readonly<Record<Tone, Look>> = {
	plain: {},
	dim: { dimColor: true },
	strong: { bold: true },
	accent: { color: 'cyan' },
	good: { color: 'green' },
	warn: { color: 'yellow' },
	bad: { color: 'red', bold: true },
	found: { bold: true, underline: true },
};
