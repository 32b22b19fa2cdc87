import type { Pieces } from '../file-pieces.ts';

/** Memory for pieces, used again in turn, and made when it is first needed. */
function memoryOf(most: number, kept: number): (at: number) => Buffer {
	const memory: Buffer[] = [];
	return (at) => {
		memory[at % kept] ??= Buffer.allocUnsafeSlow(most);
		return memory[at % kept] as Buffer;
	};
}

/** Pieces that end once they are interrupted or the signal is aborted, also while the next one is awaited: a pipe may say nothing for hours. */
export function interruptible(
	pieces: AsyncGenerator<Uint8Array>,
	signal: AbortSignal,
): {
	readonly next: () => Promise<Uint8Array | undefined>;
	readonly interrupt: () => void;
	readonly close: () => void;
} {
	let isOver = signal.aborted;
	let wake = (): void => undefined;
	const interrupt = (): void => {
		isOver = true;
		wake();
	};
	signal.addEventListener('abort', interrupt, { once: true });
	return {
		next: () =>
			new Promise((resolve, reject) => {
				if (isOver) return resolve(undefined);
				wake = () => resolve(undefined);
				pieces.next().then(({ value, done }) => resolve(done || isOver ? undefined : value), reject);
			}),
		interrupt,
		close: () => {
			signal.removeEventListener('abort', interrupt);
			// It ends only when the piece that is awaited comes.
			void pieces.return(undefined).catch(() => undefined);
		},
	};
}

/** Reads a pipe to its end. */
export const piecesOfStream = (stream: AsyncIterable<Uint8Array>): Pieces =>
	async function* (most, kept) {
		const pieceAt = memoryOf(most, kept);
		let at = 0;
		let length = 0;
		for await (const block of stream) {
			for (let from = 0; from < block.length; ) {
				const piece = pieceAt(at);
				const taken = block.subarray(from, from + most - length);
				piece.set(taken, length);
				from += taken.length;
				length += taken.length;
				if (length < most) continue;
				yield piece;
				at += 1;
				length = 0;
			}
		}
		if (length > 0) yield pieceAt(at).subarray(0, length);
	};
