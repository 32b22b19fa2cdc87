import { apiProblem } from '../../jetstream/advice.ts';
import { type Problem, readOnlyProblem } from '../../jetstream/problem.ts';
import { apiErrorOf, contentForJournal, mostReplies } from '../../jetstream/reply-content.ts';
import { mostHeld, mostKept } from '../journal.ts';
import type { StepResult } from '../run.ts';
import { failedBy, type Sending } from '../sending.ts';
import type { ListenWire, MessageWire } from '../wire.ts';
import type { WireKind } from './wire-kind.ts';

export const messageWire: WireKind<MessageWire> = {
	written: ({ raw: { subject, payload } }) => ({ ok: true, subject, payload }),
	send: sendRaw,
	kept: ({ raw: { payload } }) =>
		payload === ''
			? {}
			: { text: payload.slice(0, mostHeld), ...(payload.length > mostKept && { textLength: payload.length }) },
	message: ({ raw: { replies, headers = [] } }) =>
		replies === undefined ? { verb: 'pub', headers } : { verb: 'req', headers, flags: repliesFlag(replies) },
};

export const listenWire: WireKind<ListenWire> = {
	written: ({ listen: { subject } }) => ({ ok: true, subject, payload: '' }),
	// The console itself subscribes, after the run.
	send: ({ listen }, { api }) =>
		api.readOnly
			? { kind: 'not-sent', problem: readOnlyProblem(listen.subject) }
			: { kind: 'done', reply: null, ms: 0, came: [] },
	kept: () => ({}),
	message: () => ({ verb: 'sub', payload: undefined }),
};

/** The nats CLI uses 0 for all replies. */
export const repliesFlag = (replies: number): readonly string[] =>
	replies === 1 ? [] : [`--replies=${replies >= mostReplies ? 0 : replies}`];

/** Sends what was typed, unchanged. An error of the API, or that of the preview of 2020, is a refusal. */
async function sendRaw({ raw }: MessageWire, { api, connected }: Sending): Promise<StepResult> {
	const { replies, timeoutMs, ...message } = raw;
	if (replies === undefined) {
		const problem = await api.raw.publish(message, { allow: 'change' });
		return problem === undefined
			? { kind: 'done', reply: null, ms: 0, came: [], unanswered: true }
			: failedBy(problem, connected);
	}
	const patience = timeoutMs === undefined ? {} : { timeoutMs };
	const { messages, problem, ms } = await api.raw.request(message, { allow: 'change', most: replies, ...patience });
	const [first] = messages;
	if (first === undefined) {
		const none: Problem = { kind: 'other', subject: message.subject, message: 'No reply came.', advice: '' };
		return failedBy(problem ?? none, connected);
	}
	const error = apiErrorOf(first);
	const brought = { ms: Math.round(ms), came: messages };
	if (error !== undefined) return { kind: 'refused', problem: apiProblem(message.subject, error), ...brought };
	const reply = messages.length === 1 ? contentForJournal(first) : { replies: messages.length };
	return { kind: 'done', reply, ...brought };
}
