import { isRecord } from '../../format/is.ts';
import type { Config } from '../fields/config.ts';
import type { OddAttribute } from './attribute.ts';
import { flag } from './values.ts';

/** The attribute is on where the field is off. */
export const turned = (name: string): OddAttribute => ({ write: (value) => flag(name, value !== true) });

/** Provider 0.4.0 stores nanoseconds in an attribute of seconds when it reads a stream. */
export const readInNanoseconds = (): string =>
	'Every plan shows a change of inactive_threshold, because the provider reads it back in nanoseconds. Applying it changes nothing.';

/** The provider sends pedantic requests (2.11 and later), and the server sets mirror_direct as the origin has allow_direct. */
export function directOfOrigin(mirror: unknown, { mirror_direct }: Config): string | undefined {
	if (mirror_direct === true || !isRecord(mirror) || mirror.external) return undefined;
	return `Set mirror_direct = true if stream ${String(mirror.name)} has allow_direct: the server refuses the mirror otherwise.`;
}
