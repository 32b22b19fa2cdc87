import { checkStream } from '../../jetstream/rules/check-stream.ts';
import type { StreamConfig } from '../../jetstream/wire.ts';
import type { Plan } from '../deck.ts';
import type { DeckState } from '../state.ts';
import { bad } from './plan/wording.ts';

/**
 * A plan with what a preview server is likely to refuse in it, where no form has told that: its answers say little of why. Who wrote
 * the configuration may send it all the same.
 */
export function withForeseen(
	plan: Plan,
	config: StreamConfig,
	{ features, account }: Pick<DeckState, 'features' | 'account'>,
): Plan {
	if ('refusal' in plan || features.dialect !== 'preview') return plan;
	const known = account.phase === 'ready' ? { account: account.value } : {};
	const faults = checkStream(config, { features, streams: [], ...known });
	const told = faults.map(({ message }) => bad(`The server is likely to refuse it. ${message}`));
	return { ...plan, consequences: [...told, ...plan.consequences] };
}
