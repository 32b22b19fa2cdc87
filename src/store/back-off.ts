const firstWaitMs = 2_000;
const longestWaitMs = 60_000;

/** How long to leave alone what failed `failures` times in a row: 2 s, doubling, at most a minute. */
export function waitAfter(failures: number): number {
	return failures <= 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
}
