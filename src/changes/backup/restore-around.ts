import type { Api } from '../../jetstream/request.ts';
import type { StreamSituation } from '../../jetstream/rules/situation.ts';
import { type Features, featuresOf } from '../../jetstream/server-features.ts';
import { isStandalone } from '../../jetstream/standalone.ts';
import { serverOf } from '../../store/known-features.ts';
import type { PlanContext } from '../configure.ts';
import { otherStreams } from '../other-streams.ts';

/** What jetdeck checks a restore against. */
export interface RestoreAround {
	readonly api: Api;
	readonly signal: AbortSignal;
	readonly features: Features;
	readonly situation: StreamSituation;
}

/** Asks the server for the limits of the account and for the other streams. */
export async function restoreAround({ api, state, signal }: PlanContext): Promise<RestoreAround> {
	const [answer, others] = await Promise.all([
		api.request('account.info', {}, undefined, { signal }),
		otherStreams(api, state, signal),
	]);
	const account = answer.ok ? answer.value : undefined;
	const server = serverOf(state);
	const features = featuresOf(server, account, api.dialect());
	const situation: StreamSituation = {
		features,
		streams: others.configs,
		...(account && { account }),
		...(isStandalone(server, state.target) && { servers: 1 }),
	};
	return { api, signal, features, situation };
}
