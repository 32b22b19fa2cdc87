import { readDuration } from '../../../format/read-duration.ts';
import { readTime } from '../../../format/read-time.ts';
import { consumerFields } from '../../fields/consumer.ts';
import { readInput } from '../../fields/input.ts';
import {
	type Draft,
	elsewhere,
	fieldIn,
	mark,
	only,
	onOrOff,
	pairs,
	type ReadFlag,
	split,
	text,
	untilTime,
	value,
	withKey,
	word,
} from './part.ts';

const field = (name: string) => fieldIn(consumerFields, name);

/** One filter and several are two fields. */
const filter: ReadFlag = {
	names: ['--filter'],
	value: 'SUBJECT',
	many: true,
	take: (draft, given) => {
		const [only, ...more] = split(given);
		return more.length === 0
			? withKey(withKey(draft, 'filter_subjects', undefined), 'filter_subject', only)
			: withKey(withKey(draft, 'filter_subject', undefined), 'filter_subjects', [only, ...more]);
	},
};

const policies: Readonly<Record<string, string>> = {
	all: 'all',
	new: 'new',
	last: 'last',
	subject: 'last_per_subject',
	last_per_subject: 'last_per_subject',
};

/** A word, a sequence, or for how long back. */
const deliver: ReadFlag = {
	names: ['--deliver'],
	value: 'all|new|last|subject|SEQUENCE|DURATION',
	take: (draft, [said = ''], now) => {
		if (Object.hasOwn(policies, said)) return withKey(draft, 'deliver_policy', policies[said]);
		const sequence = readInput(field('opt_start_seq'), said);
		if (/^\d{1,20}$/.test(said) && sequence.ok)
			return withStart(draft, 'by_start_sequence', 'opt_start_seq', sequence.value);
		const time = readDuration(said) === undefined ? undefined : readTime(`-${said}`, now);
		return time === undefined
			? '--deliver is all, new, last, subject, a sequence, or a duration such as 1h.'
			: withStart(draft, 'by_start_time', 'opt_start_time', time);
	},
};

function withStart(draft: Draft, policy: string, key: string, start: unknown): Draft {
	return withKey(withKey(draft, 'deliver_policy', policy), key, start);
}

/** A whole share of a hundred, without its sign; 0 is none. */
const sample: ReadFlag = {
	names: ['--sample'],
	value: 'PERCENT',
	take: (draft, [said = '']) => {
		if (!/^(?:\d{1,2}|100)%?$/.test(said)) return '--sample is a percentage from 0 to 100.';
		return withKey(draft, 'sample_freq', /^0+%?$/.test(said) ? undefined : said);
	},
};

const groups = (name: string, policy: string): ReadFlag => ({
	names: [`--${name}`],
	value: 'GROUP',
	many: true,
	take: (draft, given) => withKey(withKey(draft, 'priority_policy', policy), 'priority_groups', split(given)),
});

/** Of both `nats consumer add` and `nats consumer edit`. */
const both: readonly ReadFlag[] = [
	text('description', 'description'),
	pairs('metadata', 'metadata'),
	text('target', 'deliver_subject'),
	filter,
	onOrOff('headers-only', 'headers_only'),
	value('wait', field('ack_wait')),
	value('max-deliver', field('max_deliver')),
	{ ...value('max-pending', field('max_ack_pending')), names: ['--max-pending', '--max-outstanding'] },
	sample,
	value('max-pull-batch', field('max_batch')),
	value('max-pull-expire', field('max_expires')),
	value('max-pull-bytes', field('max_bytes')),
	value('inactive-threshold', field('inactive_threshold')),
	value('replicas', field('num_replicas')),
	{
		names: ['--backoff'],
		value: 'none|linear',
		take: (draft, [said = '']) =>
			said === 'none'
				? withKey(draft, 'backoff', undefined)
				: 'Of --backoff only none is understood: write the steps as backoff in JSON.',
	},
];

/** `nats consumer add`. */
export const addConsumerFlags: readonly ReadFlag[] = [
	...both,
	mark('pull'),
	mark('ephemeral'),
	word('ack', 'ack_policy', { none: 'none', all: 'all', explicit: 'explicit', flow_control: 'flow_control' }),
	deliver,
	text('deliver-group', 'deliver_group'),
	value('heartbeat', field('idle_heartbeat')),
	only('flow-control', 'flow_control'),
	value('bps', field('rate_limit_bps')),
	value('max-waiting', field('max_waiting')),
	word('replay', 'replay_policy', { instant: 'instant', original: 'original' }),
	only('memory', 'mem_storage'),
	{ names: ['--pause'], value: 'TIME', take: untilTime },
	groups('pinned-groups', 'pinned_client'),
	groups('overflow-groups', 'overflow'),
	groups('prioritized-groups', 'prioritized'),
	value('pinned-ttl', field('priority_timeout')),
];

/** `nats consumer edit`. */
export const editConsumerFlags: readonly ReadFlag[] = [
	...both,
	elsewhere('Leave it out: the difference is shown, and nothing is sent before you say yes.', '--dry-run'),
	elsewhere('Leave it out: E, where the consumer is shown, edits it in $EDITOR.', '--interactive', '-i'),
];
