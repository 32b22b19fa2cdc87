/** By what was read from it: what a preview server sent, in its own words. */
const sent = new WeakMap<object, unknown>();

/** @param read a reply in the shape of today */
export function keepSent(read: object, reply: unknown): void {
	if (read !== reply) sent.set(read, reply);
}

/** What the server sent of this info: of a server of today that is the info itself. */
export function asSent(info: object): unknown {
	return sent.get(info) ?? info;
}

/** Whether it was read from other words than those of today. */
export function isTranslated(info: object): boolean {
	return sent.has(info);
}
