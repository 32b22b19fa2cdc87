import { isLiteral } from './subject-match.ts';

/**
 * Why no request can select a stored subject alone. Servers (2.9 to 2.15) check what is published only for clients that ask them
 * to, and store a subject with wildcards in it, or with bytes that are not UTF-8, like any other.
 */
export type Unaddressable = 'pattern' | 'bytes';

/** What a server writes for bytes that are not UTF-8. */
const replacement = '\ufffd';

export function unaddressable(subject: string): Unaddressable | undefined {
	if (subject.includes(replacement)) return 'bytes';
	return isLiteral(subject) ? undefined : 'pattern';
}
