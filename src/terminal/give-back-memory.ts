import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What is on the screen holds what was there before it, until it is drawn anew: the clock does so each second. */
const afterMs = 2_500;

/**
 * Gives memory back to the system soon after much was let go. V8 does so when it needs more, which a program that stands still does
 * not: it would keep as much as it ever held. Takes some hundredths of a second.
 */
export function giveBackMemory(): void {
	setTimeout(() => {
		setFlagsFromString('--expose-gc');
		const collect: unknown = runInNewContext('gc');
		if (typeof collect === 'function') collect();
	}, afterMs).unref();
}
