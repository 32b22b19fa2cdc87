import type { Field } from '../jetstream/fields/field.ts';
import { serverFields } from '../jetstream/fields/server-fields.ts';
import { streamFields } from '../jetstream/fields/stream.ts';
import { countLowered } from '../jetstream/loss/count-lowered.ts';
import type { Api } from '../jetstream/request.ts';
import type { Features } from '../jetstream/server-features.ts';
import type { ConsumerConfig, StreamConfig, StreamInfo } from '../jetstream/wire.ts';
import { knownConsumers } from '../store/situation.ts';
import type { DeckState } from '../store/state.ts';
import { planStreamUpdate } from './plan/stream-configuration.ts';
import type { Plan } from './proposal.ts';

export interface EditContext {
	readonly api: Api;
	readonly features: Features;
	readonly signal: AbortSignal;
	/** Where a refusal returns to. */
	readonly form?: string;
	/** Consumers of the stream, as far as they are known. */
	readonly consumers?: readonly ConsumerConfig[];
	/** In whose words; by default those of streams. */
	readonly fields?: readonly Field[];
}

/** What the deck knows around a stream that changes. */
export const editContext = (
	{ config }: StreamInfo,
	{ api, state, signal }: Pick<EditContext, 'api' | 'signal'> & { readonly state: DeckState },
): EditContext => ({ api, signal, features: state.features, consumers: knownConsumers(state, config.name) });

/** Plans the change of a stream from `info` to `after`, with a current count of what lowered limits remove at once. */
export async function planStreamEdit(
	info: StreamInfo,
	after: StreamConfig,
	{ api, features, signal, form, consumers, fields = streamFields }: EditContext,
): Promise<Plan> {
	const back = {
		fields: serverFields(fields, features),
		...(consumers && { consumers }),
		...(form !== undefined && { form }),
	};
	const plan = planStreamUpdate(info, after, back);
	if ('refusal' in plan) return plan;
	const answer = await api.request('stream.info', { stream: info.config.name }, undefined, { signal });
	const state = answer.ok ? answer.value.state : info.state;
	const removed = await countLowered({ api, info: { ...info, state }, features, signal }, after);
	const unreadable = features.dialect === 'preview' && Number(state.messages) === 0 && hasFileAge(after);
	return planStreamUpdate(info, after, { ...back, removed, unreadable });
}

function hasFileAge({ storage = 'file', max_age = 0 }: StreamConfig): boolean {
	return storage === 'file' && Number(max_age) > 0;
}
