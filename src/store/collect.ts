import type { Pages } from '../jetstream/pages.ts';
import { type Answer, type Failure, isRefusal, type Problem } from '../jetstream/problem.ts';
import type { AskOptions } from '../jetstream/replies.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';

/** Most requests at once if streams or consumers are asked one by one. */
const atOnce = 8;
/** `err_code`s of a missing stream and a missing consumer. */
const notThere: ReadonlySet<number> = new Set([10059, 10014]);

interface Keeping<Info, Kept> extends AskOptions {
	/** What to keep of an info, if there are many; it may be called again for the same one. */
	readonly keep: (info: Info) => Kept;
}

const whole = <Info>(info: Info): Info => info;

/** Every stream with its info. */
export function collectStreams(api: Api, options: AskOptions = {}): Promise<Answer<Pages<StreamInfo>>> {
	return keepStreams(api, { ...options, keep: whole });
}

/** Every stream, with what is kept of its info. */
export async function keepStreams<Kept>(
	api: Api,
	{ keep, ...options }: Keeping<StreamInfo, Kept>,
): Promise<Answer<Pages<Kept>>> {
	const listed = await api.pages('stream.list', {}, undefined, { ...options, keep, concurrency: 2 });
	if (listed.ok || !isRefusal(listed.problem)) return listed;
	const names = await api.pages('stream.names', {}, undefined, { ...options, concurrency: 4 });
	if (!names.ok) return instead(listed, names);
	return oneByOne(names, keep, (stream) => api.request('stream.info', { stream }, undefined, options));
}

/** The consumers of a stream with their infos. */
export function consumersOf(api: Api, stream: string, options: AskOptions = {}): Promise<Answer<Pages<ConsumerInfo>>> {
	return keepConsumers(api, stream, { ...options, keep: whole });
}

/** The consumers of a stream, with what is kept of their infos. */
export async function keepConsumers<Kept>(
	api: Api,
	stream: string,
	{ keep, ...options }: Keeping<ConsumerInfo, Kept>,
): Promise<Answer<Pages<Kept>>> {
	const listed = await api.pages('consumer.list', { stream }, undefined, { ...options, keep });
	if (listed.ok || !isRefusal(listed.problem)) return listed;
	const names = await api.pages('consumer.names', { stream }, undefined, options);
	if (!names.ok) return instead(listed, names);
	return oneByOne(names, keep, (consumer) => api.request('consumer.info', { stream, consumer }, undefined, options));
}

/** One stream; where INFO is denied, as LIST has it. */
export async function collectStream(api: Api, stream: string, options: AskOptions = {}): Promise<Answer<StreamInfo>> {
	const answer = await api.request('stream.info', { stream }, undefined, options);
	if (answer.ok || !isRefusal(answer.problem)) return answer;
	const listed = await api.pages('stream.list', {}, undefined, { ...options, concurrency: 2 });
	if (!listed.ok) return instead(answer, listed);
	const info = listed.value.items.find(({ config }) => config.name === stream);
	if (info !== undefined) return { ...listed, value: info };
	const problem = listed.value.silent.get(stream) ?? absent(stream, answer.problem.subject);
	return { ok: false, problem, at: listed.at, ms: listed.ms };
}

/** What a server returns for a stream that does not exist. */
function absent(stream: string, subject: string): Problem {
	const advice = 'Check the name, the account and the domain.';
	return { kind: 'api', subject, message: `There is no stream ${stream}.`, advice, code: 404, errCode: 10059 };
}

/** Whether a problem means that the stream or consumer does not exist. */
export function isAbsence({ errCode }: Pick<Problem, 'errCode'>): boolean {
	return errCode !== undefined && notThere.has(errCode);
}

/** Where the other way is denied as well, the first says what is missing; another failure is the news. */
function instead(refused: Failure, failed: Failure): Failure {
	return isRefusal(failed.problem) ? refused : failed;
}

/** Requests each name on its own: a permission may cover only some of them, and one failure must not stop the others. */
async function oneByOne<Info, Kept>(
	names: Extract<Answer<Pages<string>>, { ok: true }>,
	keep: (info: Info) => Kept,
	ask: (name: string) => Promise<Answer<Info>>,
): Promise<Answer<Pages<Kept>>> {
	const items: Kept[] = [];
	const silent = new Map<string, Problem>();
	const there = new Set<string>();
	const kept = async (name: string): Promise<Answer<Kept>> => {
		const answer = await ask(name);
		return answer.ok ? { ...answer, value: keep(answer.value) } : answer;
	};
	for (const [name, answer] of await askAll(names.value.items, kept)) {
		if (answer.ok) items.push(answer.value);
		// Gone since it was named.
		else if (isAbsence(answer.problem)) continue;
		else silent.set(name, answer.problem);
		there.add(name);
	}
	return { ...names, value: { ...names.value, items, silent, names: there } };
}

/** Requests each of these, some at once; returns the replies in their order. */
export async function askAll<T>(
	names: readonly string[],
	ask: (name: string) => Promise<T>,
): Promise<readonly (readonly [name: string, answer: T])[]> {
	const found = new Map<string, T>();
	const waiting = [...names];
	const worker = async (): Promise<void> => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) found.set(name, await ask(name));
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return names.flatMap((name) => (found.has(name) ? [[name, found.get(name) as T] as const] : []));
}

export interface ConsumersOfStream {
	readonly stream: string;
	readonly answer: Answer<Pages<ConsumerInfo>>;
}

export interface AccountConsumers {
	/** One for each stream that may have some, in the order of the streams. */
	readonly streams: readonly ConsumersOfStream[];
	/** What is known of the streams. */
	readonly infos: ReadonlyMap<string, StreamInfo>;
}

/**
 * The consumers of every stream that has some, and of streams with an unknown number. A stream that cannot be read returns its
 * problem and does not stop the others; if the names cannot be listed, the whole fails.
 */
export async function collectConsumers(api: Api): Promise<Answer<AccountConsumers>> {
	const found = await collectStreams(api);
	if (!found.ok) return found;
	const { items, names } = found.value;
	const infos = new Map(items.map((info) => [info.config.name, info] as const));
	const asked = [...names].sort().filter((name) => infos.get(name)?.state.consumer_count !== 0);
	const answers = await askAll(asked, (stream) => consumersOf(api, stream));
	const streams = answers.map(([stream, answer]) => ({ stream, answer }));
	return { ...found, value: { streams, infos } };
}
