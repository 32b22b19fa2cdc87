import type { ConsumerConfig, StreamConfig } from '../../jetstream/wire.ts';
import type { Plan } from '../deck.ts';
import type { Around } from '../proposals/configure.ts';
import { planConsumerCreate, planConsumerUpdate } from '../proposals/plan/consumer-configuration.ts';
import { planStreamCreate } from '../proposals/plan/stream-configuration.ts';
import { planStreamEdit } from '../proposals/stream-edit.ts';
import { writtenConfig } from './config.ts';
import type { Form } from './form.ts';
import { matchingMessages } from './matching.ts';

/** What sending a form would do. Its faults were looked at before. */
export function planForm(form: Form, { api, state, signal }: Around): Promise<Plan> | Plan {
	const { features } = state;
	const { config } = writtenConfig(form);
	if (form.asset === 'stream') {
		const stream = config as StreamConfig;
		return form.info === undefined
			? planStreamCreate(stream, form.id)
			: planStreamEdit(form.info, stream, { api, features, signal, form: form.id });
	}
	const consumer = config as ConsumerConfig;
	const matching = matchingMessages(form, state);
	return form.info === undefined
		? planConsumerCreate(form.stream, consumer, {
				features,
				form: form.id,
				...(matching !== undefined && { matching }),
			})
		: planConsumerUpdate(form.info, consumer, { features, form: form.id });
}
