import { filtersOf, nameOf } from '../../jetstream/rules/consumer/consumer-case.ts';
import { effectiveSubjects } from '../../jetstream/rules/stream/stream-case.ts';
import { subjectsContain, subjectsOverlap } from '../../jetstream/subject-match.ts';
import type { ConsumerConfig, StreamConfig } from '../../jetstream/wire.ts';
import type { Consequence } from '../proposal.ts';
import { listOfNames, plain, warn } from './wording.ts';

/** Whoever publishes to a subject that the stream gives up gets no acknowledgement any more, and loses what is published without one. */
export function givesUp(before: StreamConfig, after: StreamConfig): readonly Consequence[] {
	const [was, is] = [effectiveSubjects(before), effectiveSubjects(after)];
	const less = was.filter((subject) => !subjectsContain(is, subject));
	const [part, whole] = [less.filter(overlaps), less.filter((subject) => !overlaps(subject))];
	const more = is.filter((subject) => !subjectsContain(was, subject));
	return [
		...(whole.length === 0 ? [] : [warn(`It will no longer store messages published to ${listOfNames(whole)}.`)]),
		...(part.length === 0
			? []
			: [warn(`It will store only a part of the messages published to ${listOfNames(part)}.`)]),
		...(more.length === 0 ? [] : [plain(`It will store messages published to ${listOfNames(more)}.`)]),
	];

	function overlaps(subject: string): boolean {
		return is.some((each) => subjectsOverlap(each, subject));
	}
}

/** Whose filters match a subject that it stores, and will match none. What is copied or transformed is stored under other subjects. */
export function starves(
	consumers: readonly ConsumerConfig[],
	before: StreamConfig,
	{ subject_transform: transform, ...after }: StreamConfig,
): readonly Consequence[] {
	if (after.mirror !== undefined || after.sources?.length || transform !== undefined) return [];
	const starved = consumers.filter((consumer) => matches(consumer, before) && !matches(consumer, after));
	if (starved.length === 0) return [];
	const isOne = starved.length === 1;
	const filters = isOne ? `its ${starved.flatMap(filtersIn).length === 1 ? 'filter' : 'filters'}` : 'their filters';
	const names = listOfNames(starved.map(nameOf));
	return [
		warn(
			`${isOne ? 'Consumer' : 'Consumers'} ${names} will get no new messages: no subject of the stream will match ${filters}.`,
		),
	];
}

/** Of what a server stores: an older one stores no list. */
const filtersIn = (consumer: ConsumerConfig): readonly string[] => filtersOf(consumer, () => true);

function matches(consumer: ConsumerConfig, stream: StreamConfig): boolean {
	const filters = filtersIn(consumer);
	const subjects = effectiveSubjects(stream);
	return filters.length === 0 || filters.some((filter) => subjects.some((each) => subjectsOverlap(filter, each)));
}
