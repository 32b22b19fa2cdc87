import { parseTimestamp } from '../../format/duration.ts';
import { plus } from '../../format/exact.ts';
import { configurationOf } from '../../jetstream/configuration-of.ts';
import { consumerWrite, line, optional, stepDown } from '../../jetstream/nats-cli/command-line.ts';
import { supports } from '../../jetstream/server-features.ts';
import type { ConsumerConfig } from '../../jetstream/wire.ts';
import { serversOfStream } from '../../store/known-servers.ts';
import { consumerKey } from '../../store/view.ts';
import type { PlanContext } from '../configure.ts';
import { planConfiguration } from '../configure.ts';
import { configured, deleted } from '../outcome/configured.ts';
import { ephemeralCreated } from '../outcome/ephemeral.ts';
import { evacuating, paused, reset, steppedDown, unpinned } from '../outcome/moved.ts';
import { evacuated } from '../outcome/settled.ts';
import { planPause, planReset, planResume, planUnpin } from '../plan/consumer-changes.ts';
import { planConsumerCreate, planConsumerUpdate } from '../plan/consumer-configuration.ts';
import { planConsumerDelete } from '../plan/consumer-delete.ts';
import { planEvacuate } from '../plan/move-copies.ts';
import { placedConsumer } from '../plan/placed.ts';
import { planStepdown } from '../plan/step-down.ts';
import { warn } from '../plan/wording.ts';
import type { Plan } from '../proposal.ts';
import { readConsumersOrOffline, readStreams } from '../read-assets.ts';
import { consumerOf, noLeaderBack, nothingKept, ofConsumer, preferredIn, serverOf, wholeIn } from './of-asset.ts';
import type { Body, ChangeRow, Undoable } from './row.ts';

