/** Waits, or for less where it is given up. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const end = (): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		signal.addEventListener('abort', end);
	});
}

/** Waits for work, but no longer than this. */
export async function endOrTimeout(work: Promise<unknown>, ms: number): Promise<void> {
	const over = new AbortController();
	await Promise.race([work, pause(ms, over.signal)]);
	over.abort();
}
