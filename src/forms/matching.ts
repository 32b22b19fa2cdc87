import { count, type Integer, plural } from '../format/integer.ts';
import { consumerFields } from '../jetstream/fields/consumer.ts';
import { withoutDropped } from '../jetstream/rules/dropped.ts';
import type { Features } from '../jetstream/server-features.ts';
import { isSubject, subjectContains, subjectsOverlap } from '../jetstream/subject-match.ts';
import type { Resource } from '../store/resource.ts';
import { knownStream } from '../store/situation.ts';
import type { DeckState } from '../store/state.ts';
import { countsOf } from '../store/subjects/asked-subjects.ts';
import { everySubject, isWhole, mostHeld } from '../store/subjects/subject-counts.ts';
import { subjectsResource } from '../store/subjects/subjects-resource.ts';
import { writtenConfig } from './config.ts';
import type { Form } from './form.ts';

/** Number of polls between two counts. */
const pollsBetween = 5;

/** What the deck must ask for to count the messages that a consumer's filters match. */
export function matchingInterests(form: Form, state: DeckState): readonly Resource[] {
	if (form.asset !== 'consumer' || filtersOf(form, state.features).length === 0) return [];
	const subjects = knownStream(state, form.stream)?.state.num_subjects;
	if (subjects === undefined || subjects > mostHeld) return [];
	return [subjectsResource(form.stream, everySubject, pollsBetween)];
}

/** How many messages of its stream a new consumer would deliver from the first one on; undefined if unknown. */
export function matchingMessages(form: Form, state: DeckState): Integer | undefined {
	if (form.asset !== 'consumer') return undefined;
	const filters = filtersOf(form, state.features);
	if (filters.length === 0) return knownStream(state, form.stream)?.state.messages;
	const subjects = countsOf(state, form.stream);
	if (subjects === undefined || !isWhole(subjects) || !filters.every(isSubject)) return undefined;
	return subjects.counts
		.filter(([subject]) => filters.some((filter) => subjectContains(filter, subject)))
		.reduce((sum, [, messages]) => sum + messages, 0);
}

/** The count as a note below the filters: `matches 1,204 of 5,000 messages now`. */
export function matchingNote(form: Form, state: DeckState): string | undefined {
	if (form.asset !== 'consumer' || filtersOf(form, state.features).length === 0) return undefined;
	const matching = matchingMessages(form, state);
	const { messages: all, num_subjects: subjects = 0 } = knownStream(state, form.stream)?.state ?? {};
	if (subjects > mostHeld)
		return `matches are not counted: the stream has ${count(subjects)} subjects, more than ${count(mostHeld)}`;
	if (matching === undefined || all === undefined) return undefined;
	return `matches ${count(matching)} of ${plural(all, 'message')} now`;
}

/**
 * Filters outside the subjects of the stream, one sentence each: servers from 2.10 on accept them. A stream with sources or a
 * subject transform may store other subjects, so it is not checked.
 */
export function foreignFilters(form: Form, state: DeckState): readonly string[] {
	if (form.asset !== 'consumer') return [];
	const config = knownStream(state, form.stream)?.config;
	if (config === undefined || config.mirror || config.sources?.length || config.subject_transform) return [];
	const taken = config.subjects ?? [];
	return filtersOf(form, state.features)
		.filter((filter) => isSubject(filter) && !taken.some((subject) => subjectsOverlap(subject, filter)))
		.map((filter) => `Stream ${form.stream} has no subject that matches ${filter}.`);
}

export const isFilter = (path: string): boolean => path === 'filter_subject' || path === 'filter_subjects';

/** The filters that the server uses; a filter that it drops filters nothing. */
function filtersOf(form: Form, features: Features): readonly string[] {
	const { config } = writtenConfig(form);
	const { filter_subject: one, filter_subjects: several } = withoutDropped(consumerFields, config, features);
	const filters: readonly unknown[] = Array.isArray(several) ? several : [one];
	return filters.filter((filter): filter is string => typeof filter === 'string' && filter !== '');
}
