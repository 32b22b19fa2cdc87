import { isRecord } from '../../format/is.ts';
import type { Config } from '../fields/config.ts';
import type { OddAttribute } from './attribute.ts';
import { flag, hasFraction } from './values.ts';

/** The attribute is on where the field is off. */
export const turned = (name: string): OddAttribute => ({ write: (value) => flag(name, value !== true) });

/** Provider 0.4.0 stores nanoseconds in an attribute of seconds when it reads a stream. */
export const readInNanoseconds = (): readonly string[] => [
	'Every plan shows a change of inactive_threshold, because the provider reads it back in nanoseconds. Applying it changes nothing.',
];

/** The provider reads tags without a cluster too. */
export const tagsOfCluster = (_tags: unknown, { cluster }: Config): readonly string[] =>
	cluster
		? []
		: [
				'The provider sends placement_tags only with placement_cluster: without it, it creates or changes the stream without tags.',
			];

export const mirrorNotes = (mirror: unknown, config: Config): readonly string[] =>
	isRecord(mirror) ? [...fixedStart(mirror), ...directOfOrigin(mirror, config)] : [];

/** An update sends the start of the mirror along, which no server lets change (10055). */
const fixedStart = ({ opt_start_time }: Config): readonly string[] =>
	hasFraction(opt_start_time)
		? ['The server refuses a changed start of a mirror: Terraform can import this stream, but not change it.']
		: [];

/** The provider sends pedantic requests (2.11 and later), and the server sets mirror_direct as the origin has allow_direct. */
function directOfOrigin({ name, external }: Config, { mirror_direct }: Config): readonly string[] {
	if (mirror_direct === true || external) return [];
	return [
		`Set mirror_direct = true if stream ${String(name)} has allow_direct: the server refuses the mirror otherwise.`,
	];
}
