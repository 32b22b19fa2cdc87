import { type Bucket, type BucketKind, bucketNameIn, bucketOf } from '../jetstream/buckets/bucket.ts';
import { countObjects } from '../jetstream/buckets/count-objects.ts';
import type { Pages } from '../jetstream/pages.ts';
import { originalOf } from '../jetstream/preview/original-reply.ts';
import type { Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { StreamInfo } from '../jetstream/wire.ts';
import { collectStreams } from '../store/collect.ts';
import type { BucketRow } from '../views/buckets/row.ts';
import { bucketList } from '../views/lists/buckets.ts';
import { failed, type Report, unread, unreadComplaints, unreadLines } from './report-of.ts';

/** Their streams. */
interface Found {
	readonly buckets: readonly { readonly info: StreamInfo; readonly bucket: Bucket }[];
	readonly unreadable: ReadonlyMap<string, Problem>;
	readonly offline: Pages<StreamInfo>['offline'];
	readonly at: number;
}

/**
 * Key-value buckets and object stores: the streams that are such. Unreadable ones come first, as in the deck.
 * @param kind only these
 */
export async function bucketsReport(api: Api, json: boolean, kind?: BucketKind): Promise<Report> {
	if (api.dialect() === 'preview')
		return json
			? { value: { buckets: [] }, complaints: [], code: 0 }
			: { text: 'No buckets: they came after the technical preview of 2020.', complaints: [], code: 0 };
	const answer = await collectStreams(api);
	if (!answer.ok) return failed(answer.problem);
	const found = bucketsIn(answer.value, answer.at, kind);
	const { buckets, unreadable } = found;
	const code = unreadable.size === 0 ? 0 : unread;
	if (json) {
		const value = { buckets: buckets.map(({ info }) => originalOf(info)) };
		return { value, complaints: unreadComplaints(unreadable, 'bucket'), code };
	}
	const text = bucketList.plain(await rowsOf(api, found), found.at);
	return { text: [text, ...unreadLines(unreadable)].join('\n'), complaints: [], code };
}

function bucketsIn(pages: Pages<StreamInfo>, at: number, kind: BucketKind | undefined): Found {
	const { items, silent, offline } = pages;
	const isWanted = (of: { readonly kind: BucketKind } | undefined): boolean =>
		of !== undefined && (kind === undefined || of.kind === kind);
	const buckets = items.flatMap((info) => {
		const bucket = bucketOf(info.config);
		return bucket !== undefined && isWanted(bucket) ? [{ info, bucket }] : [];
	});
	return { buckets, unreadable: new Map([...silent].filter(([name]) => isWanted(bucketNameIn(name)))), offline, at };
}

async function rowsOf(api: Api, { buckets, unreadable, offline, at }: Found): Promise<readonly BucketRow[]> {
	const base = { at, now: at, stale: false };
	const rows: BucketRow[] = [...unreadable].flatMap(([stream, problem]) => {
		const named = bucketNameIn(stream);
		return named === undefined
			? []
			: [{ ...base, name: named.bucket, kind: named.kind, problem, offline: offline[stream] }];
	});
	for (const { info, bucket } of buckets) {
		const { kind, bucket: name } = bucket;
		const counted = bucket.kind === 'objects' ? await countObjects(api, bucket) : undefined;
		const objects = counted?.ok ? counted.value : undefined;
		rows.push({ ...base, name, kind, info, bucket, objects, offline: offline[info.config.name] });
	}
	return rows;
}
