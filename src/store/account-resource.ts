import { apiRateAfter } from './api-rate.ts';
import { answered } from './datum.ts';
import type { Resource } from './resource.ts';

export function accountResource(every: number): Resource {
	return {
		key: 'account',
		every,
		fetch: async (api, { signal }) => {
			const answer = await api.request('account.info', {}, undefined, { signal });
			return {
				ok: answer.ok,
				patch: (state) => {
					const account = answered(state.account, answer);
					return { account, apiRates: apiRateAfter(state.apiRates, state.account, account) };
				},
			};
		},
	};
}
