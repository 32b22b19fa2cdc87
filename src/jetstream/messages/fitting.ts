import type { StreamInfo } from '../wire.ts';

/** How many messages of a stream fit into so many bytes, by their usual size; at least one. */
export function fitting({ state }: Pick<StreamInfo, 'state'>, bytes: number): number {
	const usual = state.messages === 0 ? 1 : Math.max(1, Number(state.bytes) / Number(state.messages));
	return Math.max(1, Math.floor(bytes / usual));
}
