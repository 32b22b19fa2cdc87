import { withDropped } from '../changes/expected-refusals.ts';
import { planBucketCreate } from '../changes/plan/buckets.ts';
import { planConsumerCreate } from '../changes/plan/consumer-configuration.ts';
import { planStreamCreate } from '../changes/plan/stream-configuration.ts';
import type { Plan } from '../changes/proposal.ts';
import type { ConsumerConfig, StreamConfig } from '../jetstream/wire.ts';
import type { DeckState } from '../store/state.ts';
import { writtenConfig } from './config.ts';
import { bucketKindOf, type Form } from './form.ts';
import { matchingMessages } from './matching.ts';

/** Plans a creation without asking the server. */
export function planFormCreation(form: Form, state: DeckState): Plan {
	const { features } = state;
	const { config } = writtenConfig(form);
	if (bucketKindOf(form) !== undefined) return planBucketCreate(config as StreamConfig, form.id);
	if (form.asset === 'stream') return planStreamCreate(config as StreamConfig, form.id);
	const matching = matchingMessages(form, state);
	const options = { features, form: form.id, ...(matching !== undefined && { matching }) };
	return planConsumerCreate(form.stream, config as ConsumerConfig, options);
}

/** Plans a creation with all that the dialog would say: the review shows it, so the person confirms only once. */
export function planReviewedCreation(form: Form, state: DeckState): Plan {
	return withDropped(planFormCreation(form, state), state.features);
}
