/**
 * The id of a run in the journal: its start time and 64 random bits (both base 36), since several decks may write
 * the same file and start in the same millisecond.
 */
export function newRunId(): string {
	const [random = 0n] = crypto.getRandomValues(new BigUint64Array(1));
	return `${Date.now().toString(36)}-${random.toString(36)}`;
}
