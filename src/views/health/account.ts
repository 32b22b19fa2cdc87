import { bytes } from '../../format/bytes.ts';
import { type Integer, percent } from '../../format/integer.ts';
import type { AccountInfo, AccountUsage } from '../../jetstream/wire.ts';
import type { Wrong } from './verdict.ts';

/** Shares of a limit from which bars and verdicts on accounts warn and turn critical. */
export const fullShares = { warning: 0.9, critical: 1 } as const;

/** What is wrong with the storage and the memory of an account: at its limit the server refuses what is stored. */
export function accountVerdicts(info: AccountInfo): readonly Wrong[] {
	return usagesOf(info).flatMap(([tier, used]) => {
		const where = tier === undefined ? '' : `Tier ${tier}: `;
		return [
			...verdictOf(`${where}storage`, used.storage, used.limits.max_storage),
			...verdictOf(`${where}memory`, used.memory, used.limits.max_memory),
		];
	});
}

/** With tiers the limits of the account itself may be 0. */
export function usagesOf(info: AccountInfo): readonly (readonly [tier: string | undefined, used: AccountUsage])[] {
	const tiers = Object.entries(info.tiers ?? {});
	return tiers.length === 0 ? [[undefined, info]] : tiers;
}

function verdictOf(what: string, used: Integer, limit: Integer): readonly Wrong[] {
	const share = limit > 0 ? Number(used) / Number(limit) : 0;
	if (share < fullShares.warning) return [];
	const said = `${what} ${percent(share)} full, ${bytes(used)} of ${bytes(limit)}.`;
	const sentence = said.charAt(0).toUpperCase() + said.slice(1);
	const short = `${what} ${percent(share)}`;
	return share >= fullShares.critical
		? [{ severity: 'critical', trouble: 'full', short, sentence }]
		: [{ severity: 'warning', trouble: 'nearly-full', short, sentence }];
}
