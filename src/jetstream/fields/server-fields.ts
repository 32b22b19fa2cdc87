import { memo } from '../../format/memo.ts';
import { type Features, supports } from '../server-features.ts';
import type { Field } from './field.ts';

/**
 * The fields that matter for the configurations of a server, with the defaults of its version: all of them, since newer
 * ones may still be there; for a preview server only those that it has, because it stores no defaults for the others.
 */
export const serverFields = memo((fields: readonly Field[], features: Features): readonly Field[] => {
	const held = features.dialect === 'current' ? fields : fields.filter(({ since }) => supports(features, since));
	return held.map((field) => {
		const { noDefaultWithSources, ...older } = field;
		return noDefaultWithSources === undefined || supports(features, noDefaultWithSources) ? field : older;
	});
});
