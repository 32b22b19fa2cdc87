import { checkConsumer } from '../jetstream/rules/check-consumer.ts';
import { checkStream } from '../jetstream/rules/check-stream.ts';
import { droppedFields, droppedInWords } from '../jetstream/rules/dropped.ts';
import type { Fault } from '../jetstream/rules/situation.ts';
import { uncopiedBy, uncopiedInWords } from '../jetstream/rules/uncopied.ts';
import type { Features } from '../jetstream/server-features.ts';
import type { ConsumerConfig, ConsumerInfo, StreamConfig, StreamInfo } from '../jetstream/wire.ts';
import { consumerSituation, streamSituation } from '../store/situation.ts';
import type { DeckState } from '../store/state.ts';
import { bad } from './plan/wording.ts';
import type { Plan } from './proposal.ts';
import { requestedConfig } from './stored-differently.ts';

/**
 * A plan with what the server is likely to refuse in it, for a file or a line of the console, which no form has checked. The
 * author of the configuration may still send it. `existing`: what it updates.
 */
export function withStreamRefusals(plan: Plan, config: StreamConfig, state: DeckState, existing?: StreamInfo): Plan {
	// The name was just found to be free.
	const { names: _, ...situation } = streamSituation(existing === undefined ? {} : { info: existing }, state);
	return withFaults(plan, () => checkStream(config, situation));
}

/** The same for a consumer, if the deck has seen its stream. */
export function withConsumerRefusals(
	plan: Plan,
	stream: string,
	config: ConsumerConfig,
	state: DeckState,
	existing?: ConsumerInfo,
): Plan {
	const found = consumerSituation({ stream, ...(existing !== undefined && { info: existing }) }, state);
	if (found === undefined) return plan;
	const { names: _, ...situation } = found;
	return withFaults(plan, () => checkConsumer(config, situation));
}

/** A plan with what the server ignores of its configurations, wherever they come from. */
export function withDropped(plan: Plan, features: Features): Plan {
	if ('refusal' in plan) return plan;
	const left = plan.steps.flatMap(({ wire }) => {
		const asked = requestedConfig(wire);
		if (asked === undefined) return [];
		return [
			...droppedFields(asked.fields, asked.config, features).map((each) => droppedInWords(each, features)),
			...uncopiedBy(asked.config, features).map(uncopiedInWords),
		];
	});
	const told = [...new Set(left)];
	return told.length === 0 ? plan : { ...plan, consequences: [...told.map(bad), ...plan.consequences] };
}

function withFaults(plan: Plan, faultsOf: () => readonly Fault[]): Plan {
	if ('refusal' in plan) return plan;
	const told = faultsOf().map(({ message, isTaken }) =>
		bad(isTaken ? message : `The server will probably refuse this. ${message}`),
	);
	return { ...plan, consequences: [...told, ...plan.consequences] };
}
