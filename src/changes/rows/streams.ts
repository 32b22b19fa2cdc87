import { plural } from '../../format/integer.ts';
import { unsealed } from '../../jetstream/buckets/config.ts';
import { configurationOf } from '../../jetstream/configuration-of.ts';
import { differences } from '../../jetstream/difference.ts';
import { streamFields } from '../../jetstream/fields/stream.ts';
import { countPurge } from '../../jetstream/loss/count-purge.ts';
import { bucketAdd, bucketDelete, bucketEdit, storeSeal } from '../../jetstream/nats-cli/bucket-line.ts';
import { asking, line, optional, stepDown, streamAdd, streamEdit } from '../../jetstream/nats-cli/command-line.ts';
import type { ConsumerConfig, StreamConfig } from '../../jetstream/wire.ts';
import { serversIn } from '../../store/known-servers.ts';
import type { PlanContext } from '../configure.ts';
import { withExistenceUnchecked } from '../existence-unchecked.ts';
import { lookAt } from '../expectation.ts';
import { withStreamRefusals } from '../expected-refusals.ts';
import { configured, deleted } from '../outcome/configured.ts';
import { evacuating, moveCancelled, peerRemoved, steppedDown } from '../outcome/moved.ts';
import { purged } from '../outcome/purged.ts';
import { evacuated, rolledBack } from '../outcome/settled.ts';
import { planConsumerCreate } from '../plan/consumer-configuration.ts';
import { planCancelMove, planEvacuate, planPeerRemove } from '../plan/move-copies.ts';
import { placedStream } from '../plan/placed.ts';
import { planStepdown } from '../plan/step-down.ts';
import { planStreamCreate } from '../plan/stream-configuration.ts';
import { planStreamDelete } from '../plan/stream-delete.ts';
import type { PurgeRange } from '../plan/stream-purge.ts';
import { planPurge } from '../plan/stream-purge.ts';
import { listOfNames, warn } from '../plan/wording.ts';
import type { Configuration, Plan } from '../proposal.ts';
import { readStreams } from '../read-assets.ts';
import { editContext, planStreamEdit } from '../stream-edit.ts';
import { doomedStreams } from '../survey.ts';
import { messagesAreGone, noLeaderBack, nothingKept, ofStream, preferredIn, serverOf, wholeIn } from './of-asset.ts';
import type { Body, ChangeRow, Undoable } from './row.ts';

const templates = 'Ask $JS.API.STREAM.TEMPLATE.NAMES which templates there are.';

/** Requests that change a stream. */
export const streamChanges = {
	'stream.create': {
		plan: createStream,
		outcome: configured('stream'),
		undo: async ({ asset }, { api, state, signal }) => {
			const read = await doomedStreams(api, [asset.stream], state, signal);
			return 'refusal' in read ? read : planStreamDelete(read.infos);
		},
		nats: (call) => bucketAdd(call) ?? streamAdd(call),
	},
	'stream.update': {
		plan: ofStream(async (info, body, { api, state, signal }) => {
			const config = body as unknown as StreamConfig;
			const plan = await planStreamEdit(info, config, editContext(info, { api, state, signal }));
			return withStreamRefusals(plan, config, state, info);
		}),
		outcome: configured('stream'),
		undo: async ({ asset, before }, around) => {
			const read = await readStreams(around.api, [asset.stream], around.signal);
			if ('refusal' in read) return read;
			const [info] = read.infos;
			if (info === undefined || before === undefined) return nothingKept;
			return planStreamEdit(info, before as StreamConfig, editContext(info, around));
		},
		nats: (call) => bucketEdit(call) ?? storeSeal(call) ?? streamEdit(call),
	},
	'stream.delete': {
		plan: async ({ stream = '' }, _, { api, state, signal }) => {
			const read = await doomedStreams(api, [stream], state, signal);
			return 'refusal' in read ? read : planStreamDelete(read.infos);
		},
		outcome: deleted,
		undo: streamBack,
		nats: (call) => bucketDelete(call) ?? line('stream rm', [call.params.stream ?? ''], '--force'),
		removes: true,
	},
	'stream.purge': {
		plan: ofStream(async (info, body, { api, state, signal }) => {
			if (wholeIn(body.seq) && wholeIn(body.keep))
				return { refusal: 'seq and keep exclude each other: servers refuse both at once (err_code 10003).' };
			const range: PurgeRange = rangeOf(body);
			return planPurge(
				[{ info, loss: await countPurge({ api, info, features: state.features, signal }, range) }],
				range,
			);
		}),
		outcome: purged,
		undo: messagesAreGone,
		nats: ({ params: { stream = '' }, body }) =>
			asking(
				line(
					'stream purge',
					[stream],
					...optional('subject', body.filter),
					...optional('seq', body.seq),
					...optional('keep', body.keep),
					'--force',
				),
			),
	},
	'stream.leader.stepdown': {
		plan: ofStream((info, body, { state }) =>
			planStepdown([placedStream(info)], { preferred: preferredIn(body), features: state.features }),
		),
		outcome: steppedDown,
		undo: noLeaderBack,
		nats: (call) => stepDown(call, 'stream', [call.params.stream ?? '']),
	},
	'stream.peer.remove': {
		plan: ofStream((info, { peer }) => planPeerRemove([info], serverOf(info, peer))),
		outcome: peerRemoved,
		undo: 'The cluster chooses a server when you add a replica.',
		nats: ({ params: { stream = '' }, body }) =>
			line('stream cluster peer-remove', [stream, String(body.peer)], '--force'),
	},
	'stream.peer.evacuate': {
		plan: ofStream((info, { peer }, { state }) =>
			planEvacuate([placedStream(info)], serverOf(info, peer), ({ stream }) => serversIn(state, stream)),
		),
		outcome: evacuating,
		settles: evacuated,
		undo: 'The copy does not return by itself: move it.',
		nats: 'no command',
	},
	'stream.cancel-move': {
		plan: ofStream((info) => planCancelMove([info])),
		outcome: moveCancelled,
		settles: rolledBack,
		undo: 'Move the stream again with another request.',
		nats: 'no command',
	},
	'stream.restore': {
		plan: 'as typed',
		outcome: 'This request only starts a restore: the stream does not exist before its last chunk arrives.',
		undo: 'Delete the restored stream.',
		nats: 'no command',
	},
	'stream.template.create': {
		plan: 'as typed',
		outcome: templates,
		undo: 'Delete the template with $JS.API.STREAM.TEMPLATE.DELETE.',
		nats: 'no command',
	},
	'stream.template.delete': {
		plan: 'as typed',
		outcome: templates,
		undo: 'jetdeck did not store the template.',
		nats: 'no command',
	},
} satisfies Readonly<Record<string, ChangeRow>>;

