import { bytes } from '../../format/bytes.ts';
import { exactInteger, type Integer, isInteger, percent } from '../../format/integer.ts';
import type { AccountInfo, AccountUsage } from '../../jetstream/wire.ts';
import { severityWeights, type Wrong } from './verdict.ts';

/**
 * From this percentage of a limit on, as `nats server check jetstream` has it: above 75 and above 90, of whole percents. A server
 * refuses what would exceed a limit, so the use hardly ever reaches it.
 */
const from = { warning: 76, critical: 91 } as const;

/** How grave the use of a limit on the storage or the memory of an account is. */
export function usageSeverity(used: Integer, limit: Integer): 'ok' | 'warning' | 'critical' {
	const share = limit > 0 ? (Number(used) * 100) / Number(limit) : 0;
	if (share < from.warning) return 'ok';
	return share < from.critical ? 'warning' : 'critical';
}

/** The bytes from which on the use of a limit is a warning, and critical. */
export function usageLimits(limit: Integer): { readonly warning: Integer; readonly critical: Integer } | undefined {
	if (!isInteger(limit) || limit <= 0) return undefined;
	const at = (percentage: number): Integer => exactInteger((BigInt(limit) * BigInt(percentage) + 99n) / 100n);
	return { warning: at(from.warning), critical: at(from.critical) };
}

/** What is wrong with the storage and the memory of an account, the worst first: at its limit the server refuses what is stored. */
export function accountVerdicts(info: AccountInfo): readonly Wrong[] {
	return usagesOf(info)
		.flatMap(([tier, used]) => {
			const where = tier === undefined ? '' : `Tier ${tier}: `;
			return [
				...usageVerdicts(`${where}storage`, used.storage, used.limits.max_storage),
				...usageVerdicts(`${where}memory`, used.memory, used.limits.max_memory),
			];
		})
		.toSorted((a, b) => severityWeights[b.severity] - severityWeights[a.severity]);
}

/** With tiers the limits of the account itself may be 0. */
export function usagesOf(info: AccountInfo): readonly (readonly [tier: string | undefined, used: AccountUsage])[] {
	const tiers = Object.entries(info.tiers ?? {});
	return tiers.length === 0 ? [[undefined, info]] : tiers;
}

/** Of one limit, of an account or of a server. */
export function usageVerdicts(what: string, used: Integer, limit: Integer): readonly Wrong[] {
	const severity = usageSeverity(used, limit);
	if (severity === 'ok') return [];
	const share = percent(Number(used) / Number(limit));
	const said = `${what} ${share} full, ${bytes(used)} of ${bytes(limit)}.`;
	const sentence = said.charAt(0).toUpperCase() + said.slice(1);
	const trouble = severity === 'critical' ? 'full' : 'nearly-full';
	return [{ severity, trouble, short: `${what} ${share}`, sentence }];
}
