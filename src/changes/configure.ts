import { inSentences, isRefusal } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../jetstream/wire.ts';
import type { DeckState } from '../store/state.ts';
import { withExistenceUnchecked } from './existence-unchecked.ts';
import { lookAt } from './expectation.ts';
import { withConsumerRefusals, withStreamRefusals } from './expected-refusals.ts';
import { planConsumerCreate, planConsumerUpdate } from './plan/consumer-configuration.ts';
import { planStreamCreate } from './plan/stream-configuration.ts';
import { warn } from './plan/wording.ts';
import type { Plan } from './proposal.ts';
import { editContext, planStreamEdit } from './stream-edit.ts';

/** The wanted configuration of a stream or a consumer, whether it exists or not. */
export type Wanted =
	| { readonly kind: 'stream'; readonly config: StreamConfig }
	| { readonly kind: 'consumer'; readonly stream: string; readonly config: ConsumerConfig };

export interface PlanContext {
	readonly api: Api;
	readonly state: DeckState;
	readonly signal: AbortSignal;
}

/** Plans to create a stream or consumer with a configuration, or to update an existing one to it. */
export async function planConfiguration(wanted: Wanted, around: PlanContext): Promise<Plan> {
	return wanted.kind === 'stream' ? planStream(wanted.config, around) : planConsumer(wanted, around);
}

async function planStream(config: StreamConfig, { api, state, signal }: PlanContext): Promise<Plan> {
	const asset = { kind: 'stream', stream: config.name } as const;
	const found = await lookAt(api, asset, signal);
	if (found.kind === 'unclear' && !isRefusal(found.problem)) return { refusal: inSentences(found.problem) };
	if (found.kind !== 'there')
		return withStreamRefusals(
			withExistenceUnchecked(planStreamCreate(config), asset, found, state.features),
			config,
			state,
		);
	const info = found.info as StreamInfo;
	const plan = await planStreamEdit(info, config, editContext(info, { api, state, signal }));
	return withStreamRefusals(plan, config, state, info);
}

async function planConsumer(
	{ stream, config }: Extract<Wanted, { kind: 'consumer' }>,
	{ api, state, signal }: PlanContext,
): Promise<Plan> {
	const { features } = state;
	const consumer = config.name ?? config.durable_name ?? '';
	if (consumer === '') return { refusal: 'The consumer has no name: give it a name or a durable_name.' };
	const asset = { kind: 'consumer', stream, consumer } as const;
	const found = await lookAt(api, asset, signal);
	if (found.kind === 'unclear' && !isRefusal(found.problem)) return { refusal: inSentences(found.problem) };
	const info = found.kind === 'there' ? (found.info as ConsumerInfo) : undefined;
	const plan =
		info === undefined
			? withExistenceUnchecked(planConsumerCreate(stream, config, { features }), asset, found, features)
			: planConsumerUpdate(info, config, { features });
	return withConsumerRefusals(plan, stream, config, state, info);
}

/** Adds notes about the origin of a configuration. */
export function withWarnings(plan: Plan, warnings: readonly string[]): Plan {
	return 'refusal' in plan ? plan : { ...plan, consequences: [...warnings.map(warn), ...plan.consequences] };
}
