/**
 * Waits until `look` finds something, and answers what it found. Looks every `every` milliseconds, which is often, never for longer than
 * `within` milliseconds.
 * @throws an Error that says what was waited for, with `seen()` where given
 */
export async function until<T>(
	look: () => T | undefined | false | Promise<T | undefined | false>,
	options: { readonly what: string; readonly within?: number; readonly every?: number; readonly seen?: () => string },
): Promise<T> {
	const deadline = Date.now() + (options.within ?? 20_000);
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== false) return found;
		if (Date.now() > deadline) {
			const seen = options.seen === undefined ? '' : `\n${options.seen()}`;
			throw new Error(`waited ${options.within ?? 20_000} ms in vain for ${options.what}${seen}`);
		}
		await new Promise((resolve) => setTimeout(resolve, options.every ?? 10));
	}
}
