import type { Features } from '../server-features.ts';
import type { Field } from './field.ts';

/**
 * The fields by which two configurations of a server are compared, with the defaults of its version: all, for what is too new
 * for it may be there all the same; of a preview server only those that it has, for it holds no defaults of the others.
 */
export function spokenFields(fields: readonly Field[], { dialect, supports }: Features): readonly Field[] {
	const held = dialect === 'current' ? fields : fields.filter(({ since }) => supports(since));
	return held.map((field) => {
		const { noDefaultWithSources, ...older } = field;
		return noDefaultWithSources === undefined || supports(noDefaultWithSources) ? field : older;
	});
}
