import type { Problem } from '../problem.ts';
import type { Fault } from './situation.ts';

/** The keys that codes of streams concern. */
const streamCodes: readonly (readonly [path: string, codes: readonly number[]])[] = [
	['name', [10027, 10056, 10058, 10128]],
	['subjects', [10034, 10065]],
	['max_bytes', [10028, 10047, 10113, 10122]],
	['max_consumers', [10026]],
	['num_replicas', [10005, 10061, 10074, 10120, 10123, 10133]],
	['mirror', [10029, 10030, 10032, 10033, 10055, 10142, 10150, 10151, 10152, 10154, 10213, 10214]],
	['sources', [10031, 10045, 10046, 10140, 10141, 10144, 10145, 10146, 10147, 10215, 10216, 10217]],
	['sources', [10021, 10022, 10024]],
	['first_seq', [10143]],
	['subject_transform', [10155, 10156]],
	['allow_msg_counter', [10173]],
	['allow_msg_schedules', [10186, 10187]],
	['allow_atomic', [10198]],
	['allow_batched', [10209]],
];

/** The keys that codes of consumers concern. */
const consumerCodes: readonly (readonly [path: string, codes: readonly number[]])[] = [
	['name', [10013, 10026, 10102, 10105, 10127, 10132, 10148, 10149]],
	['durable_name', [10016, 10017, 10018, 10019, 10020, 10085, 10103, 10106]],
	['description', [10107]],
	['metadata', [10135]],
	['deliver_subject', [10079, 10081, 10112]],
	['max_waiting', [10080, 10087]],
	['max_ack_pending', [10082, 10121, 10220]],
	['idle_heartbeat', [10083, 10088]],
	['ack_policy', [10084, 10098, 10181, 10218]],
	['rate_limit_bps', [10086]],
	['flow_control', [10089, 10108, 10219]],
	['direct', [10090, 10091, 10092]],
	['filter_subject', [10093, 10099, 10100, 10131, 10136]],
	['filter_subjects', [10137, 10138, 10139]],
	['deliver_policy', [10101]],
	['sample_freq', [10095]],
	['max_batch', [10114, 10125]],
	['max_expires', [10115]],
	['max_deliver', [10116, 10222]],
	['num_replicas', [10005, 10074, 10126, 10133, 10134]],
	['inactive_threshold', [10153]],
	['priority_groups', [10159, 10160, 10161, 10162, 10196]],
	['priority_policy', [10178]],
	['priority_timeout', [10197]],
	['replay_policy', [10182]],
	['ack_wait', [10183, 10221]],
	['backoff', [10184]],
];

type Sent = Readonly<Record<string, unknown>>;

/** Filter subject and filter subjects together. */
const BOTH_FILTERS = 10136;

/** Codes with many meanings; the error text has the meaning (2.9.10, 2.10.27, 2.15.1). */
const unspecific: ReadonlySet<number> = new Set([10012, 10025, 10049, 10052, 10053, 10069, 10094]);

/** The field of each error text, the more specific first. */
const texts: readonly (readonly [path: string, text: RegExp])[] = [
	['template_owner', /template/i],
	['subjects', /subjects that overlap/i],
	['mirror', /for the mirror/i],
	['sources', /for (the )?source|external (api|delivery) prefix/i],
	['duplicate_window', /duplicates? window/i],
	['max_age', /max age/i],
	['discard_new_per_subject', /discard new per subject/i],
	['subject_delete_marker_ttl', /delete marker|marker delete/i],
	['allow_msg_counter', /counter/i],
	['allow_msg_schedules', /schedul/i],
	['persist_mode', /persist/i],
	['allow_msg_ttl', /message TTL/i],
	['allow_rollup_hdrs', /roll-?ups?/i],
	['deny_purge', /deny purge/i],
	['deny_delete', /deny message deletes/i],
	['sealed', /seal/i],
	['mirror_direct', /mirror direct/i],
	['mirror.filter_subject', /mirror .*filter|filter .*mirror/i],
	['sources', /source '|detected cycle/i],
	['republish', /republish/i],
	['subject_transform', /subject transform/i],
	['placement', /placement|preferred server/i],
	['no_ack', /no-ack/i],
	['num_replicas', /replicas/i],
	['max_consumers', /max ?consumers/i],
	['storage', /storage type/i],
	['retention', /retention/i],
	['compression', /compression/i],
	['discard', /discard policy/i],
	['consumer_limits', /violates consumers/i],
	['metadata', /metadata/i],
	['description', /description/i],
	['priority_policy', /priority policy/i],
	['opt_start_seq', /optional (start )*sequence|start sequence can/i],
	['opt_start_time', /optional (start )*time|start time can/i],
	['filter_subject', /filter subject/i],
	['deliver_policy', /deliver(y)? policy/i],
	['ack_policy', /ack policy/i],
	['replay_policy', /replay policy/i],
	['idle_heartbeat', /heart ?beats?/i],
	['flow_control', /flow control/i],
	['max_waiting', /max waiting/i],
	['deliver_subject', /pull consumer to push|push consumer to pull/i],
	['name', /name/i],
	['subjects', /subjects?/i],
];

/**
 * The field that a server's refusal of a configuration concerns, with the error and its meaning; undefined
 * if it concerns none, or an unknown one.
 * @param config what was sent, to choose between possible keys
 */
export function faultOf(problem: Problem, config: Sent): Fault | undefined {
	const { errCode, message: said, subject } = problem;
	if (problem.kind !== 'api' || errCode === undefined) return undefined;
	const isConsumer = /\.CONSUMER\.(DURABLE\.)?CREATE\./.test(subject);
	const found = unspecific.has(errCode) ? (keyInText(said, config) ?? textPath(said)) : codePath(errCode, isConsumer);
	if (found === undefined) return undefined;
	const path = errCode === BOTH_FILTERS ? found : present(found, config, isConsumer);
	return { path, message: `The server refused: ${sentence(said)} ${problem.advice}`, errCode };
}

/** Some codes are in both tables: that of the asset comes first. */
function codePath(errCode: number, isConsumer: boolean): string | undefined {
	const tables = isConsumer ? [consumerCodes, streamCodes] : [streamCodes, consumerCodes];
	return tables.flat().find(([, codes]) => codes.includes(errCode))?.[0];
}

const textPath = (said: string): string | undefined => texts.find(([, pattern]) => pattern.test(said))?.[0];

/** Go's decoder names a key, or the text of an unknown value. */
function keyInText(said: string, config: Sent): string | undefined {
	const key = /unknown field "([^"]+)"/.exec(said)?.[1] ?? /Request\.(?:config\.)?([\w.]+) of type/.exec(said)?.[1];
	if (key !== undefined) return key;
	const value = /can not unmarshal [^\w]*(\w+)/.exec(said)?.[1];
	return value && Object.entries(config).find(([, one]) => one === value)?.[0];
}

/** Of keys that a code or a text may stand for, the one that this configuration has. */
function present(path: string, config: Sent, isConsumer: boolean): string {
	if (path === 'sources' && config.mirror && !config.sources) return 'mirror';
	if (!isConsumer) return path;
	if (path === 'storage') return 'mem_storage';
	if (path !== 'subjects' && path !== 'filter_subject') return path;
	return Array.isArray(config.filter_subjects) && config.filter_subjects.length > 0
		? 'filter_subjects'
		: 'filter_subject';
}

const sentence = (said: string): string => (/[.!?]$/.test(said) ? said : `${said}.`);