/** A server accepts the creation of an existing stream if it is equal and refuses it otherwise: neither creates anything. */
async function createStream(
	{ stream = '' }: Readonly<Record<string, string>>,
	body: Body,
	{ api, state, signal }: PlanContext,
): Promise<Plan> {
	const config = body as unknown as StreamConfig;
	const asset = { kind: 'stream', stream } as const;
	const found = await lookAt(api, asset, signal);
	if (found.kind !== 'there')
		return withStreamRefusals(
			withExistenceUnchecked(planStreamCreate(config), asset, found, state.features),
			config,
			state,
		);
	const exists = `Stream ${stream} already exists and will not change:`;
	if (state.features.dialect === 'preview')
		return { refusal: `${exists} this server refuses to create it again, even with the same configuration.` };
	return differences(streamFields, body, found.config).length === 0
		? { refusal: `Stream ${stream} already has this configuration: there is nothing to change.`, unchanged: true }
		: { refusal: `${exists} the server refuses a different configuration.` };
}

/** A server treats zero as absent: it purges everything. */
function rangeOf({ filter, seq, keep }: Body): PurgeRange {
	const [below, newest] = [wholeIn(seq), wholeIn(keep)];
	return {
		...(typeof filter === 'string' && filter !== '' && { filter }),
		...(below && { seq: below }),
		...(newest && { keep: newest }),
	};
}

/** Restores the stream, then the consumers deleted with it. */
function streamBack({ asset, before, consumers = [] }: Undoable, { state: { features } }: PlanContext): Plan {
	if (before === undefined) return nothingKept;
	const config = configurationOf({ config: before }) as StreamConfig;
	const plan = planStreamCreate(unsealed(config));
	if ('refusal' in plan) return plan;
	const again = consumers.map((config) => planConsumerCreate(asset.stream, config as ConsumerConfig, { features }));
	const steps = again.flatMap((each) => ('refusal' in each ? [] : each.steps));
	const from = consumers.filter(({ deliver_policy: policy }) => policy === 'by_start_sequence');
	return {
		...plan,
		title: steps.length === 0 ? plan.title : `${plan.title} and ${plural(steps.length, 'consumer')}`,
		done:
			steps.length === 0 ? plan.done : `Stream ${asset.stream} and ${plural(steps.length, 'consumer')} are created.`,
		consequences: [
			warn('The stream will be empty, and its sequences start again at 1.'),
			...(config.sealed === true
				? [warn('It will not be sealed: messages can be stored, deleted and purged again.')]
				: []),
			...(from.length === 0
				? []
				: [warn(`A start sequence applies to the new stream: ${listOfNames(from.map(nameIn))}.`)]),
			...plan.consequences,
		],
		steps: [...plan.steps, ...steps],
	};
}

const nameIn = ({ name, durable_name: durable }: Configuration): string => String(name ?? durable);
