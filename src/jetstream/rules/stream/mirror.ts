import type { StreamConfig } from '../../wire.ts';
import type { Rule } from '../rule.ts';
import { integer, texts } from '../values.ts';
import type { StreamCase } from './stream-case.ts';

/** A rule about mirrors only. */
const mirror = (
	rule: Omit<Rule<StreamCase>, 'broken'>,
	broken: (config: StreamConfig) => boolean,
): Rule<StreamCase> => ({
	...rule,
	broken: ({ config }) => Boolean(config.mirror) && broken(config),
});

/** What a mirror cannot have: it is an exact copy and has no subjects of its own. */
export const streamMirror: readonly Rule<StreamCase>[] = [
	mirror(
		{
			path: 'subjects',
			errCode: 10034,
			message: 'Subjects must be empty for a mirror, which stores only what it copies.',
		},
		({ subjects }) => texts(subjects).length > 0,
	),
	mirror(
		{ path: 'sources', errCode: 10031, message: 'Sources must be empty for a mirror, which has one origin only.' },
		({ sources }) => Boolean(sources?.length),
	),
	mirror(
		{
			path: 'first_seq',
			since: '2.10',
			errCode: 10143,
			message: 'First sequence cannot be set for a mirror, which keeps the sequences of its origin.',
		},
		({ first_seq: first }) => integer(first) > 0,
	),
	mirror(
		{ path: 'allow_msg_counter', since: '2.12', errCode: 10173, message: 'Counters cannot be on for a mirror.' },
		({ allow_msg_counter: on }) => on === true,
	),
	mirror(
		{ path: 'allow_atomic', since: '2.12', errCode: 10198, message: 'Atomic batches cannot be on for a mirror.' },
		({ allow_atomic: on }) => on === true,
	),
	mirror(
		{ path: 'allow_batched', since: '2.14', errCode: 10209, message: 'Fast batches cannot be on for a mirror.' },
		({ allow_batched: on }) => on === true,
	),
	mirror(
		{ path: 'allow_msg_schedules', since: '2.12', errCode: 10186, message: 'Schedules cannot be on for a mirror.' },
		({ allow_msg_schedules: on }) => on === true,
	),
];
