import { plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { removedOf } from '../../jetstream/messages/deleted.ts';
import { readAckSubject } from '../../jetstream/messages/delivered.ts';
import type { Api } from '../../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { applied, cannotTell, type Finding, infoBefore, type Look, notApplied, unreadOutcome } from './look.ts';
import { removesByItself } from './purged.ts';

/** Whether the ack floor is past the message. The server does not list acknowledged messages above the floor. */
export const acknowledged: Look = {
	judge: (now, { step }) => {
		const { reply, payload } = step.wire.kind === 'acknowledgement' ? step.wire.ack : { reply: '', payload: '' };
		const message = readAckSubject(reply);
		const isAck = payload === '+ACK';
		if (now.kind === 'there' && isAck && message !== undefined)
			if ((now.info as ConsumerInfo).ack_floor.consumer_seq >= message.consumerSeq) return applied;
		return cannotTell(
			'No request shows whether one message was acknowledged. If it was not, the consumer delivers it again after ack_wait.',
		);
	},
};

/** How many of the newest messages are compared with what was published. */
const mostCompared = 100;

/** Whether a published message is among those that its stream stored since. */
export const published: Look = {
	note: async ({ api, step }) => {
		const ends = (step.stores ?? []).map(async (stream) => [stream, await endOf(api, stream)] as const);
		return new Map(await Promise.all(ends));
	},
	judge: async (_now, { api, step, was }) => {
		const raw = step.wire.kind === 'message' ? step.wire.raw : undefined;
		const ends = (was.noted ?? new Map()) as ReadonlyMap<string, Integer | undefined>;
		if (raw === undefined || ends.size === 0)
			return cannotTell('jetdeck does not know who listens on this subject, so it cannot check.');
		const findings = await Promise.all(
			[...ends].map(([stream, end]) => storedSince(api, { stream, end, subject: raw.subject, payload: raw.payload })),
		);
		return findings.find(({ kind }) => kind !== 'not applied') ?? notApplied;
	},
};

async function endOf(api: Api, stream: string): Promise<Integer | undefined> {
	const answer = await api.request('stream.info', { stream });
	return answer.ok ? answer.value.state.last_seq : undefined;
}

interface Sought {
	readonly stream: string;
	readonly end: Integer | undefined;
	readonly subject: string;
	readonly payload: string;
}

async function storedSince(api: Api, { stream, end, subject, payload }: Sought): Promise<Finding> {
	if (end === undefined) return cannotTell(`jetdeck could not read stream ${stream} before.`);
	let seq = plus(end, 1);
	for (let compared = 0; compared < mostCompared; compared += 1) {
		const answer = await api.request('stream.msg.get', { stream }, { seq, next_by_subj: subject });
		// 10037: no message found.
		if (!answer.ok && answer.problem.errCode === 10037) return noneSince(api, stream, end);
		if (!answer.ok) return unreadOutcome(answer.problem);
		const { message } = answer.value;
		if (Buffer.from(message.data ?? '', 'base64').equals(Buffer.from(payload))) return applied;
		seq = plus(message.seq, 1);
	}
	return cannotTell(`Stream ${stream} stored more than ${mostCompared} messages of this subject since.`);
}

/** A missing message proves that none was stored only if no message was removed since, and none is stored under another subject. */
async function noneSince(api: Api, stream: string, end: Integer): Promise<Finding> {
	const answer = await api.request('stream.info', { stream });
	if (!answer.ok) return unreadOutcome(answer.problem);
	const { config, state } = answer.value;
	if (state.last_seq === end) return notApplied;
	const isOther = config.subject_transform !== undefined || removesByItself(config);
	const isMissing = (state.num_deleted ?? 0) > 0 || state.first_seq > plus(end, 1);
	return isOther || isMissing
		? cannotTell(
				`Stream ${stream} stored messages since, and may have stored this one under another subject or removed it again.`,
			)
		: notApplied;
}

/** A message that is gone, or was never there, cannot be read. */
export const messageDeleted: Look = {
	judge: async (now, around) => {
		const { api, meaning } = around;
		if (now.kind === 'absent') return cannotTell('The stream no longer exists.');
		const { seq } = (meaning.body ?? {}) as { readonly seq?: Integer };
		const answer = await api.request('stream.msg.get', { stream: meaning.params.stream ?? '' }, { seq });
		if (answer.ok) return notApplied;
		if (answer.problem.errCode === 10037 && api.dialect() === 'preview')
			return removedSince(now.info as StreamInfo, infoBefore<StreamInfo>(around));
		// 10037: no message found; 10043: that sequence was deleted or is past the ends.
		if (answer.problem.errCode === 10037 || answer.problem.errCode === 10043) return applied;
		return unreadOutcome(answer.problem);
	},
};

/** The technical preview returns the same error for a deleted message and for one that it cannot load: its counts decide. */
function removedSince({ state }: StreamInfo, before: StreamInfo | undefined): Finding {
	if (before === undefined)
		return cannotTell('The server could not load the message: it may be deleted or unreadable.');
	if (removedOf(state) <= removedOf(before.state)) return notApplied;
	return removesByItself(before.config)
		? cannotTell('A message is gone, but limits, age or consumers of this stream remove messages too.')
		: applied;
}
