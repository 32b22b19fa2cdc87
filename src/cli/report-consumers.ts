import { consumerReplicas } from '../jetstream/consumer-replicas.ts';
import { originalOf } from '../jetstream/preview/original-reply.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { type AccountConsumers, type ConsumersOfStream, collectConsumers, consumersOf } from '../store/collect.ts';
import { defaultLagLimits } from '../store/lag-limits.ts';
import { accountConsumerList, streamConsumerList } from '../views/lists/consumers.ts';
import type { ConsumerRow } from '../views/row.ts';
import { failed, type Report, unread, unreadComplaints, unreadLines } from './report-of.ts';
import { absentees } from './report-streams.ts';

/** The consumers of every stream. */
export async function accountConsumers(api: Api, json: boolean): Promise<Report> {
	const found = await collectConsumers(api);
	return found.ok ? told(found.value, 'account', json) : failed(found.problem);
}

/** Those of one stream. */
export async function streamConsumers(api: Api, stream: string, json: boolean): Promise<Report> {
	const answer = await consumersOf(api, stream);
	if (!answer.ok) return failed(answer.problem, stream);
	const found = { streams: [{ stream, answer }], infos: new Map() };
	return told(found, 'stream', json);
}

type Of = 'account' | 'stream';

function told(found: AccountConsumers, of: Of, json: boolean): Report {
	const problems = problemsOf(found, of);
	const code = problems.size === 0 ? 0 : unread;
	if (!json) return { text: consumerTable(found, of), complaints: [], code };
	const value = found.streams.map(({ stream, answer }) =>
		answer.ok ? documentOf(stream, answer.value) : { stream, error: errorOf(answer.problem) },
	);
	return { value, complaints: unreadComplaints(problems, 'stream or consumer'), code };
}

/** A LIST reply, with its stream. */
function documentOf(stream: string, pages: Extract<ConsumersOfStream['answer'], { ok: true }>['value']): object {
	return { stream, consumers: pages.items.map(originalOf), ...absentees(pages) };
}

/** As in a reply of the API. */
function errorOf({ code, errCode, message }: Problem): object {
	return {
		...(code !== undefined && { code }),
		...(errCode !== undefined && { err_code: errCode }),
		description: message,
	};
}

/** The table, and below it what was unreadable. */
export function consumerTable(found: AccountConsumers, of: Of): string {
	const { plain } = of === 'account' ? accountConsumerList : streamConsumerList;
	const all = found.streams.flatMap((each) => rowsOf(each, found.infos.get(each.stream)));
	// Unreadable rows come first, as in the deck.
	const rows = [...all.filter(({ info }) => info === undefined), ...all.filter(({ info }) => info !== undefined)];
	const problems = unreadLines(problemsOf(found, of));
	const table = rows.length === 0 && problems.length > 0 ? [] : [plain(rows, Date.now())];
	return [...table, ...problems].join('\n');
}

/** By `stream`, and `stream > consumer`. */
function problemsOf({ streams }: AccountConsumers, of: Of): ReadonlyMap<string, Problem> {
	const named = (stream: string, consumer: string): string => (of === 'account' ? `${stream} > ${consumer}` : consumer);
	return new Map(
		streams.flatMap(({ stream, answer }) =>
			answer.ok
				? [...answer.value.silent].map(([consumer, problem]) => [named(stream, consumer), problem] as const)
				: [[stream, answer.problem] as const],
		),
	);
}

function rowsOf({ stream, answer }: ConsumersOfStream, info: StreamInfo | undefined): readonly ConsumerRow[] {
	if (!answer.ok) return [];
	const { items, silent, offline } = answer.value;
	const base = { stream, at: answer.at, now: answer.at, stale: false, limits: defaultLagLimits };
	const replicas = (consumer: ConsumerInfo) => consumerReplicas(consumer.config, info?.config);
	return [
		...[...silent].map(([name, problem]) => ({ ...base, name, problem, offline: offline[name] })),
		...items.map((each) => ({
			...base,
			name: each.name,
			info: each,
			offline: offline[each.name],
			replicas: replicas(each),
		})),
	];
}
