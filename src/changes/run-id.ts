/**
 * What a run is known by in the journal: when it began, and 64 random bits (both base 36), since several decks keep their journal in
 * the same file and may begin in the same millisecond.
 */
export function newRunId(): string {
	const [random = 0n] = crypto.getRandomValues(new BigUint64Array(1));
	return `${Date.now().toString(36)}-${random.toString(36)}`;
}
