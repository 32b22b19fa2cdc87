import type { TextProps } from 'ink';
import type { Tone } from '../../format/line.ts';

type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'underline'>;

/**
 * How a tone looks. Only the sixteen colours that every terminal theme chooses for its own background, and never its black or
 * white, so that light and dark screens both can be read.
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
