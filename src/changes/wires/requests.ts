import { isRecord, textIn } from '../../format/is.ts';
import type { Endpoint } from '../../jetstream/endpoints/endpoint.ts';
import { type EndpointId, endpointById, type ParamsOf } from '../../jetstream/endpoints.ts';
import { type PullBody, pull } from '../../jetstream/messages/pull.ts';
import { apiErrorOf, contentForJournal } from '../../jetstream/reply-content.ts';
import type { Message } from '../../nats/link.ts';
import { natsCommand } from '../nats-command.ts';
import type { StepResult } from '../run.ts';
import { answered, failedBy, type Sending } from '../sending.ts';
import type { AcknowledgementWire, PullWire, RequestWire } from '../wire.ts';
import { repliesFlag } from './messages.ts';
import type { WireKind } from './wire-kind.ts';

/** What requests of the API have in common. */
const ofApi: Pick<WireKind<RequestWire | PullWire>, 'written' | 'kept' | 'command'> = {
	written: ({ endpoint, params, body }, api) => api.written(endpoint, params as ParamsOf<EndpointId>, body),
	kept: ({ body }) => (body === undefined ? {} : { payload: body }),
	command: (wire, target, before) => natsCommand({ ...wire, before }, target),
};

export const requestWire: WireKind<RequestWire> = {
	...ofApi,
	send: async ({ endpoint, params, body }, { api, connected }) => {
		const came: Message[] = [];
		const onReply = (message: Message): void => void came.push(message);
		const answer = await api.request(endpoint, params as never, body, { onReply });
		return withRefusals(endpointById(endpoint), answered(answer, connected, came));
	},
	message: () => ({ verb: 'req' }),
};

export const pullWire: WireKind<PullWire> = {
	...ofApi,
	send: sendPull,
	message: ({ body }) => ({ verb: 'req', flags: repliesFlag((body as PullBody).batch) }),
};

export const acknowledgementWire: WireKind<AcknowledgementWire> = {
	written: ({ ack }, api) => api.writtenAck(ack),
	send: async ({ ack }, { api, connected }) => answered(await api.acknowledge(ack.reply, ack.payload), connected, []),
	kept: ({ ack }) => ({ text: ack.payload }),
	// The technical preview does not answer an acknowledgement.
	message: (_, dialect) => ({ verb: dialect === 'preview' ? 'pub' : 'req' }),
};

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

/** Delivered messages count as delivered, even if the rest did not come. */
async function sendPull({ params, body }: PullWire, { api, connected }: Sending): Promise<StepResult> {
	const { stream = '', consumer = '' } = params;
	const { messages, ended, problem, ms } = await pull(api, { stream, consumer }, body as PullBody);
	if (problem !== undefined && messages.length === 0) return failedBy(problem, connected);
	const reply = { messages: messages.length, ...(ended !== undefined && { ended }) };
	return { kind: 'done', reply, ms: Math.round(ms), came: [], messages };
}
