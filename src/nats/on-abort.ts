interface Waiting {
	readonly callbacks: Set<() => void>;
	readonly listener: () => void;
}

/** Who waits for the end of a signal. */
const waiting = new WeakMap<AbortSignal, Waiting>();

/**
 * Calls back when the signal is aborted, which it is not yet. Requests under way together share one listener: one each costs as much as
 * sending a small message, and Node warns of a leak. The last to go takes it away, for Node keeps a joined signal as long as it has one.
 * @returns ends the waiting
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
	const { callbacks, listener } = waiting.get(signal) ?? listened(signal);
	callbacks.add(callback);
	return () => {
		if (!callbacks.delete(callback) || callbacks.size > 0) return;
		signal.removeEventListener('abort', listener);
		waiting.delete(signal);
	};
}

function listened(signal: AbortSignal): Waiting {
	const callbacks = new Set<() => void>();
	const listener = (): void => {
		for (const callback of callbacks) callback();
	};
	signal.addEventListener('abort', listener, { once: true });
	const made = { callbacks, listener };
	waiting.set(signal, made);
	return made;
}
