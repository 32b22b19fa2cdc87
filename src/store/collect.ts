import type { Pages } from '../jetstream/pages.ts';
import type { Answer, Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';

/** Requests under way at once while consumers are listed, stream by stream. */
const AT_ONCE = 8;

export interface ConsumersOfStream {
	readonly stream: string;
	readonly answer: Answer<Pages<ConsumerInfo>>;
}

/** Every stream with its info. */
export function collectStreams(api: Api): Promise<Answer<Pages<StreamInfo>>> {
	return api.pages('stream.list', {}, undefined, { concurrency: 2 });
}

/**
 * The consumers of one stream, or of every stream that says it has some, in the order of the streams. A stream that
 * cannot be asked answers with its problem and keeps no other from being told; a list of streams that cannot be had
 * is a problem of the whole.
 */
export async function collectConsumers(
	api: Api,
	stream?: string,
): Promise<
	| { readonly ok: true; readonly streams: readonly ConsumersOfStream[] }
	| { readonly ok: false; readonly problem: Problem }
> {
	const ask = async (name: string): Promise<ConsumersOfStream> => ({
		stream: name,
		answer: await api.pages('consumer.list', { stream: name }),
	});
	if (stream !== undefined) {
		const one = await ask(stream);
		return one.answer.ok ? { ok: true, streams: [one] } : { ok: false, problem: one.answer.problem };
	}
	const streams = await collectStreams(api);
	if (!streams.ok) return streams;
	const names = streams.value.items.filter(({ state }) => state.consumer_count > 0).map(({ config }) => config.name);
	const found = new Map<string, ConsumersOfStream>();
	const waiting = [...names];
	const worker = async (): Promise<void> => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) found.set(name, await ask(name));
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return { ok: true, streams: names.flatMap((name) => found.get(name) ?? []) };
}
