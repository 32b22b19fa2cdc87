import { isLiteral, isSubject, overlappingPair, subjectContains, subjectsOverlap } from '../../subject-match.ts';
import type { Finding, Rule } from '../rule.ts';
import { integer, text, texts } from '../values.ts';
import { type ConsumerCase, filtersOf, isPush } from './consumer-case.ts';

const NO_SUBJECT =
	'is not a valid subject: tokens between dots must not be empty or contain white space, and ">" can only be the last';

/** Which messages are delivered, from where on, and where to. */
export const consumerDelivery: readonly Rule<ConsumerCase>[] = [
	{
		path: 'filter_subject',
		errCode: 10136,
		since: '2.10',
		broken: ({ config }) => text(config.filter_subject) !== '' && texts(config.filter_subjects).length > 0,
		message: 'Filter subject and filter subjects exclude each other; leave one of them out.',
	},
	{
		path: 'filter_subject',
		errCode: 10052,
		broken: ({ config: { filter_subject: filter } }) =>
			text(filter) !== '' && !isSubject(text(filter)) && `Filter subject: ${JSON.stringify(filter)} ${NO_SUBJECT}.`,
	},
	{
		path: 'filter_subject',
		gone: '2.10',
		errCode: 10093,
		broken: ({ config, stream }) => {
			const filter = text(config.filter_subject);
			if (filter === '' || stream.mirror || stream.sources?.length) return false;
			const within = texts(stream.subjects).some(
				(subject) => subjectContains(subject, filter) || (!isLiteral(filter) && subjectContains(filter, subject)),
			);
			return !within && `Filter subject must be one of the stream's subjects, ${texts(stream.subjects).join(', ')}.`;
		},
	},
	{ path: 'filter_subjects', since: '2.10', errCode: 10052, broken: badFilters },
	{ path: 'filter_subjects', since: '2.10', errCode: 10138, broken: overlappingFilters },
	{ path: 'deliver_policy', errCode: 10094, broken: startFault },
	{
		path: 'filter_subject',
		errCode: 10094,
		broken: ({ config, supports }) =>
			config.deliver_policy === 'last_per_subject' && filtersOf(config, supports).length === 0,
		message: 'Filter subject must be set for the deliver policy last_per_subject; ">" matches all subjects.',
	},
	{
		path: 'deliver_subject',
		errCode: 10079,
		broken: ({ config }) => !isLiteral(text(config.deliver_subject)),
		message: 'Deliver subject must not contain wildcards.',
	},
	{
		path: 'deliver_subject',
		errCode: 10112,
		broken: ({ config: { deliver_subject: subject } }) =>
			text(subject) !== '' && !isSubject(text(subject)) && `Deliver subject: ${JSON.stringify(subject)} ${NO_SUBJECT}.`,
	},
	{
		path: 'deliver_subject',
		errCode: 10081,
		broken: ({ config, stream }) => {
			const taken = isPush(config)
				? texts(stream.subjects).find((subject) => subjectContains(subject, text(config.deliver_subject)))
				: undefined;
			return (
				taken !== undefined &&
				`Deliver subject must not be in ${taken}, which the stream stores: the messages would circulate for ever.`
			);
		},
	},
];

function badFilters({ config }: ConsumerCase): readonly Finding[] {
	return texts(config.filter_subjects).flatMap((filter, at) => {
		const path = `filter_subjects.${at}`;
		if (filter === '')
			return [{ path, message: 'Filter subjects must not be empty; ">" matches all subjects.', errCode: 10139 }];
		return isSubject(filter) ? [] : [{ path, message: `Filter subjects: ${JSON.stringify(filter)} ${NO_SUBJECT}.` }];
	});
}

/** Servers from 2.14 on let filters overlap as long as none contains another. */
function overlappingFilters({ config, supports }: ConsumerCase): readonly Finding[] {
	const filters = texts(config.filter_subjects);
	const contained = (one: string, other: string): boolean => subjectContains(one, other) || subjectContains(other, one);
	const [first = 0, second = 0] = overlappingPair(filters, supports('2.14') ? contained : subjectsOverlap) ?? [];
	if (second === 0) return [];
	const message = `Filter subjects: ${filters[second]} overlaps ${filters[first]}; a message would be delivered twice.`;
	return [{ path: `filter_subjects.${second}`, message }];
}

/** Which start each deliver policy needs; it must not have the other. */
function startFault({ config }: ConsumerCase): readonly Finding[] {
	const policy = config.deliver_policy ?? 'all';
	const starts = [
		['opt_start_seq', 'by_start_sequence', 'Start sequence', integer(config.opt_start_seq) > 0],
		['opt_start_time', 'by_start_time', 'Start time', text(config.opt_start_time) !== ''],
	] as const;
	return starts.flatMap(([path, needs, label, isSet]) => {
		if (isSet === (policy === needs)) return [];
		const message = isSet
			? `${label} is only for the deliver policy ${needs}, not ${policy}.`
			: `${label} must be set for the deliver policy ${needs}.`;
		return [{ path, message }];
	});
}
