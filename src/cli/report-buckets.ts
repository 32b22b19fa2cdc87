import { type BucketKind, bucketNameIn, bucketOf } from '../jetstream/buckets/bucket.ts';
import { originalOf } from '../jetstream/preview/original-reply.ts';
import type { Api } from '../jetstream/request.ts';
import { collectStreams } from '../store/collect.ts';
import type { BucketRow } from '../views/buckets/row.ts';
import { bucketList } from '../views/lists/buckets.ts';
import { failed, type Report, unread, unreadComplaints, unreadLines } from './report-of.ts';

/**
 * Key-value buckets and object stores: the streams that are such. Unreadable ones come first, as in the deck.
 * @param kind only these
 */
export async function bucketsReport(api: Api, json: boolean, kind?: BucketKind): Promise<Report> {
	if (api.dialect() === 'preview')
		return { text: 'No buckets: they came after the technical preview of 2020.', complaints: [], code: 0 };
	const answer = await collectStreams(api);
	if (!answer.ok) return failed(answer.problem);
	const { items, silent, offline } = answer.value;
	const buckets = items.flatMap((info) => {
		const bucket = bucketOf(info.config);
		return bucket === undefined || (kind !== undefined && bucket.kind !== kind) ? [] : [{ info, bucket }];
	});
	const unreadable = new Map(
		[...silent].filter(([name]) => {
			const named = bucketNameIn(name);
			return named !== undefined && (kind === undefined || named.kind === kind);
		}),
	);
	const code = unreadable.size === 0 ? 0 : unread;
	if (json) {
		const value = { buckets: buckets.map(({ info }) => originalOf(info)) };
		return { value, complaints: unreadComplaints(unreadable, 'bucket'), code };
	}
	const base = { at: answer.at, now: answer.at, stale: false };
	const rows: readonly BucketRow[] = [
		...[...unreadable].flatMap(([stream, problem]) => {
			const named = bucketNameIn(stream);
			return named === undefined
				? []
				: [{ ...base, name: named.bucket, kind: named.kind, problem, offline: offline[stream] }];
		}),
		...buckets.map(({ info, bucket }) => ({
			...base,
			name: bucket.bucket,
			kind: bucket.kind,
			info,
			bucket,
			offline: offline[info.config.name],
		})),
	];
	return { text: [bucketList.plain(rows, answer.at), ...unreadLines(unreadable)].join('\n'), complaints: [], code };
}
