import { isOver, type Run } from '../changes/run.ts';
import type { Deck } from '../commands/deck-handle.ts';

/** The result, or undefined as soon as somebody presses ctrl-c. */
export function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
	const end = new Promise<undefined>((resolve) => {
		if (signal.aborted) resolve(undefined);
		else signal.addEventListener('abort', () => resolve(undefined), { once: true });
	});
	return Promise.race([work, end]);
}

/** How long a script waits while jetdeck finds out the outcome of a request without a reply. */
const patienceMs = 30_000;

/**
 * Waits for the end of a run, for the limit, or until somebody presses ctrl-c.
 * @param onRun gets its progress
 */
export function runOver(
	deck: Deck,
	id: string,
	signal: AbortSignal,
	onRun: (run: Run) => void = () => {},
): Promise<Run | undefined> {
	return new Promise((resolve) => {
		let timer: NodeJS.Timeout | undefined;
		const look = (): void => {
			const run = deck.store.getState().runs.find((each) => each.id === id);
			if (run !== undefined) onRun(run);
			if (run === undefined || isOver(run)) end(run);
			else if (run.activity === 'finding out') timer ??= setTimeout(() => end(run), patienceMs);
		};
		const end = (run: Run | undefined): void => {
			clearTimeout(timer);
			unsubscribe();
			resolve(run);
		};
		const unsubscribe = deck.store.subscribe(look);
		signal.addEventListener('abort', () => end(undefined));
		if (signal.aborted) end(undefined);
		else look();
	});
}