/** Requests that change a consumer. */
export const consumerChanges = {
	'consumer.create': {
		plan: planned,
		outcome: configured('consumer'),
		undo: consumerBack,
		nats: consumerWrite,
	},
	'consumer.create.filtered': {
		plan: planned,
		outcome: configured('consumer'),
		undo: consumerBack,
		nats: consumerWrite,
	},
	'consumer.create.ephemeral': {
		plan: 'as typed',
		outcome: ephemeralCreated,
		undo: 'The server deletes an ephemeral consumer when nobody uses it.',
		nats: consumerWrite,
	},
	'consumer.create.durable': {
		plan: planned,
		outcome: configured('consumer'),
		undo: consumerBack,
		nats: consumerWrite,
	},
	'consumer.delete': {
		plan: async ({ stream = '', consumer = '' }, _, { api, signal }) => {
			const [found, around] = await Promise.all([
				readConsumersOrOffline(api, [consumerKey(stream, consumer)], signal),
				readStreams(api, [stream], signal),
			]);
			if ('refusal' in found) return found;
			const streams = 'refusal' in around ? [] : around.infos.map(({ config }) => [config.name, config] as const);
			return planConsumerDelete(found.infos, new Map(streams));
		},
		outcome: deleted,
		undo: ({ asset, before, position }, { state }) => {
			if (before === undefined) return nothingKept;
			const config = configurationOf({ config: before }) as ConsumerConfig;
			const { opt_start_time: _, ...rest } = config;
			const moved: ConsumerConfig =
				position === undefined
					? config
					: { ...rest, deliver_policy: 'by_start_sequence', opt_start_seq: plus(position, 1) };
			const plan = planConsumerCreate(asset.stream, moved, { features: state.features });
			return withConsequence(
				plan,
				'It resumes after the ack floor; messages acknowledged past it are delivered again.',
			);
		},
		nats: ({ params: { stream = '', consumer = '' } }) => line('consumer rm', [stream, consumer], '--force'),
		removes: true,
	},
	'consumer.pause': {
		plan: ofConsumer((info, { pause_until: until }) => {
			const time = Date.parse(String(until));
			return time > Date.now() ? planPause([info], time, Date.now()) : planResume([info]);
		}),
		outcome: paused,
		undo: async ({ asset, payload, before }, around) => {
			const info = await consumerOf(asset, around);
			if ('refusal' in info) return info;
			if ((payload as { readonly pause_until?: string } | undefined)?.pause_until !== undefined)
				return planResume([info]);
			const until = Date.parse(String((before as ConsumerConfig | undefined)?.pause_until));
			return until > Date.now() ? planPause([info], until, Date.now()) : { refusal: 'Its pause would be over by now.' };
		},
		nats: ({ params: { stream = '', consumer = '' }, body }) => {
			const until = parseTimestamp(typeof body.pause_until === 'string' ? body.pause_until : undefined);
			if (until === undefined) return line('consumer resume', [stream, consumer], '--force');
			// The nats CLI reads it as UTC, to the second.
			if (until % 1000 !== 0) return undefined;
			const text = new Date(until).toISOString().slice(0, 19).replace('T', ' ');
			return line('consumer pause', [stream, consumer, text], '--force');
		},
	},
	'consumer.reset': {
		plan: ofConsumer((info, { seq }) => planReset(info, wholeIn(seq) || undefined)),
		outcome: reset,
		undo: 'jetdeck did not store the position before: reset the consumer to another sequence.',
		nats: ({ params: { stream = '', consumer = '' }, body }) =>
			line('consumer reset', [stream, consumer], ...optional('sequence', body.seq), '--force'),
	},
	'consumer.unpin': {
		plan: ofConsumer((info, { group }) => planUnpin(info, String(group), undefined)),
		outcome: unpinned,
		undo: 'Another client may be pinned by now.',
		nats: ({ params: { stream = '', consumer = '' }, body }) =>
			line('consumer unpin', [stream, consumer, String(body.group)], '--force'),
	},
	'consumer.leader.stepdown': {
		plan: ofConsumer((info, body, { state }) =>
			planStepdown([placedConsumer(info)], { preferred: preferredIn(body), features: state.features }),
		),
		outcome: steppedDown,
		undo: noLeaderBack,
		nats: (call) => stepDown(call, 'consumer', [call.params.stream ?? '', call.params.consumer ?? '']),
	},
	'consumer.peer.evacuate': {
		plan: ofConsumer((info, { peer }, { state }) =>
			planEvacuate([placedConsumer(info)], serverOf(info, peer), ({ stream }) => serversOfStream(state, stream)),
		),
		outcome: evacuating,
		settles: evacuated,
		undo: 'The copy does not return by itself: move it.',
		nats: 'no command',
	},
} satisfies Readonly<Record<string, ChangeRow>>;

/** A configuration without a name takes the one in the subject. Without an action the request creates or updates. */
async function planned(
	{ stream = '', consumer = '' }: Readonly<Record<string, string>>,
	{ config, action }: Body,
	around: PlanContext,
): Promise<Plan> {
	const given = config as ConsumerConfig | undefined;
	// Servers before 2.9 do not know `name`: none is added there.
	const named = { ...(given?.durable_name === undefined && { name: consumer }), ...given };
	const plan = await planConfiguration({ kind: 'consumer', stream, config: named }, around);
	if ('refusal' in plan) return plan;
	const exists = plan.difference !== undefined;
	// Servers before 2.10 do not know it.
	const known = supports(around.state.features, '2.10') ? action : undefined;
	if (exists && known === 'create')
		return {
			refusal: `Consumer ${consumer} exists with another configuration: the server refuses to create it again.`,
		};
	return !exists && known === 'update'
		? { refusal: `There is no consumer ${consumer}: the server refuses to update it.` }
		: plan;
}

async function consumerBack(entry: Undoable, around: PlanContext): Promise<Plan> {
	const info = await consumerOf(entry.asset, around);
	if ('refusal' in info) return info;
	return entry.before === undefined
		? planConsumerDelete([info], new Map())
		: planConsumerUpdate(info, entry.before as ConsumerConfig, { features: around.state.features });
}

function withConsequence(plan: Plan, text: string): Plan {
	return 'refusal' in plan ? plan : { ...plan, consequences: [warn(text), ...plan.consequences] };
}
