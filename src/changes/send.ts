import { apiProblem } from '../jetstream/advice.ts';
import type { EndpointId, ParamsOf } from '../jetstream/endpoints.ts';
import { type PullBody, pull } from '../jetstream/messages/pull.ts';
import { type Answer, type Problem, readOnlyProblem } from '../jetstream/problem.ts';
import { apiErrorOf, contentForJournal } from '../jetstream/reply-content.ts';
import type { Api, Written } from '../jetstream/request.ts';
import type { Message } from '../nats/link.ts';
import type { RawWire, Wire } from './proposal.ts';
import type { StepResult } from './run.ts';

/** What a step sends. A proposal is plain data: its parameters are checked here, by the door. */
export function wireWritten(api: Api, { endpoint, params, body, ack, raw, listen }: Wire): Written {
	if (endpoint === 'subscribe') return { ok: true, subject: listen?.subject ?? '', payload: '' };
	if (endpoint === 'raw') return { ok: true, subject: raw?.subject ?? '', payload: raw?.payload ?? '' };
	if (endpoint === 'consumer.ack') return api.writtenAck(ack ?? { reply: '', payload: '' });
	return api.written(endpoint, params as ParamsOf<EndpointId>, body);
}

/** What a problem says about the server's state. */
const fates: Readonly<Record<Problem['kind'], 'refused' | 'not-sent' | 'unknown'>> = {
	api: 'refused',
	'permission-publish': 'refused',
	'no-responders': 'refused',
	'permission-subscribe': 'unknown',
	timeout: 'unknown',
	disconnected: 'unknown',
	cancelled: 'unknown',
	malformed: 'unknown',
	other: 'unknown',
	'read-only': 'not-sent',
	unsupported: 'not-sent',
	'bad-input': 'not-sent',
	unkept: 'not-sent',
	'bad-subject': 'not-sent',
	'too-large': 'not-sent',
};

/** Sends one request through the door. `connected`: whether there was a connection that could take it. */
export async function sendWire(api: Api, wire: Wire, connected: boolean): Promise<StepResult> {
	if (wire.endpoint === 'consumer.next') return sendPull(api, wire, connected);
	// The subscription itself is the console's: it begins when the run is over.
	if (wire.endpoint === 'subscribe')
		return api.readOnly
			? { kind: 'not-sent', problem: readOnlyProblem(wire.listen?.subject ?? '') }
			: { kind: 'done', reply: null, ms: 0, came: [] };
	if (wire.endpoint === 'raw') return sendRaw(api, wire.raw, connected);
	const came: Message[] = [];
	const onReply = (message: Message): void => void came.push(message);
	const answer: Answer<unknown> =
		wire.endpoint === 'consumer.ack'
			? await api.acknowledge(wire.ack?.reply ?? '', wire.ack?.payload ?? '')
			: await api.request(wire.endpoint, wire.params as never, wire.body, { onReply });
	const ms = Math.round(answer.ms);
	return answer.ok
		? { kind: 'done', reply: answer.value, ms, came }
		: failedBy(answer.problem, connected, { ms, came });
}

/** What came counts as delivered, also where the rest did not. */
async function sendPull(api: Api, { params, body }: Wire, connected: boolean): Promise<StepResult> {
	const { stream = '', consumer = '' } = params;
	const { messages, ended, problem, ms } = await pull(api, { stream, consumer }, body as PullBody);
	if (problem !== undefined && messages.length === 0) return failedBy(problem, connected);
	const reply = { messages: messages.length, ...(ended !== undefined && { ended }) };
	return { kind: 'done', reply, ms: Math.round(ms), came: [], messages };
}

/** What was typed, as it is. An error of the API, and what the preview of 2020 answered in its place, is a refusal. */
async function sendRaw(api: Api, raw: RawWire | undefined, connected: boolean): Promise<StepResult> {
	const { replies, timeoutMs, ...message } = raw ?? { subject: '', payload: '' };
	if (replies === undefined) {
		const problem = await api.raw.publish(message, { allow: 'change' });
		return problem === undefined ? { kind: 'done', reply: null, ms: 0, came: [] } : failedBy(problem, connected);
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

function failedBy(
	problem: Problem,
	connected: boolean,
	brought: { readonly ms: number; readonly came: readonly Message[] } = { ms: 0, came: [] },
): StepResult {
	if (problem.kind === 'disconnected' && !connected)
		return { kind: 'not-sent', problem: { ...problem, message: `Nothing was sent. ${problem.message}` } };
	const kind = problem.unsent ? 'not-sent' : fates[problem.kind];
	return kind === 'refused' ? { kind, problem, ...brought } : { kind, problem };
}
