import { type Bucket, bucketKinds, bucketOf } from '../buckets/bucket.ts';
import { bucketConfig, bucketSettings } from '../buckets/config.ts';
import { bucketFields } from '../buckets/fields.ts';
import { bucketNamePattern } from '../buckets/oddities.ts';
import { configurationOf } from '../configuration-of.ts';
import { differences } from '../difference.ts';
import type { Config } from '../fields/config.ts';
import { streamFields } from '../fields/stream.ts';
import type { StreamConfig } from '../wire.ts';
import type { Call, Line } from './command-line.ts';
import { configFlags } from './config-flags.ts';

/** `nats kv add` or `nats object add`, where that makes exactly this stream. */
export function bucketAdd({ body }: Call): Line | undefined {
	const bucket = exactBucket(body);
	if (bucket === undefined) return undefined;
	const flags = configFlags(bucketFields[bucket.kind], ownSettings(bucket));
	return flags.ok ? bucketLine(bucket, 'add', flags.words) : undefined;
}

/** `nats kv edit` or `nats object edit`: they write the whole stream anew, so that both must be what they make. */
export function bucketEdit({ body, before }: Call): Line | undefined {
	const [now, then] = [exactBucket(body), before && exactBucket(before)];
	if (now === undefined || then === undefined) return undefined;
	const flags = configFlags(bucketFields[now.kind], ownSettings(now), ownSettings(then));
	return flags.ok && flags.words.length > 0 ? bucketLine(now, 'edit', flags.words) : undefined;
}

/** `nats kv del` or `nats object del`. */
export function bucketDelete({ before }: Call): Line | undefined {
	const bucket = before && exactBucket(before);
	return bucket && bucketLine(bucket, 'del', ['--force']);
}

/** `nats object seal`, where nothing else is changed. */
export function storeSeal({ body, before }: Call): Line | undefined {
	if (body.sealed !== true || before === undefined) return undefined;
	const bucket = exactBucket(before);
	const isOnly = differences(streamFields, before, { ...body, sealed: before.sealed }).length === 0;
	return bucket?.kind === 'objects' && isOnly ? bucketLine(bucket, 'seal', ['--force']) : undefined;
}

const bucketLine = ({ kind, bucket }: Bucket, verb: string, flags: readonly string[]): Line => ({
	command: [bucketKinds[kind].command, verb],
	names: [bucket],
	flags,
});

/** The bucket of a stream that client libraries would make in the same way. */
function exactBucket(config: Config): Bucket | undefined {
	const bucket = bucketOf(configurationOf({ config }) as StreamConfig);
	if (bucket === undefined || !bucketNamePattern.test(bucket.bucket)) return undefined;
	const made = bucketConfig(bucket.kind, ownSettings(bucket));
	return differences(streamFields, made, config).length === 0 ? bucket : undefined;
}

/** Its own fields, under its own name. */
function ownSettings(bucket: Bucket): Config {
	const settings = bucketSettings(bucket);
	const names = bucketFields[bucket.kind].map(({ name }) => name);
	const own = names.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]] as const]));
	return { ...Object.fromEntries(own), name: bucket.bucket };
}
