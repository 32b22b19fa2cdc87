/** What to print about a bug of jetdeck, for a report. It may contain text from a server. */
export function lastWords(error: unknown): string {
	if (!(error instanceof Error)) return `jetdeck ended because of a bug: ${String(error)}`;
	const where = error.stack?.split('\n').slice(1, 6).join('\n') ?? '';
	return `jetdeck ended because of a bug: ${error.message}\n${where}`;
}
