import type { Answer } from '../../jetstream/problem.ts';
import { isSubject } from '../../jetstream/subject-match.ts';
import { mapAnswer, putDatum } from '../entries.ts';
import { subjectOfFilter } from '../filter.ts';
import type { Patch, Resource } from '../resource.ts';
import type { DeckState } from '../state.ts';
import { writeTable } from '../table.ts';
import { askedSubjects, countsOf } from './asked-subjects.ts';
import { chooseSubjects } from './choose-subjects.ts';
import { everySubject, isSameAsk, mostRead, type SubjectAsk, type SubjectCounts } from './subject-counts.ts';

/**
 * Reads the subjects of a stream and keeps what is asked for. What was asked for by now as something else is dropped.
 * @param every polls from one time to the next
 */
export function subjectsResource(stream: string, ask: SubjectAsk, every: number): Resource {
	const { filter, sort } = ask;
	const which = isSameAsk(ask, everySubject) ? [] : [filter, sort.column, String(sort.descending)];
	return {
		key: [`subjects:${stream}`, ...which].join('\0'),
		every,
		fetch: async (api, { signal, early }) => {
			const counted = (items: SubjectCounts['counts'], total: number, ms = 0): SubjectCounts => ({
				...chooseSubjects(items, ask),
				read: items.length,
				total: Math.max(total, items.length),
				ask,
				ms,
			});
			const pages = await api.pages(
				'stream.info',
				{ stream },
				{ subjects_filter: patternOf(filter) },
				{
					signal,
					most: mostRead,
					leastMs: longestPageMs,
					onPage: ({ items, received, total }) => {
						if (received === items.length && received < total)
							early(firstSubjects(stream, { ...counted(items, total), reading: true }));
					},
				},
			);
			const answer = mapAnswer(pages, ({ items, total }) => counted(items, total, pages.ms));
			return { ok: answer.ok, patch: (state) => withSubjects(state, stream, ask, answer) };
		},
	};
}

function withSubjects(
	state: DeckState,
	stream: string,
	ask: SubjectAsk,
	answer: Answer<SubjectCounts>,
): Partial<DeckState> {
	const isWanted = isSameAsk(ask, everySubject) || isSameAsk(ask, askedSubjects(state, stream));
	if (!isWanted) return {};
	return { subjects: writeTable(state.subjects, (entries) => putDatum(entries, stream, answer)) };
}

/** Shown until the others are in; what was read as a whole before is better than a part. */
function firstSubjects(stream: string, value: SubjectCounts): Patch {
	return (state) => {
		const before = countsOf(state, stream);
		if (before !== undefined && before.reading !== true && isSameAsk(before.ask, value.ask)) return {};
		return withSubjects(state, stream, value.ask, { ok: true, value, at: Date.now(), ms: 0 });
	};
}

/** A server counts every subject for each page: of hundreds of thousands that takes seconds, more on one that is busy. */
const longestPageMs = 30_000;

/** The part of the filter that the server can apply; it cannot match parts of tokens. */
function patternOf(filter: string): string {
	const subject = subjectOfFilter(filter) ?? '';
	return isSubject(subject) ? subject : '>';
}
