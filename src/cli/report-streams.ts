import type { Pages } from '../jetstream/pages.ts';
import { originalOf } from '../jetstream/preview/original-reply.ts';
import type { Api } from '../jetstream/request.ts';
import type { StreamInfo } from '../jetstream/wire.ts';
import { collectStreams } from '../store/collect.ts';
import type { Verdict } from '../views/health/verdict.ts';
import { streamList } from '../views/lists/streams.ts';
import type { StreamRow } from '../views/row.ts';
import { readConsumers, unaskedLines } from './consumer-verdicts.ts';
import { failed, type Report, unread, unreadComplaints, unreadLines } from './report-of.ts';

/** Unreadable streams come first, as in the deck, with the reasons below. */
export async function streamsReport(api: Api, json: boolean): Promise<Report> {
	const answer = await collectStreams(api);
	if (!answer.ok) return failed(answer.problem);
	const { items, silent } = answer.value;
	const code = silent.size === 0 ? 0 : unread;
	if (json) {
		return {
			value: { streams: items.map(originalOf), ...absentees(answer.value) },
			complaints: unreadComplaints(silent, 'stream'),
			code,
		};
	}
	const { verdicts, problems, unasked } = await readConsumers(api, items);
	const text = streamList.plain(rowsOf(answer.value, verdicts, answer.at), answer.at);
	const lines = [...unreadLines(silent), ...unreadLines(problems), ...unaskedLines(unasked)];
	return { text: [text, ...lines].join('\n'), complaints: [], code: problems.size === 0 ? code : unread };
}

function rowsOf(
	{ items, silent, offline }: Pages<StreamInfo>,
	verdicts: ReadonlyMap<string, readonly Verdict[]>,
	at: number,
): readonly StreamRow[] {
	const base = { at, now: at, stale: false };
	return [
		...[...silent].map(([name, problem]) => ({ ...base, name, problem, offline: offline[name] })),
		...items.map((info) => {
			const { name } = info.config;
			return { ...base, name, info, offline: offline[name], consumers: verdicts.get(name) };
		}),
	];
}

/** In the form of a cluster's LIST, which scripts know. */
export function absentees<Info>({ silent, offline }: Pages<Info>): {
	readonly missing: readonly string[];
	readonly offline: Pages<Info>['offline'];
} {
	return { missing: [...silent.keys()].filter((name) => offline[name] === undefined), offline };
}
