import { parseFilter } from '../filter.ts';
import { mostHeld, type SubjectAsk, type SubjectCounts } from './subject-counts.ts';

type Counts = SubjectCounts['counts'];

/**
 * Those that match, and of these the first in the order that is asked for; with equals by name.
 * @param read subjects by name
 * @returns by name as well
 */
export function chooseSubjects(
	read: Counts,
	{ filter, sort }: SubjectAsk,
	most = mostHeld,
): Pick<SubjectCounts, 'counts' | 'matching'> {
	const { matches } = parseFilter(filter);
	const matching =
		filter === '' ? read : read.filter(([subject]) => matches({ texts: [subject], subjects: [subject] }));
	if (matching.length <= most) return { counts: matching, matching: matching.length };
	const byName = sort.column === 'subject';
	const counts = byName
		? sort.descending
			? matching.slice(-most)
			: matching.slice(0, most)
		: firstByMessages(matching, sort.descending ? -1 : 1, most);
	return { counts, matching: matching.length };
}

/** Found by the value of the last one that is in, so that a large list need not be put in order. */
function firstByMessages(counts: Counts, direction: 1 | -1, most: number): Counts {
	const values = Float64Array.from(counts, ([, messages]) => direction * messages).sort();
	const last = values[most - 1] ?? 0;
	const before = values.indexOf(last);
	let equals = most - before;
	return counts.filter(([, messages]) => {
		const value = direction * messages;
		if (value !== last) return value < last;
		equals -= 1;
		return equals >= 0;
	});
}
