import { nameProblem } from '../../jetstream/subject.ts';
import { isLiteral, subjectsOverlap } from '../../jetstream/subject-match.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import type { Node } from './graph.ts';

/** The prefix of a domain, which only JetStream can have. */
export const isDomain = (prefix: string): boolean => /^\$JS\.[^.]+\.API$/.test(prefix);

/**
 * Why an origin must not be asked, as a remark; undefined if it may. A stream that takes the subject would store the question, and
 * what the prefix of another account is to an origin elsewhere may be anything here.
 * @param isDirect a stream of this account copies it, so that its server sends requests there too
 */
export function unaskable(
	{ streams, readOnly }: Pick<DeckState, 'streams' | 'readOnly'>,
	{ prefix, stream }: Node,
	isDirect: boolean,
): string | undefined {
	const subject = `${prefix}.STREAM.INFO.${stream}`;
	if (
		nameProblem(stream) !== undefined ||
		/[\s\0]/u.test(prefix) ||
		prefix.split('.').includes('') ||
		!isLiteral(subject)
	)
		return 'not asked: no valid prefix';
	if (isDomain(prefix)) return undefined;
	if (readOnly) return 'not asked: read-only';
	if (!isDirect) return 'not asked: prefix of another account';
	for (const [name, { info }] of streams.entries) {
		const subjects = latest(info)?.config.subjects ?? [];
		if (subjects.some((each) => subjectsOverlap(each, subject))) return `not asked: stream ${name} would store it`;
	}
	return undefined;
}
