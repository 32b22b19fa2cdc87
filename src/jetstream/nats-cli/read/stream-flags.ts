import { isRecord } from '../../fields/normal.ts';
import { streamFields } from '../../fields/stream.ts';
import {
	anew,
	elsewhere,
	fieldIn,
	inside,
	only,
	onOrOff,
	pairs,
	type ReadFlag,
	split,
	takes,
	text,
	texts,
	value,
	withKey,
	word,
} from './part.ts';

const field = (...path: readonly string[]) => fieldIn(streamFields, ...path);

/** What is not said of a source that is there stays. */
const sources: ReadFlag = {
	names: ['--source'],
	value: 'STREAM',
	many: true,
	take: (draft, given) => {
		const { sources: held } = draft.body;
		const known = Array.isArray(held) ? held : [];
		return withKey(
			draft,
			'sources',
			given.map((name) => known.find((one) => isRecord(one) && one.name === name) ?? { name }),
		);
	},
};

const tags: ReadFlag = {
	names: ['--tag', '--tags'],
	value: 'TAG',
	many: true,
	take: (draft, given) => {
		const said = split(given);
		return withKey(draft, 'tags', said.length === 0 ? undefined : said);
	},
};

const mirror: ReadFlag = {
	names: ['--mirror'],
	value: 'STREAM',
	take: (draft, [name = '']) => withKey(draft, 'mirror', name === '' ? undefined : { name }),
};

/** Of both `nats stream add` and `nats stream edit`. */
const both: readonly ReadFlag[] = [
	texts('subjects', 'subjects'),
	text('description', 'description'),
	pairs('metadata', 'metadata'),
	word('retention', 'retention', {
		limits: 'limits',
		interest: 'interest',
		work: 'workqueue',
		workq: 'workqueue',
		workqueue: 'workqueue',
	}),
	word('discard', 'discard', { old: 'old', new: 'new' }),
	onOrOff('discard-per-subject', 'discard_new_per_subject'),
	word('compression', 'compression', { none: 'none', s2: 's2' }),
	value('max-msgs', field('max_msgs')),
	value('max-bytes', field('max_bytes')),
	value('max-age', field('max_age')),
	value('max-msgs-per-subject', field('max_msgs_per_subject')),
	value('max-msg-size', field('max_msg_size')),
	value('max-consumers', field('max_consumers')),
	value('dupe-window', field('duplicate_window')),
	value('replicas', field('num_replicas')),
	inside('placement', text('cluster', 'cluster')),
	inside('placement', tags),
	mirror,
	sources,
	onOrOff('ack', 'no_ack', false),
	onOrOff('allow-mirror-direct', 'mirror_direct'),
	onOrOff('deny-delete', 'deny_delete'),
	onOrOff('deny-purge', 'deny_purge'),
	onOrOff('allow-direct', 'allow_direct'),
	onOrOff('allow-rollup', 'allow_rollup_hdrs'),
	anew('republish', text('republish-source', 'src')),
	anew('republish', text('republish-destination', 'dest')),
	anew('republish', only('republish-headers', 'headers_only')),
	anew('subject_transform', text('transform-source', 'src')),
	anew('subject_transform', text('transform-destination', 'dest')),
	only('allow-msg-ttl', 'allow_msg_ttl'),
	value('subject-del-markers-ttl', field('subject_delete_marker_ttl')),
	onOrOff('allow-batch', 'allow_atomic'),
	only('allow-counter', 'allow_msg_counter'),
	onOrOff('allow-schedules', 'allow_msg_schedules'),
	onOrOff('allow-fast', 'allow_batched'),
];

/** `nats stream add`. */
export const addStreamFlags: readonly ReadFlag[] = [
	...both,
	word('storage', 'storage', { file: 'file', f: 'file', memory: 'memory', m: 'memory' }),
	value('first-sequence', field('first_seq')),
	word('persist-mode', 'persist_mode', { default: 'default', async: 'async' }),
	inside('consumer_limits', value('limit-consumer-inactive', field('consumer_limits', 'inactive_threshold'))),
	inside('consumer_limits', value('limit-consumer-max-pending', field('consumer_limits', 'max_ack_pending'))),
];

/** `nats stream edit`. */
export const editStreamFlags: readonly ReadFlag[] = [
	...both,
	takes('no-mirror', 'mirror'),
	takes('no-republish', 'republish'),
	takes('no-transform', 'subject_transform'),
	elsewhere('Leave it out: the difference is shown, and nothing is sent before you say yes.', '--dry-run'),
	elsewhere('Leave it out: E, where the stream is shown, edits it in $EDITOR.', '--interactive', '-i'),
];
