import { isSubject, subjectContains, subjectsOverlap } from '../../subject-match.ts';
import type { StreamConfig } from '../../wire.ts';
import type { Finding, Rule } from '../rule.ts';
import { texts } from '../values.ts';
import { effectiveSubjects, type StreamCase } from './stream-case.ts';

/** A finding for each subject that a test refuses with the rest of a sentence. */
function eachSubject(config: StreamConfig, rule: (subject: string) => string | undefined): readonly Finding[] {
	return texts(config.subjects).flatMap((subject, at) => {
		const rest = rule(subject);
		return rest === undefined
			? []
			: [{ path: `subjects.${at}`, message: `Subjects: ${JSON.stringify(subject)} ${rest}.` }];
	});
}

/** Subjects of the server. A stream that stores and acknowledges them replies to requests before the server does. */
function systemSubject(subject: string): string | undefined {
	const api =
		['$JS.>', '$JSC.>', '$NRG.>'].some((space) => subjectsOverlap(space, subject)) &&
		!subjectContains('$JS.EVENT.>', subject);
	const system = subjectsOverlap('$SYS.>', subject) && !subjectContains('$SYS.ACCOUNT.>', subject);
	return api || system
		? 'includes subjects of the server; that needs no ack: clients would take its acknowledgement of a request for the reply'
		: undefined;
}

/** Streams whose subjects overlap, each pair once. */
function overlapsOf({ config, situation }: StreamCase): readonly Finding[] {
	const own = effectiveSubjects(config);
	const implied = texts(config.subjects).length === 0;
	return own.flatMap((subject, at) => {
		for (const { name, subjects } of situation.streams) {
			const taken = name === config.name ? undefined : texts(subjects).find((one) => subjectsOverlap(subject, one));
			if (taken === undefined) continue;
			const message = implied
				? `Subjects: without any the stream takes ${subject}, which overlaps ${taken} of stream ${name}.`
				: `Subjects: ${subject} overlaps ${taken} of stream ${name}; a subject belongs to one stream only.`;
			return [{ path: implied ? 'subjects' : `subjects.${at}`, message }];
		}
		return [];
	});
}

/** Rules about a stream's subjects. */
export const streamSubjects: readonly Rule<StreamCase>[] = [
	{
		path: 'subjects',
		errCode: 10052,
		broken: ({ config }) =>
			eachSubject(config, (subject) =>
				isSubject(subject)
					? undefined
					: 'is not a valid subject: tokens between dots must not be empty or contain white space, and ">" can only be the last',
			),
	},
	{ path: 'subjects', errCode: 10065, broken: overlapsOf },
	{
		path: 'no_ack',
		refusedSince: '2.10',
		errCode: 10052,
		broken: ({ config }) => config.no_ack !== true && texts(config.subjects).includes('>'),
		message:
			'No ack must be on for a stream that takes all subjects (">"): clients would take its acknowledgement of a request for the reply.',
	},
	{
		path: 'subjects',
		// 2.10 checks subjects below $JS, but not `*.>`.
		refusedSince: '2.12',
		errCode: 10052,
		broken: ({ config }) =>
			config.no_ack !== true &&
			eachSubject(config, (subject) => (subject === '>' ? undefined : systemSubject(subject))),
	},
];
