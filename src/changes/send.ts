import { bytes } from '../format/bytes.ts';
import { isRecord, textIn } from '../format/is.ts';
import { stringifyJson } from '../format/json.ts';
import { wholeText } from '../format/payload.ts';
import { apiProblem } from '../jetstream/advice.ts';
import type { Endpoint } from '../jetstream/endpoints/endpoint.ts';
import { type EndpointId, endpointById, type ParamsOf } from '../jetstream/endpoints.ts';
import { refusedWrite } from '../jetstream/kv/refusals.ts';
import { type PullBody, pull } from '../jetstream/messages/pull.ts';
import { type Answer, type Problem, readOnlyProblem } from '../jetstream/problem.ts';
import { apiErrorOf, contentForJournal } from '../jetstream/reply-content.ts';
import type { Api, Written } from '../jetstream/request.ts';
import type { Link, Message } from '../nats/link.ts';
import { shrinkMemory } from '../store/give-back-memory.ts';
import type { StepResult } from './run.ts';
import { storeKey } from './store-key.ts';
import type { KvWire, MessageWire, PullWire, TransferWire, Wire } from './wire.ts';

/** What a step sends. A proposal is plain data: its parameters are checked here, by the door. */
export function wireWritten(api: Api, wire: Wire): Written {
	switch (wire.kind) {
		case 'request':
		case 'pull':
			return api.written(wire.endpoint, wire.params as ParamsOf<EndpointId>, wire.body);
		case 'acknowledgement':
			return api.writtenAck(wire.ack);
		case 'message':
			return { ok: true, subject: wire.raw.subject, payload: wire.raw.payload };
		case 'listen':
			return { ok: true, subject: wire.listen.subject, payload: '' };
		case 'transfer':
			return {
				ok: true,
				subject: wire.subject,
				payload: wire.body === undefined || wire.makesMessages ? '' : stringifyJson(wire.body),
			};
		case 'kv':
			return { ok: true, subject: wire.message.subject, payload: shownValue(wire) };
		default:
			return wire satisfies never;
	}
}

/** The value, as the dialog shows it. */
function shownValue({ message: { payload } }: KvWire): string {
	return wholeText(payload) ?? `(${bytes(payload.length)}, not shown)`;
}

/** The progress of a transfer. */
export interface Progress {
	readonly done: number;
	/** Absent if it is unknown. */
	readonly total?: number;
	readonly unit: 'bytes' | 'messages';
	/** The approximate number of messages in those bytes. */
	readonly messages?: { readonly done: number; readonly total: number };
	/** What it is doing, for its line: `checking the archive`. Absent while it sends. */
	readonly stage?: string;
}

/** The context of a sender. */
export interface Sending {
	readonly api: Api;
	readonly link: Link;
	/** Whether there was a connection to send it on. */
	readonly connected: boolean;
	/** Aborted when somebody stops it, for steps that can stop midway. */
	readonly signal: AbortSignal;
	readonly onProgress: (progress: Progress) => void;
	/** How a transfer is sent. */
	readonly transferOf: (endpoint: TransferWire['endpoint']) => Transfer | undefined;
}

/** How a transfer is carried out. */
export interface Transfer {
	/** It changes nothing on the server: --read-only permits it, and there is nothing to undo. */
	readonly reads?: true;
	/** Sends the whole of it, or cleans up after a stop or failure and reports what is left. Never rejects. */
	readonly send: (wire: TransferWire, around: Sending) => Promise<StepResult>;
	/** Why the nats CLI has no line for it, where its row has none. */
	readonly noLine?: string;
}

type Sender<Kind extends Wire['kind']> = (
	wire: Extract<Wire, { kind: Kind }>,
	around: Sending,
) => Promise<StepResult> | StepResult;

