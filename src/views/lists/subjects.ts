import { memo } from '../../format/memo.ts';
import { latest } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { countsOf } from '../../store/subjects/asked-subjects.ts';
import { everySubject, isWhole, type SubjectCounts } from '../../store/subjects/subject-counts.ts';
import { subjectColumns } from '../columns/subjects.ts';
import { ofStream } from '../datums.ts';
import type { SubjectRow } from '../row.ts';
import { listRow, noneUnread } from './row.ts';
import { unlistedSubjects } from './unlisted-subjects.ts';

export const subjectList = listRow<SubjectRow>({
	columns: subjectColumns,
	defaultSort: everySubject.sort,
	datum: (state, stream) => ofStream(state, state.subjects, stream),
	waiting: 'Reading the subjects…',
	ids: (state, stream) => indexed(countsOf(state, stream)).subjects,
	sources: (state, stream) => [countsOf(state, stream)],
	whole: true,
	row: (state, subject, stream) => {
		const counts = countsOf(state, stream);
		const messages = indexed(counts).bySubject.get(subject) ?? 0;
		const all = allMessages(state, stream, counts);
		return { subject, messages, share: all === 0 ? 0 : Math.min(1, messages / all) };
	},
	acts: (subject) => ({ subject }),
	filterable: (_state, subject) => ({ texts: [subject], subjects: [subject] }),
	empty: () => ['No subjects: the stream has no messages.'],
	unlisted: unlistedSubjects,
	report: 'not printed',
	unread: noneUnread,
});

/** A share refers to the whole stream, even if some subjects are not listed. */
function allMessages({ streams }: DeckState, stream: string, counts: SubjectCounts | undefined): number {
	const { sum } = indexed(counts);
	if (counts === undefined || isWhole(counts)) return sum;
	const entry = streams.entries.get(stream);
	return Math.max(sum, Number((entry && latest(entry.info)?.state.messages) ?? 0));
}

interface Indexed {
	readonly subjects: readonly string[];
	readonly bySubject: ReadonlyMap<string, number>;
	readonly sum: number;
}

const nothing: Indexed = { subjects: [], bySubject: new Map(), sum: 0 };

const indexed = (counts: SubjectCounts | undefined): Indexed => (counts === undefined ? nothing : indexOf(counts));

/** Counts by subject, made once for each reply. */
const indexOf = memo(
	({ counts }: SubjectCounts): Indexed => ({
		subjects: counts.map(([subject]) => subject),
		bySubject: new Map(counts),
		sum: counts.reduce((sum, [, messages]) => sum + messages, 0),
	}),
);
