import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The previous screen stays in memory until the next drawing: the clock draws each second. */
const afterMs = 2_500;

type Collect = (options?: {
	readonly type: 'minor' | 'major';
	readonly execution: 'sync';
	readonly flavor?: string;
}) => void;

let made: Collect | undefined;

function collector(): Collect {
	if (made === undefined) {
		setFlagsFromString('--expose-gc');
		const collect: unknown = runInNewContext('gc');
		made = typeof collect === 'function' ? (collect as Collect) : () => undefined;
	}
	return made;
}

/**
 * Returns memory to the system soon after much was released. V8 does so only when it needs more, so an idle program would keep as
 * much as it ever used. Takes some hundredths of a second.
 */
export function giveBackMemory(): void {
	setTimeout(() => collector()(), afterMs).unref();
}

/** Makes the part of memory for new values as small as it can be: a start leaves it at 16 MiB and more (Node 26). */
export function shrinkMemory(): void {
	collector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
