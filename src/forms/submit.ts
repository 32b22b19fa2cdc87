import type { Asset } from '../changes/asset.ts';
import type { Around } from '../changes/configure.ts';
import { lookAt } from '../changes/expectation.ts';
import { planConsumerCreate, planConsumerUpdate } from '../changes/plan/consumer-configuration.ts';
import { planStreamCreate } from '../changes/plan/stream-configuration.ts';
import type { Plan } from '../changes/proposal.ts';
import { planStreamEdit } from '../changes/stream-edit.ts';
import { withUnchecked } from '../changes/unchecked.ts';
import type { ConsumerConfig, StreamConfig } from '../jetstream/wire.ts';
import { writtenConfig } from './config.ts';
import type { Form } from './form.ts';
import { matchingMessages } from './matching.ts';

/** What sending a form would do. Its faults were looked at before. */
export function planForm(form: Form, around: Around): Promise<Plan> | Plan {
	const { api, signal } = around;
	const options = { features: around.state.features, form: form.id };
	const { config } = writtenConfig(form);
	if (form.info === undefined) return planCreation(form, around);
	return form.asset === 'stream'
		? planStreamEdit(form.info, config as StreamConfig, { api, signal, ...options })
		: planConsumerUpdate(form.info, config as ConsumerConfig, options);
}

/** Whether the name is free is looked at right before it is sent; that it cannot be is to be known before. */
async function planCreation(form: Form, { api, state, signal }: Around): Promise<Plan> {
	const { features } = state;
	const { config } = writtenConfig(form);
	const checked = async (plan: Plan, asset: Asset): Promise<Plan> =>
		withUnchecked(plan, asset, await lookAt(api, asset, signal), features);
	if (form.asset === 'stream') {
		const stream = config as StreamConfig;
		return checked(planStreamCreate(stream, form.id), { kind: 'stream', stream: stream.name });
	}
	const { stream } = form;
	const matching = matchingMessages(form, state);
	const options = { features, form: form.id, ...(matching !== undefined && { matching }) };
	const plan = planConsumerCreate(stream, config as ConsumerConfig, options);
	const consumer = (config as ConsumerConfig).name ?? (config as ConsumerConfig).durable_name;
	return consumer ? checked(plan, { kind: 'consumer', stream, consumer }) : plan;
}
