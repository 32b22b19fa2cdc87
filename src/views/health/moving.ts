import type { Desired } from '../../jetstream/desired.ts';
import type { Verdict } from './verdict.ts';

/** The verdict while it moves. `replicas` as configured. */
export function movingVerdict(desired: Desired, replicas: number | undefined): Verdict {
	const { replicasBefore: before, servers, doing, stuck } = desired;
	const scaled = before !== undefined && replicas !== undefined && before !== replicas;
	const to = servers.length === 0 ? '' : ` to ${servers.join(', ')}`;
	const what = scaled ? `Being scaled from R${before} to R${replicas}` : `Being moved${to}`;
	const short = scaled ? `scaling R${before}→R${replicas}` : 'moving';
	const sentence = `${what}${doing === undefined ? '' : `: ${doing}`}`;
	if (stuck === undefined) return { severity: 'ok', short, sentence: `${sentence}.` };
	return {
		severity: 'warning',
		trouble: 'degraded',
		short: `${short}, stuck`,
		sentence: `${sentence}. The move is stuck: ${stuck}.`,
	};
}
