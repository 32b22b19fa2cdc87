import { planConfiguration } from '../changes/configure.ts';
import { lookAt } from '../changes/expectation.ts';
import { withForeseen } from '../changes/foreseen.ts';
import { planConsumerStepdown, planPause, planReset, planResume, planUnpin } from '../changes/plan/consumer-changes.ts';
import { planConsumerDelete } from '../changes/plan/consumer-delete.ts';
import { planFetch } from '../changes/plan/fetch.ts';
import { planMessageDelete } from '../changes/plan/message-delete.ts';
import { planPeerRemove, planStreamStepdown } from '../changes/plan/stream-changes.ts';
import { planStreamCreate } from '../changes/plan/stream-configuration.ts';
import { planStreamDelete } from '../changes/plan/stream-delete.ts';
import { type PurgeRange, planPurge } from '../changes/plan/stream-purge.ts';
import type { Plan } from '../changes/proposal.ts';
import { readConsumers, readConsumersOrOffline, readStreams } from '../changes/read-assets.ts';
import { planStreamEdit } from '../changes/stream-edit.ts';
import { doomedStreams } from '../changes/survey.ts';
import { withUnchecked } from '../changes/unchecked.ts';
import type { Integer } from '../format/integer.ts';
import type { EndpointMatch } from '../jetstream/endpoints.ts';
import { countPurge } from '../jetstream/loss/count-purge.ts';
import { readMessage } from '../jetstream/messages/read-message.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../jetstream/wire.ts';
import type { DeckState } from '../store/state.ts';
import { consumerKey } from '../store/view.ts';

interface Around {
	readonly api: Api;
	readonly state: DeckState;
	readonly signal: AbortSignal;
}

type Body = Readonly<Record<string, unknown>>;

type Planner = (params: EndpointMatch['params'], body: Body, around: Around) => Promise<Plan> | Plan;

/** By endpoint: how the deck plans the same where one does not type it. */
const planners: Readonly<Record<string, Planner>> = {
	'stream.create': createStream,
	'stream.update': ofStream(async (info, body, { api, state, signal }) => {
		const config = body as unknown as StreamConfig;
		const plan = await planStreamEdit(info, config, { api, features: state.features, signal });
		return withForeseen(plan, config, state, info);
	}),
	'stream.delete': async ({ stream = '' }, _, { api, state, signal }) => {
		const read = await doomedStreams(api, [stream], state, signal);
		return 'refusal' in read ? read : planStreamDelete(read.infos);
	},
	'stream.purge': ofStream(async (info, body, { api, state, signal }) => {
		if (wholeIn(body.seq) && wholeIn(body.keep))
			return { refusal: 'seq and keep exclude each other: servers refuse both at once (err_code 10003).' };
		const range: PurgeRange = rangeOf(body);
		return planPurge([{ info, loss: await countPurge({ api, info, features: state.features, signal }, range) }], range);
	}),
	'stream.leader.stepdown': ofStream((info, body) => planStreamStepdown(info, preferredIn(body))),
	'stream.peer.remove': ofStream((info, { peer }) => {
		const found = info.cluster?.replicas?.find(({ name, peer: id }) => name === peer || id === peer);
		return found === undefined
			? { refusal: `Stream ${info.config.name} has no replica ${String(peer)}.` }
			: planPeerRemove(info, found);
	}),
	'stream.msg.delete': ofStream(async (info, { seq, no_erase }, { api, state, signal }) => {
		const source = { api, info, features: state.features, signal };
		const sequence = wholeIn(seq);
		const found = sequence === undefined ? undefined : await readMessage(source, { seq: sequence });
		const entries = found?.ok && found.value !== undefined ? [found.value] : [];
		return planMessageDelete(info, entries, { erase: no_erase !== true });
	}),
	'consumer.create': configured,
	'consumer.create.filtered': configured,
	'consumer.create.durable': configured,
	'consumer.delete': async ({ stream = '', consumer = '' }, _, { api, signal }) => {
		const [found, around] = await Promise.all([
			readConsumersOrOffline(api, [consumerKey(stream, consumer)], signal),
			readStreams(api, [stream], signal),
		]);
		if ('refusal' in found) return found;
		const streams = 'refusal' in around ? [] : around.infos.map(({ config }) => [config.name, config] as const);
		return planConsumerDelete(found.infos, new Map(streams));
	},
	'consumer.pause': ofConsumer((info, { pause_until: until }) => {
		const time = Date.parse(String(until));
		return time > Date.now() ? planPause([info], time, Date.now()) : planResume([info]);
	}),
	'consumer.reset': ofConsumer((info, { seq }) => planReset(info, wholeIn(seq) || undefined)),
	'consumer.unpin': ofConsumer((info, { group }) => planUnpin(info, String(group), undefined)),
	'consumer.leader.stepdown': ofConsumer((info, body) => planConsumerStepdown(info, preferredIn(body))),
	'consumer.next': ofConsumer((info, { batch, expires }) =>
		planFetch(info, {
			batch: Number(wholeIn(batch) ?? 1),
			...(wholeIn(expires) !== undefined && { waitNs: Number(expires) }),
		}),
	),
};

