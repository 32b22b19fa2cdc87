/** Longest name of a stream or a consumer, bytes. */
const NAME_MAX = 255;

/**
 * Why a text cannot be the name of a stream or consumer, as the end of a sentence that starts with the field; undefined
 * when it can. 2.9 to 2.15.
 */
export function nameRule(name: string): string | undefined {
	if (name === '') return 'must not be empty';
	if (/[\s\0]/u.test(name)) return 'must not contain spaces, tabs or line breaks';
	if (/[.*>]/.test(name)) return 'must not contain ".", "*" or ">"';
	if (/[\\/]/.test(name)) return 'must not contain "/" or "\\"';
	if (!name.isWellFormed()) return 'must be valid Unicode';
	if (new TextEncoder().encode(name).length > NAME_MAX) return `must not be longer than ${NAME_MAX} bytes`;
	return undefined;
}
