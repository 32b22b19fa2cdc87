import { configurationOf } from '../jetstream/configuration-of.ts';
import type { ExportedStream } from '../jetstream/export/asset.ts';
import type { Answer, Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerConfig, ConsumerInfo } from '../jetstream/wire.ts';
import { askAll, collectStream, collectStreams, consumersOf, isAbsence } from './collect.ts';

/** What an account has to be exported. */
export interface ExportSource {
	/** In the order of their names. */
	readonly streams: readonly ExportedStream[];
	/** Streams whose files of an earlier export stay: nobody asked for them, or jetdeck could not read them or all of their consumers. */
	readonly others: readonly string[];
	/** Consumers that the server deletes when nobody uses them: programs make them. */
	readonly ephemeral: number;
	/** What cannot be read, by what it is. */
	readonly unread: readonly (readonly [asset: string, problem: Problem])[];
}

export interface ExportWish {
	/** Patterns of names with `*`; none: all. */
	readonly patterns: readonly string[];
	readonly signal: AbortSignal;
	/** Streams whose consumers were read, of those with consumers. */
	readonly onProgress?: (done: number, of: number) => void;
}

/** Reads the configurations of an account: one walk over the streams, and the consumers of each that has some. */
export async function readForExport(api: Api, wish: ExportWish): Promise<Answer<ExportSource>> {
	const { signal, onProgress = () => {} } = wish;
	const listed = await collectStreams(api, { signal });
	if (!listed.ok) return listed;
	const { items, names, silent } = listed.value;
	const isWished = wishedNames(wish.patterns);
	const streams = items.filter(({ config }) => isWished(config.name)).sort((a, b) => inOrder(a.config, b.config));
	const asked = streams.filter(({ state }) => state.consumer_count !== 0).map(({ config }) => config.name);
	let done = 0;
	onProgress(done, asked.length);
	const answers = new Map(
		await askAll(asked, async (stream) => {
			const answer = await consumersOf(api, stream, { signal });
			done += 1;
			onProgress(done, asked.length);
			return answer;
		}),
	);
	const read = streams.map(({ config: { name } }) => consumersRead(name, answers.get(name)));
	const exported = streams.map((info, at) => ({ config: configurationOf(info), consumers: read[at]?.consumers ?? [] }));
	const complete = new Set(exported.filter((_, at) => read[at]?.unread.length === 0).map(({ config }) => config.name));
	const value: ExportSource = {
		streams: exported,
		others: [...names].filter((name) => !complete.has(name)),
		ephemeral: read.reduce((sum, { ephemeral }) => sum + ephemeral, 0),
		unread: [
			...[...silent].filter(([name]) => isWished(name)).map(([name, problem]) => [`stream ${name}`, problem] as const),
			...read.flatMap(({ unread }) => unread),
		],
	};
	return { ...listed, value };
}

const inOrder = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

/** Names have no `*`, so that one in a pattern is a pattern. */
export function wishedNames(patterns: readonly string[]): (name: string) => boolean {
	if (patterns.length === 0) return () => true;
	const parts = patterns.map((pattern) =>
		pattern.split(/\*+/).map((part) => part.replaceAll(/[\\^$.+?()[\]{}|/-]/g, '\\$&')),
	);
	const whole = new RegExp(`^(?:${parts.map((each) => each.join('.*')).join('|')})$`, 's');
	return (name) => whole.test(name);
}

interface ConsumersRead {
	readonly consumers: readonly ConsumerConfig[];
	readonly ephemeral: number;
	readonly unread: ExportSource['unread'];
}

function consumersRead(stream: string, answer: Awaited<ReturnType<typeof consumersOf>> | undefined): ConsumersRead {
	if (answer === undefined) return { consumers: [], ephemeral: 0, unread: [] };
	if (!answer.ok) {
		const unread = isAbsence(answer.problem) ? [] : [[`the consumers of stream ${stream}`, answer.problem] as const];
		return { consumers: [], ephemeral: 0, unread };
	}
	const { items, silent } = answer.value;
	const durable = items.filter(isDurable);
	return {
		consumers: durable.map(exportedConsumer).sort(inOrder),
		ephemeral: items.length - durable.length,
		unread: [...silent].map(([name, problem]) => [`consumer ${stream} > ${name}`, problem] as const),
	};
}

export const isDurable = ({ config }: ConsumerInfo): boolean => Boolean(config.durable_name);

/** Whether it is paused is not part of it: people pause consumers for a while. */
export function exportedConsumer(info: ConsumerInfo): ConsumerConfig & { readonly name: string } {
	const { pause_until: _, ...config } = configurationOf(info);
	return { ...config, name: info.name };
}

/** A stream and its consumers; one of the two may be enough. */
export async function readStreamForExport(
	api: Api,
	{ stream, consumer }: { readonly stream: string; readonly consumer?: string | undefined },
	signal: AbortSignal,
): Promise<Answer<ExportedStream>> {
	const found = await collectStream(api, stream);
	if (!found.ok) return found;
	const config = configurationOf(found.value);
	if (consumer !== undefined) {
		const one = await api.request('consumer.info', { stream, consumer }, undefined, { signal });
		return one.ok ? { ...one, value: { config, consumers: [exportedConsumer(one.value)] } } : one;
	}
	const listed = await consumersOf(api, stream, { signal });
	if (!listed.ok) return listed;
	return {
		...listed,
		value: { config, consumers: listed.value.items.filter(isDurable).map(exportedConsumer).sort(inOrder) },
	};
}