/**
 * The proposal for a request as the deck makes it, with what it loses; undefined for those that it makes nowhere. A refusal is
 * what stands against it: it is told, but who typed the request may send it all the same.
 */
export async function plannedElsewhere(
	{ endpoint, params }: EndpointMatch,
	body: Body = {},
	around: Around,
): Promise<Plan | undefined> {
	return planners[endpoint.id]?.(params, body, around);
}

/** What is there already is taken again where it is equal, and refused where it is not: nothing of a creation comes of it. */
async function createStream(
	{ stream = '' }: EndpointMatch['params'],
	body: Body,
	{ api, state, signal }: Around,
): Promise<Plan> {
	const config = body as unknown as StreamConfig;
	const asset = { kind: 'stream', stream } as const;
	const found = await lookAt(api, asset, signal);
	const refuses =
		state.features.dialect === 'preview'
			? 'this server refuses any configuration of it, an equal one too'
			: 'the server refuses any other configuration of it';
	return found.kind === 'there'
		? { refusal: `Stream ${stream} exists: it stays as it is, and ${refuses}.` }
		: withForeseen(withUnchecked(planStreamCreate(config), asset, found, state.features), config, state);
}

/** A consumer without a name in its configuration has that of the subject. Without an action it is created or changed. */
async function configured(
	{ stream = '', consumer = '' }: EndpointMatch['params'],
	{ config, action }: Body,
	around: Around,
): Promise<Plan> {
	const given = config as ConsumerConfig | undefined;
	// Servers before 2.9 know no name: where one is said already, none is added.
	const named = { ...(given?.durable_name === undefined && { name: consumer }), ...given };
	const plan = await planConfiguration({ kind: 'consumer', stream, config: named }, around);
	if ('refusal' in plan) return plan;
	const exists = plan.difference !== undefined;
	// Servers before 2.10 do not know it.
	const known = around.state.features.supports('2.10') ? action : undefined;
	if (exists && known === 'create')
		return { refusal: `Consumer ${consumer} exists: the server refuses to create it with another configuration.` };
	return !exists && known === 'update'
		? { refusal: `There is no consumer ${consumer}: the server refuses to update it.` }
		: plan;
}

function ofStream(plan: (info: StreamInfo, body: Body, around: Around) => Promise<Plan> | Plan): Planner {
	return async ({ stream = '' }, body, around) => {
		const read = await readStreams(around.api, [stream], around.signal);
		const [info] = 'refusal' in read ? [] : read.infos;
		if ('refusal' in read) return read;
		return info === undefined ? { refusal: `There is no stream ${stream}.` } : plan(info, body, around);
	};
}

function ofConsumer(plan: (info: ConsumerInfo, body: Body, around: Around) => Promise<Plan> | Plan): Planner {
	return async ({ stream = '', consumer = '' }, body, around) => {
		const read = await readConsumers(around.api, [consumerKey(stream, consumer)], around.signal);
		if ('refusal' in read) return read;
		const [info] = read.infos;
		return info === undefined ? { refusal: `There is no consumer ${consumer}.` } : plan(info, body, around);
	};
}

/** Zero is as good as nothing to a server: it purges everything. */
function rangeOf({ filter, seq, keep }: Body): PurgeRange {
	const [below, newest] = [wholeIn(seq), wholeIn(keep)];
	return {
		...(typeof filter === 'string' && filter !== '' && { filter }),
		...(below && { seq: below }),
		...(newest && { keep: newest }),
	};
}

function wholeIn(value: unknown): Integer | undefined {
	return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

function preferredIn({ placement }: Body): string | undefined {
	const preferred = (placement as { readonly preferred?: unknown } | undefined)?.preferred;
	return typeof preferred === 'string' ? preferred : undefined;
}
