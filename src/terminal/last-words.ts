/** What to say of a fault of the program itself, for whoever reports it. Texts of a server may stand in it. */
export function lastWords(error: unknown): string {
	if (!(error instanceof Error)) return `jetdeck ended because of a bug: ${String(error)}`;
	const where = error.stack?.split('\n').slice(1, 6).join('\n') ?? '';
	return `jetdeck ended because of a bug: ${error.message}\n${where}`;
}
