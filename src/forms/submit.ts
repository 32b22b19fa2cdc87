import type { Asset } from '../changes/asset.ts';
import { planBucketEdit } from '../changes/bucket-edit.ts';
import type { PlanContext } from '../changes/configure.ts';
import { withExistenceUnchecked } from '../changes/existence-unchecked.ts';
import { lookAt } from '../changes/expectation.ts';
import { planConsumerUpdate } from '../changes/plan/consumer-configuration.ts';
import type { Plan } from '../changes/proposal.ts';
import { editContext, planStreamEdit } from '../changes/stream-edit.ts';
import type { ConsumerConfig, StreamConfig } from '../jetstream/wire.ts';
import { writtenConfig } from './config.ts';
import type { Form } from './form.ts';
import { planFormCreation } from './plan-creation.ts';

/** Plans sending a form. Its faults were checked before. */
export function planForm(form: Form, around: PlanContext): Promise<Plan> | Plan {
	const { config } = writtenConfig(form);
	if (form.info === undefined) return planCreation(form, around);
	if (form.asset === 'consumer')
		return planConsumerUpdate(form.info, config as ConsumerConfig, { features: around.state.features, form: form.id });
	const plan = form.bucket === undefined ? planStreamEdit : planBucketEdit;
	return plan(form.info, config as StreamConfig, { ...editContext(form.info, around), form: form.id });
}

/** Asks whether the name is free right before sending; an invalid name is a fault earlier. */
async function planCreation(form: Form, { api, state, signal }: PlanContext): Promise<Plan> {
	const plan = planFormCreation(form, state);
	const asset = 'refusal' in plan ? undefined : plan.steps[0]?.asset;
	const isNamed = asset !== undefined && asset.kind === form.asset;
	return isNamed
		? withExistenceUnchecked(plan, asset as Asset, await lookAt(api, asset as Asset, signal), state.features)
		: plan;
}
