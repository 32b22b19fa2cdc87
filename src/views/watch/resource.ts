import { memo } from '../../format/memo.ts';
import type { Api } from '../../jetstream/request.ts';
import { isOutdated, latest } from '../../store/datum.ts';
import type { Resource } from '../../store/resource.ts';
import type { DeckState } from '../../store/state.ts';
import { pollsALook } from './allowance.ts';
import { later } from './judge.ts';
import { look } from './look.ts';
import { isWithinReach } from './read-ahead.ts';
import { readingOrder } from './reading-order.ts';
import { type Looking, startWalk, type Walked } from './walked.ts';
import { type Watched, writeWatch } from './watch.ts';

/** Most requests at once. */
const atOnce = 4;

/**
 * Reads a few streams and their consumers with each poll, so that trouble anywhere in the account is found without reading all of
 * it at once. The bytes a poll are bounded, however large the account is.
 * @param visible streams in view
 * @param rows of whatever is in view, which the same poll reads
 */
export function watchResource(state: DeckState, visible: readonly string[], rows: number): Resource {
	return {
		key: 'watch',
		every: pollsALook,
		fetch: async (api, { signal }) => {
			const walked = startWalk(state, rows);
			const steps = readingOrder(state, visible, () => !walked.isOver);
			const worker = async (): Promise<void> => {
				while (walked.credit > 0 && !signal.aborted) {
					const step = steps.next();
					if (step.done) return;
					await take(api, state, walked, { ...step.value, signal });
				}
			};
			await Promise.all(Array.from({ length: atOnce }, worker));
			const { found, next, credit, debt, ahead } = walked;
			const more = { next, credit, debt, ahead };
			return {
				ok: true,
				patch: (now) => ({ watch: writeWatch(now, (entries) => putFound(entries, found, now), more) }),
			};
		},
	};
}

async function take(api: Api, state: DeckState, walked: Walked, looking: Looking): Promise<void> {
	const { stream, isOfWalk } = looking;
	if (!isOfWalk) return look(api, state, walked, looking);
	if (!(await isWithinReach(api, state, walked, looking))) return;
	walked.next = stream;
	// The page said all of it.
	if (walked.covered.has(stream) && !walked.ahead.has(stream)) return;
	await look(api, state, walked, looking);
	walked.ahead.delete(stream);
}

const namesIn = memo((names: readonly string[]): ReadonlySet<string> => new Set(names));

/** A stream deleted meanwhile stays deleted, newer data of a stream wins, and what servers announced meanwhile stays. */
export function putFound(entries: Map<string, Watched>, found: ReadonlyMap<string, Watched>, now: DeckState): void {
	const names = namesIn(latest(now.streamNames) ?? []);
	for (const [name, watched] of found) {
		if (!names.has(name)) continue;
		const before = entries.get(name);
		const { infoAt, own = watched.own, count = watched.count, announced } = before ?? {};
		const isNewer = isOutdated(watched.infoAt ?? 0, infoAt, now.now);
		const led = {
			ledAt: later(watched.ledAt ?? 0, before?.ledAt),
			consumersLedAt: later(watched.consumersLedAt ?? 0, before?.consumersLedAt),
		};
		entries.set(name, { ...watched, ...led, announced, ...(isNewer && { infoAt, own, count }) });
	}
}
