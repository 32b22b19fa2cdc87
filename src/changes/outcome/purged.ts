import { least, plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { Api } from '../../jetstream/request.ts';
import type { StreamConfig, StreamInfo, StreamState } from '../../jetstream/wire.ts';
import {
	applied,
	cannotTell,
	type Finding,
	infoBefore,
	type Look,
	type LookContext,
	notApplied,
	unreadOutcome,
} from './look.ts';

interface Body {
	readonly filter?: string;
	readonly seq?: Integer;
	readonly keep?: Integer;
}

/**
 * A purge removes from the front. If the oldest message that it would have removed still exists, it was not carried out. If that
 * message is gone, it was, or there was nothing to remove. New messages may arrive meanwhile, so their number proves nothing.
 */
export const purged: Look = {
	note: ({ api, meaning }) => {
		const { filter = '', keep } = bodyOf(meaning.body);
		return filter !== '' && keep ? firstOf(api, meaning.params.stream, filter) : Promise.resolve(undefined);
	},
	judge: async (now, around) => {
		const before = infoBefore<StreamInfo>(around);
		if (now.kind === 'absent' || before === undefined) return cannotTell('jetdeck could not read the stream before.');
		const info = now.info as StreamInfo;
		if (before.created !== info.created)
			return cannotTell('Somebody deleted the stream and created it again after the request.');
		const { filter = '', seq, keep } = bodyOf(around.meaning.body);
		const first = filter === '' ? firstIn(info.state) : await firstOf(around.api, around.meaning.params.stream, filter);
		if (typeof first === 'object') return first;
		if (keep) return allButNewest(around, first, before);
		const end = plus(before.state.last_seq, 1);
		// Before 2.15 a purge below sequence 1 removes everything; later it removes nothing, which cannot be seen.
		const limit = seq !== undefined && seq > 1 ? least(seq, end) : end;
		return first !== 'none' && first < limit ? notApplied : applied;
	},
};

const bodyOf = (body: object | undefined): Body => (body ?? {}) as Body;

type Front = Integer | 'none';

/** If the oldest message is gone, the purge was carried out, unless limits or consumers remove messages too. */
function allButNewest({ was, meaning }: LookContext, first: Front, before: StreamInfo): Finding {
	const { filter = '' } = bodyOf(meaning.body);
	const earlier = filter === '' ? firstIn(before.state) : (was.noted as Awaited<ReturnType<typeof firstOf>>);
	if (typeof earlier === 'object') return cannotTell('jetdeck could not read the oldest message before.');
	if (earlier === first) return notApplied;
	return removesByItself(before.config)
		? cannotTell('The oldest message is gone, but limits, age or consumers of this stream remove messages too.')
		: applied;
}

/** Whether a stream removes messages without a request. */
export function removesByItself(config: StreamConfig): boolean {
	const { retention = 'limits', max_msgs = -1, max_bytes = -1, max_age = 0, max_msgs_per_subject = -1 } = config;
	return (
		retention !== 'limits' ||
		[max_msgs, max_bytes, max_age, max_msgs_per_subject].some((limit) => limit > 0) ||
		config.allow_rollup_hdrs === true ||
		config.allow_msg_ttl === true
	);
}

const firstIn = ({ messages, first_seq }: StreamState): Front => (messages === 0 ? 'none' : first_seq);

/** Sequence of the oldest message of a subject, or why it could not be read. */
async function firstOf(api: Api, stream = '', subject: string): Promise<Front | Finding> {
	const answer = await api.request('stream.msg.get', { stream }, { seq: 1, next_by_subj: subject });
	if (answer.ok) return answer.value.message.seq;
	// 10037: no message found.
	if (answer.problem.errCode === 10037) return 'none';
	return unreadOutcome(answer.problem);
}
