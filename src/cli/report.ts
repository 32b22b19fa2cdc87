import { userInfo } from '../jetstream/account.ts';
import { originalOf } from '../jetstream/preview/original-reply.ts';
import type { Api } from '../jetstream/request.ts';
import { featuresOf } from '../jetstream/server-features.ts';
import type { Link } from '../nats/link.ts';
import { collectStream, consumersOf } from '../store/collect.ts';
import { accountSections, connectionSection } from '../views/detail/account.ts';
import { streamSections } from '../views/detail/stream.ts';
import { plainSections, plainTextColumns } from '../views/plain.ts';
import { consumerVerdicts } from './consumer-verdicts.ts';
import { bucketsReport } from './report-buckets.ts';
import { accountConsumers, consumerTable, streamConsumers } from './report-consumers.ts';
import { failed, type Report, type ReportChoices, unread } from './report-of.ts';
import { streamsReport } from './report-streams.ts';

interface Wanted extends Omit<ReportChoices, 'what'> {
	readonly api: Api;
	readonly link: Link;
}

const reports: Readonly<Record<ReportChoices['what'], (wanted: Wanted) => Promise<Report>>> = {
	account: accountReport,
	streams: ({ api, json }) => streamsReport(api, json),
	buckets: ({ api, json }) => bucketsReport(api, json),
	consumers: ({ api, stream, json }) =>
		stream === undefined ? accountConsumers(api, json) : streamConsumers(api, stream, json),
	stream: streamReport,
};

/** The account, the streams, the buckets, the consumers or one stream as plain text; as JSON what the server sent. */
export function report(api: Api, link: Link, { what, ...choices }: ReportChoices): Promise<Report> {
	return reports[what]({ api, link, ...choices });
}

/** The connection is known even if the account is unreadable. */
async function accountReport({ api, link, json }: Wanted): Promise<Report> {
	const answer = await api.request('account.info', {});
	if (json) return answer.ok ? { value: originalOf(answer.value), complaints: [], code: 0 } : failed(answer.problem);
	const status = link.status();
	const server = 'server' in status ? status.server : undefined;
	const features = featuresOf(server, answer.ok ? answer.value : undefined, api.dialect());
	const [roundTripMs, user] = await Promise.all([link.roundTrip(), userInfo(link)]);
	const around = { target: link.target, link: status, roundTripMs, user, features, apiRates: [], denied: new Map() };
	return answer.ok
		? { text: plainSections(accountSections(answer.value, around)), complaints: [], code: 0 }
		: { ...failed(answer.problem), text: plainSections(connectionSection(around)) };
}

async function streamReport({ api, link, stream = '', json }: Wanted): Promise<Report> {
	const answer = await collectStream(api, stream);
	if (!answer.ok) return failed(answer.problem, stream);
	const { value: info, at } = answer;
	if (json) return { value: originalOf(info), complaints: [], code: 0 };
	const status = link.status();
	const features = featuresOf('server' in status ? status.server : undefined, undefined, api.dialect());
	const consumers = await consumersOf(api, stream);
	const said = consumerVerdicts(info, consumers);
	const sections = plainSections(
		streamSections({ info, at, now: at, consumers: said, features, columns: plainTextColumns }),
	);
	const infos = new Map([[stream, info]]);
	const found = { streams: [{ stream, answer: consumers }], infos };
	const table = consumerTable(found, 'stream');
	const code = consumers.ok && consumers.value.silent.size === 0 ? 0 : unread;
	return { text: `${sections}\n\nConsumers\n${table}`, complaints: [], code };
}
