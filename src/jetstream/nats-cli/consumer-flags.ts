import { isInteger } from '../../format/integer.ts';
import { readCount } from '../../format/read-count.ts';
import { readDuration } from '../../format/read-duration.ts';
import { readTime } from '../../format/read-time.ts';
import type { NamedFlag, OddFlag } from './flag.ts';
import { type Draft, type ReadFlag, split, type Take, withKey } from './read/part.ts';

/** Start policies by their names in the nats CLI. */
const policies: Readonly<Record<string, string>> = {
	all: 'all',
	new: 'new',
	last: 'last',
	subject: 'last_per_subject',
	last_per_subject: 'last_per_subject',
};

/** A word, a sequence, or for how long back: a start time itself has no flag. */
export const deliver: OddFlag = {
	only: 'add',
	write: (policy, { opt_start_seq: sequence }) => {
		if (policy === 'by_start_sequence') return isInteger(sequence) ? [`--deliver=${sequence}`] : undefined;
		const word = Object.keys(policies).find((each) => policies[each] === policy);
		return word === undefined ? undefined : [`--deliver=${word}`];
	},
	read: [
		{
			names: ['--deliver'],
			value: 'all|new|last|subject|SEQUENCE|DURATION',
			offers: ['all', 'new', 'last', 'subject'],
			take: readDeliver,
		},
	],
};

function readDeliver(...[draft, [said = ''], now]: Parameters<Take>): ReturnType<Take> {
	if (Object.hasOwn(policies, said)) return withKey(draft, 'deliver_policy', policies[said]);
	const sequence = /^\d{1,20}$/.test(said) ? readCount(said) : undefined;
	if (sequence !== undefined) return withStart(draft, 'by_start_sequence', 'opt_start_seq', sequence);
	const time = readDuration(said) === undefined ? undefined : readTime(`-${said}`, now);
	return time === undefined
		? '--deliver is all, new, last, subject, a sequence, or a duration such as 1h.'
		: withStart(draft, 'by_start_time', 'opt_start_time', time);
}

function withStart(draft: Draft, policy: string, key: string, start: unknown): Draft {
	return withKey(withKey(draft, 'deliver_policy', policy), key, start);
}

/** The flag of the policy includes it. */
export const startSequence: OddFlag = {
	only: 'add',
	write: (_value, { deliver_policy }) => (deliver_policy === 'by_start_sequence' ? [] : undefined),
	read: [],
};

/** One filter and several are one flag for two fields. */
export const filter: NamedFlag = {
	name: 'filter',
	read: [
		{
			names: ['--filter'],
			value: 'SUBJECT',
			offers: 'subject',
			many: true,
			take: (draft, given) => {
				const [only, ...more] = split(given);
				return more.length === 0
					? withKey(withKey(draft, 'filter_subjects', undefined), 'filter_subject', only)
					: withKey(withKey(draft, 'filter_subject', undefined), 'filter_subjects', [only, ...more]);
			},
		},
	],
};

/** A single one would become filter_subject. */
export const filters: NamedFlag = {
	name: 'filter',
	unless: (value) => Array.isArray(value) && value.length === 1,
	read: [],
};

const groups = (name: string, policy: string): ReadFlag => ({
	names: [`--${name}`],
	value: 'GROUP',
	many: true,
	take: (draft, given) => withKey(withKey(draft, 'priority_policy', policy), 'priority_groups', split(given)),
});

/** The flag of its groups sets the policy; the other two are not written. */
export const priorityPolicy: OddFlag = {
	only: 'add',
	write: (policy) => (policy === 'pinned_client' ? [] : undefined),
	read: [],
};
export const priorityGroups: NamedFlag = {
	name: 'pinned-groups',
	only: 'add',
	unless: (_value, { priority_policy }) => priority_policy !== 'pinned_client',
	read: [
		groups('pinned-groups', 'pinned_client'),
		groups('overflow-groups', 'overflow'),
		groups('prioritized-groups', 'prioritized'),
	],
};