const senders: { readonly [Kind in Wire['kind']]: Sender<Kind> } = {
	request: async ({ endpoint, params, body }, { api, connected }) => {
		const came: Message[] = [];
		const onReply = (message: Message): void => void came.push(message);
		const answer = await api.request(endpoint, params as never, body, { onReply });
		return withRefusals(endpointById(endpoint), answered(answer, connected, came));
	},
	pull: sendPull,
	acknowledgement: async ({ ack }, { api, connected }) =>
		answered(await api.acknowledge(ack.reply, ack.payload), connected, []),
	message: sendRaw,
	// The console itself subscribes, after the run.
	listen: ({ listen }, { api }) =>
		api.readOnly
			? { kind: 'not-sent', problem: readOnlyProblem(listen.subject) }
			: { kind: 'done', reply: null, ms: 0, came: [] },
	transfer: sendTransfer,
	kv: sendKv,
};

/** Sends what a step sends, through the door. */
export async function sendWire(wire: Wire, around: Sending): Promise<StepResult> {
	return (senders[wire.kind] as Sender<Wire['kind']>)(wire as never, around);
}

function sendTransfer(wire: TransferWire, around: Sending): Promise<StepResult> | StepResult {
	const transfer = around.transferOf(wire.endpoint);
	if (transfer === undefined) throw new Error(`${wire.endpoint} has no row that says how it is sent`);
	if (around.api.readOnly && !transfer.reads) return { kind: 'not-sent', problem: readOnlyProblem(wire.subject) };
	shrinkMemory();
	return transfer.send(wire, around);
}

/** Another stream may have taken the subject since it was planned: that is no success, and the look at the right one would say that nothing was stored. */
async function sendKv(wire: KvWire, { api, connected, signal }: Sending): Promise<StepResult> {
	const answer = await storeKey(api, wire, signal);
	if (answer.ok) return answered(answer, connected, []);
	if (answer.problem.elsewhere)
		return { kind: 'refused', problem: answer.problem, ms: Math.round(answer.ms), came: [] };
	return answered({ ...answer, problem: refusedWrite(answer.problem, wire.write, wire.config) }, connected, []);
}

function answered(answer: Answer<unknown>, connected: boolean, came: readonly Message[]): StepResult {
	const ms = Math.round(answer.ms);
	return answer.ok
		? { kind: 'done', reply: answer.value, ms, came }
		: failedBy(answer.problem, connected, { ms, came });
}

/** Names the servers that refused what another one of them carried out. */
function withRefusals(endpoint: Endpoint, result: StepResult): StepResult {
	if (!endpoint.everyServer || result.kind !== 'done') return result;
	const said = result.came.map((message) => {
		const body = contentForJournal(message);
		const server = (isRecord(body) ? textIn(body, 'server') : undefined) ?? 'a server';
		return { server, error: apiErrorOf(message)?.description };
	});
	const refusals = said.flatMap(({ server, error }) => (error === undefined ? [] : [`${server} refused it: ${error}`]));
	if (refusals.length === 0) return result;
	const took = said.flatMap(({ server, error }) => (error === undefined ? [server] : []));
	return { ...result, warning: `${took.join(', ')} accepted it. ${refusals.join('; ')}.` };
}

/** The outcome that a problem means. */
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
	'bad-header': 'not-sent',
	'too-large': 'not-sent',
};

/** What came of a transfer that a problem ended: nobody but the server refuses. */
export const endedBy = (problem: Problem, ms: number): StepResult =>
	fates[problem.kind] === 'refused' ? { kind: 'refused', problem, ms, came: [] } : { kind: 'failed', problem, ms };

/** Delivered messages count as delivered, even if the rest did not come. */
async function sendPull({ params, body }: PullWire, { api, connected }: Sending): Promise<StepResult> {
	const { stream = '', consumer = '' } = params;
	const { messages, ended, problem, ms } = await pull(api, { stream, consumer }, body as PullBody);
	if (problem !== undefined && messages.length === 0) return failedBy(problem, connected);
	const reply = { messages: messages.length, ...(ended !== undefined && { ended }) };
	return { kind: 'done', reply, ms: Math.round(ms), came: [], messages };
}

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
