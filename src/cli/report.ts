import { sanitise } from '../format/sanitise.ts';
import { userInfo } from '../jetstream/account.ts';
import { inSentences, type Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import { featuresOf } from '../jetstream/server-features.ts';
import type { Link } from '../nats/link.ts';
import { type ConsumersOfStream, collectConsumers, collectStreams } from '../store/collect.ts';
import { defaultLagLimits } from '../store/lag-limits.ts';
import { accountConsumerColumns, consumerColumns } from '../store/show/columns/consumers.ts';
import { streamColumns } from '../store/show/columns/streams.ts';
import { accountSections } from '../store/show/detail/account.ts';
import { streamSections } from '../store/show/detail/stream.ts';
import type { Column } from '../store/show/line.ts';
import { plainRows, plainSections, plainTextColumns } from '../store/show/plain.ts';
import type { ConsumerRow, StreamRow } from '../store/show/row.ts';
import type { ReportChoices } from './program.ts';

export type Report =
	| { readonly ok: true; readonly text: string }
	/** What the server sent. */
	| { readonly ok: true; readonly value: unknown }
	| { readonly ok: false; readonly message: string };

/** Columns of the deck's lists that one look at a server can fill, and that a reader of plain text wants. */
const streamIds = ['name', 'subjects', 'storage', 'retention', 'messages', 'bytes', 'consumers', 'last', 'health'];
const consumerIds = [
	'name',
	'stream',
	'mode',
	'kind',
	'filter',
	'ack-floor',
	'pending',
	'ack-pending',
	'redelivered',
	'waiting',
	'last',
	'health',
];

/**
 * The account, the streams, the consumers or one stream as plain text; as JSON the INFO values as the server sent them.
 * @returns a message, one or two sentences, when the server could not be asked
 */
export async function report(api: Api, link: Link, choices: ReportChoices): Promise<Report> {
	switch (choices.what) {
		case 'account':
			return accountReport(api, link, choices);
		case 'streams':
			return streamsReport(api, choices);
		case 'consumers':
			return consumersReport(api, choices);
		case 'stream':
			return streamReport(api, link, choices);
		default:
			return choices.what satisfies never;
	}
}

async function accountReport(api: Api, link: Link, { json }: ReportChoices): Promise<Report> {
	const answer = await api.request('account.info', {});
	if (!answer.ok) return failed(answer.problem);
	if (json) return document(answer.value);
	const status = link.status();
	const features = featuresOf('server' in status ? status.server : undefined, answer.value, api.dialect());
	const [roundTripMs, user] = await Promise.all([link.roundTrip(), userInfo(link)]);
	const around = { target: link.target, link: status, roundTripMs, user, features, apiRates: [], denied: new Map() };
	return { ok: true, text: plainSections(accountSections(answer.value, around)) };
}

async function streamsReport(api: Api, { json }: ReportChoices): Promise<Report> {
	const answer = await collectStreams(api);
	if (!answer.ok) return failed(answer.problem);
	const { items, names, silent, offline } = answer.value;
	if (json) return document(items);
	const base = { at: answer.at, now: answer.at, stale: false };
	const rows = items.map(
		(info): StreamRow => ({ ...base, name: info.config.name, info, offline: offline[info.config.name] }),
	);
	const known = new Set(rows.map(({ name }) => name));
	const others = [...names].filter((name) => !known.has(name));
	const untold = (name: string) => ({ offline: offline[name], problem: silent.get(name) });
	const all = [...rows, ...others.map((name): StreamRow => ({ ...base, name, ...untold(name) }))];
	if (all.length === 0) return { ok: true, text: 'No streams in this account.' };
	return { ok: true, text: plainRows(pick(streamColumns, streamIds), all, answer.at) };
}

async function consumersReport(api: Api, { json, stream }: ReportChoices): Promise<Report> {
	const found = await collectConsumers(api, stream);
	if (!found.ok) return failed(found.problem);
	const infos = found.streams.flatMap(({ answer }) => (answer.ok ? answer.value.items : []));
	if (json) return document(infos);
	const rows = found.streams.flatMap(consumerRows);
	const columns = pick(stream === undefined ? accountConsumerColumns : consumerColumns, consumerIds);
	const table =
		rows.length === 0
			? `No consumers ${stream === undefined ? 'in this account' : 'on this stream'}.`
			: plainRows(columns, rows, Date.now());
	const problems = found.streams.flatMap(({ stream: name, answer }) =>
		answer.ok ? [] : [sanitise(`! ${name}: ${inSentences(answer.problem)}`)],
	);
	return { ok: true, text: [table, ...problems].join('\n') };
}

async function streamReport(api: Api, link: Link, { json, stream = '' }: ReportChoices): Promise<Report> {
	const answer = await api.request('stream.info', { stream });
	if (!answer.ok) return failed(answer.problem);
	if (json) return document(answer.value);
	const { value: info, at } = answer;
	const status = link.status();
	const features = featuresOf('server' in status ? status.server : undefined, undefined, api.dialect());
	const sections = plainSections(streamSections({ info, at, now: at, features, columns: plainTextColumns }));
	const consumers = await consumersReport(api, { what: 'consumers', json: false, stream });
	return {
		ok: true,
		text: `${sections}\n\nConsumers\n${textOf(consumers)}`,
	};
}

function textOf(report: Report): string {
	if (!report.ok) return `! ${sanitise(report.message)}`;
	return 'text' in report ? report.text : '';
}

function consumerRows({ stream, answer }: ConsumersOfStream): readonly ConsumerRow[] {
	if (!answer.ok) return [];
	const { items, silent, offline } = answer.value;
	const base = { stream, at: answer.at, now: answer.at, stale: false, limits: defaultLagLimits };
	return [
		...items.map((info) => ({ ...base, name: info.name, info, offline: offline[info.name] })),
		...[...silent].map(([name, problem]) => ({ ...base, name, problem, offline: offline[name] })),
	];
}

/** The columns of these ids, in the order of the ids. */
function pick<Row>(columns: readonly Column<Row>[], ids: readonly string[]): readonly Column<Row>[] {
	return ids.flatMap((id) => columns.find((column) => column.id === id) ?? []);
}

function document(value: unknown): Report {
	return { ok: true, value };
}

function failed(problem: Problem): Report {
	return { ok: false, message: sanitise(inSentences(problem)) };
}
