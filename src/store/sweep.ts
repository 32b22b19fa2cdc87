import type { Api } from '../jetstream/request.ts';
import type { StreamInfo } from '../jetstream/wire.ts';
import { joined, type Patch } from './resource.ts';
import { withConsumers, withStreams } from './resources.ts';
import type { Sweep } from './state.ts';

/** Requests under way at once while consumers are listed, stream by stream. */
const atOnce = 8;

export interface SweepReport {
	/** Called as it goes on. `total` is known once the first page is in. */
	readonly onProgress: (done: number, total: number | undefined) => void;
	readonly signal: AbortSignal;
}

export type Swept = { readonly ok: true; readonly patch: Patch } | { readonly ok: false; readonly message: string };

/** Walks over everything of a kind. What it found is handed over at the end, as one patch. */
export function sweepAll(api: Api, kind: Sweep['kind'], report: SweepReport): Promise<Swept> {
	return kind === 'streams' ? sweepStreams(api, report) : sweepConsumers(api, report);
}

async function sweepStreams(api: Api, { onProgress, signal }: SweepReport): Promise<Swept> {
	const answer = await api.pages('stream.list', {}, undefined, {
		signal,
		concurrency: 2,
		onPage: ({ received, total }) => onProgress(received, total),
	});
	if (!answer.ok) return { ok: false, message: answer.problem.message };
	return { ok: true, patch: (state) => withStreams(state, answer.value.items, answer) };
}

/** Only streams that say they have consumers are asked for them. */
async function sweepConsumers(api: Api, { onProgress, signal }: SweepReport): Promise<Swept> {
	const streams = await api.pages('stream.list', {}, undefined, { signal, concurrency: 2 });
	if (!streams.ok) return { ok: false, message: streams.problem.message };
	const waiting = streams.value.items.filter(({ state }) => state.consumer_count > 0);
	const patches: Patch[] = [(state) => withStreams(state, streams.value.items, streams)];
	let done = 0;
	let failure: string | undefined;
	const worker = async (stream: StreamInfo | undefined): Promise<void> => {
		if (stream === undefined || signal.aborted) return;
		const answer = await api.pages('consumer.list', { stream: stream.config.name }, undefined, { signal });
		if (answer.ok) patches.push((state) => withConsumers(state, answer.value.items, answer.value.offline, answer));
		else failure ??= answer.problem.message;
		done += 1;
		onProgress(done, waiting.length + done);
		await worker(waiting.pop());
	};
	await Promise.all(Array.from({ length: atOnce }, () => worker(waiting.pop())));
	if (signal.aborted) return { ok: false, message: 'cancelled' };
	// One stream that cannot be asked does not keep the others from being shown.
	if (failure !== undefined && patches.length === 1) return { ok: false, message: failure };
	return { ok: true, patch: joined(patches) };
}
