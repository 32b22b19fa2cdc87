/** What a preview server sent, by the value that was parsed from it. */
const sent = new WeakMap<object, unknown>();

/** @param read a reply in the current shape */
export function keepOriginal(read: object, reply: unknown): void {
	if (read !== reply) sent.set(read, reply);
}

/** What the server sent for this info: for a current server the info itself. */
export function originalOf(info: object): unknown {
	return sent.get(info) ?? info;
}

/** Whether it was translated from a preview reply. */
export function isTranslated(info: object): boolean {
	return sent.has(info);
}
