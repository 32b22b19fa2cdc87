/** Who waits for the end of a signal. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal is aborted, which it is not yet. Many requests under way share one listener: one each costs as much as sending a small message,
 * and more again when V8 collects it; Node also warns of a leak.
 * @returns ends the waiting
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
	const callbacks = waiting.get(signal) ?? listened(signal);
	callbacks.add(callback);
	return () => {
		callbacks.delete(callback);
	};
}

function listened(signal: AbortSignal): Set<() => void> {
	const callbacks = new Set<() => void>();
	waiting.set(signal, callbacks);
	signal.addEventListener(
		'abort',
		() => {
			for (const callback of callbacks) callback();
		},
		{ once: true },
	);
	return callbacks;
}
