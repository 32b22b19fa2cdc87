import fc from 'fast-check';
import { type Config, withoutUndefined } from './configs.ts';

/** Values for some keys, each valid in some configuration or just not. */
export type Slips = Readonly<Record<string, readonly unknown[]>>;

/** None to three keys, each with one of its values. */
export const someSlips = (slips: Slips): fc.Arbitrary<Config> =>
	fc
		.array(
			fc
				.constantFrom(...Object.entries(slips))
				.chain(([key, values]) => fc.constantFrom(...values).map((value) => ({ [key]: value }))),
			{ maxLength: 3 },
		)
		.map((made) => Object.assign({}, ...made) as Config);

/** A configuration with slips; undefined takes a key away. */
export const slipped = (config: Config, slips: Config): Config => withoutUndefined({ ...config, ...slips });

/** Texts that are no subjects, or only nearly. */
export const oddSubjects = ['a b', 'a..b', '.a', 'a.', 'a.>.b', ''] as const;

/** Key and value of metadata that have this many bytes together. */
export const metadataOf = (bytes: number): Readonly<Record<string, string>> => ({ key: 'x'.repeat(bytes - 3) });
