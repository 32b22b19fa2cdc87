import type { Api } from '../jetstream/request.ts';
import type { Servers } from '../jetstream/system/servers.ts';
import type { Fetched, Patch, Resource } from './resource.ts';
import type { Schedule } from './schedule.ts';

/** Most requests of one round at once. */
const atOnce = 64;
/** Answers that take this much longer than the first, and twice as long as it, are stragglers. */
const shortestGraceMs = 300;

/** How long a round of questions is waited for. */
interface Patience {
	/** Resolves when the round is over. */
	readonly over: Promise<void>;
	/** After a reply the others get as much time again, and a little more. */
	readonly answered: () => void;
	readonly end: () => void;
}

/** Waits for at most `longestMs`; after the first reply only as long as similar replies need. */
function patience(longestMs: number): Patience {
	const started = Date.now();
	let end = (): void => {};
	const over = new Promise<void>((resolve) => {
		end = resolve;
	});
	let timer = setTimeout(end, longestMs);
	let first = true;
	return {
		over: over.finally(() => clearTimeout(timer)),
		end,
		answered: () => {
			if (!first) return;
			first = false;
			const passed = Date.now() - started;
			const grace = Math.max(shortestGraceMs, passed);
			if (passed + grace >= longestMs) return;
			clearTimeout(timer);
			timer = setTimeout(end, grace);
		},
	};
}

export interface Round {
	readonly api: Api;
	readonly servers: Servers;
	readonly signal: AbortSignal;
	readonly schedule: Schedule;
	/** Applies a reply whenever it comes. */
	readonly arrive: (patch: Patch) => void;
	readonly longestMs: number;
	/** A question failed by a fault of this program: it counts as unanswered, and is asked again. */
	readonly failed: (fault: unknown) => void;
}

/**
 * Requests all of these at once. Resolves when all replies are there, when only stragglers are missing, or when there is
 * something worth showing first.
 */
export function askAll(
	resources: readonly Resource[],
	{ api, servers, signal, schedule, arrive, longestMs, failed }: Round,
): Promise<void> {
	const round = patience(longestMs);
	const waiting = resources.toReversed();
	const early = (patch: Patch): void => {
		arrive(patch);
		round.end();
	};
	for (const { key } of resources) schedule.asked(key);
	const fetchOne = async (resource: Resource): Promise<Fetched> => {
		try {
			return await resource.fetch(api, { signal, early, servers });
		} catch (fault) {
			failed(fault);
			return { ok: false, patch: () => ({}) };
		}
	};
	const worker = async (): Promise<void> => {
		for (let resource = waiting.pop(); resource !== undefined; resource = waiting.pop()) {
			const fetched = await fetchOne(resource);
			schedule.answered(resource.key, fetched.ok, Date.now());
			for (const key of fetched.outdated ?? []) schedule.outdate(key);
			arrive(fetched.patch);
			round.answered();
		}
	};
	void Promise.all(Array.from({ length: Math.min(atOnce, resources.length) }, worker)).then(round.end);
	return round.over;
}
