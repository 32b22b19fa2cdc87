import { isRecord } from '../../format/is.ts';
import type { Config } from '../fields/config.ts';
import type { OddAttribute } from './attribute.ts';
import { flag } from './values.ts';

/** The attribute is on where the field is off. */
export const turned = (name: string): OddAttribute => ({ write: (value) => flag(name, value !== true) });

/** Provider 0.4.0 stores the nanoseconds that it reads where its attribute has seconds. */
export const readInNanoseconds = (): string =>
	'Every plan shows a change of inactive_threshold, because the provider reads it back in nanoseconds. Applying it changes nothing.';

/** The provider asks the server to refuse what it would change by itself (2.11 and later), and mirror_direct follows the origin. */
export function directOfOrigin(mirror: unknown, { mirror_direct }: Config): string | undefined {
	if (mirror_direct === true || !isRecord(mirror) || mirror.external) return undefined;
	return `Set mirror_direct = true if stream ${String(mirror.name)} has allow_direct: the server refuses the mirror otherwise.`;
}
