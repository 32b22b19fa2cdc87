import { apiPrefix } from '../../jetstream/api-prefix.ts';
import { bucketKinds } from '../../jetstream/buckets/bucket.ts';
import { objectBucketOf } from '../../jetstream/buckets/object-bucket.ts';
import { readKeyNames } from '../../jetstream/kv/key-names.ts';
import { openKvBucket } from '../../jetstream/kv/open-bucket.ts';
import { listTokens } from '../../jetstream/objects/list-objects.ts';
import { nameOfToken } from '../../jetstream/objects/name.ts';
import { type Api, openApi } from '../../jetstream/request.ts';
import { features } from '../../jetstream/server-features.ts';
import { type Environment, listContexts } from '../../nats/context.ts';
import { openLink } from '../../nats/open-link.ts';
import { resolveSettings } from '../../nats/settings.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { connected } from '../connected.ts';
import { connectionOf } from '../invocation.ts';
import type { Names } from './names.ts';
import type { CommandLine } from './typed.ts';

/** How long one request may take: a person waits at the prompt of a shell. */
const timeoutMs = 1_000;

/** Names from the contexts and the server of a command line; none if that would need a prompt. */
export function namesFrom({ given }: Pick<CommandLine, 'given'>, env: Environment): Names {
	const settings = once(() => settingsOf(given, env));
	const api = once(async () => apiOf(await settings()));
	return {
		contexts: async () =>
			(await listContexts(env)).map(({ name, description, url }) => ({ text: name, hint: description ?? url })),
		prefix: async () => apiPrefix((await settings())?.target ?? {}),
		streams: async () => named(await (await api())?.pages('stream.names', {}, undefined, { concurrency: 4 })),
		consumers: async (stream) => named(await (await api())?.pages('consumer.names', { stream })),
		objects: async (bucket) => objectNames(await api(), bucket),
		keys: async (bucket) => keyNames(await api(), bucket),
	};
}

async function settingsOf(given: ReadonlyMap<string, string>, env: Environment): Promise<Settings | undefined> {
	// A secret to be typed is only typed when the line runs.
	if (given.get('--password') === '-' || given.get('--token') === '-') return undefined;
	const byName = [...given].map(([name, value]) => {
		const isNo = name.startsWith('--no-');
		return [camelCase(name.replace('--no-', '--')), isNo ? false : value === '' ? true : value] as const;
	});
	const resolved = await resolveSettings({ ...connectionOf(Object.fromEntries(byName)), timeout: timeoutMs }, env);
	return resolved.ok && resolved.settings.needs === undefined ? resolved.settings : undefined;
}

/** Commander's name for an option's value. */
const camelCase = (name: string): string =>
	name.replace(/^--/, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

async function apiOf(settings: Settings | undefined): Promise<Api | undefined> {
	if (settings === undefined) return undefined;
	const link = openLink(settings);
	return (await connected(link)) === undefined ? openApi(link, { readOnly: true }) : undefined;
}

/** Deleted ones too, and of a large bucket the first page: a person waits. */
async function keyNames(api: Api | undefined, name: string): Promise<readonly string[]> {
	const open = api && (await openKvBucket(api, name, features(undefined, undefined)));
	if (api === undefined || !open?.ok || open.value === undefined) return [];
	const page = await readKeyNames(api, open.value.bucket, { offset: 0, signal: AbortSignal.timeout(timeoutMs) });
	return page.ok ? named({ ok: true, value: { items: page.value.keys } }) : [];
}

/** Deleted ones too: only their metas would show it. */
async function objectNames(api: Api | undefined, bucket: string): Promise<readonly string[]> {
	const stream = `${bucketKinds.objects.start}${bucket}`;
	const config = objectBucketOf({ name: stream, subjects: [`$O.${bucket}.>`] });
	if (api === undefined || config === undefined) return [];
	const tokens = await listTokens({ api, bucket: config });
	if (!tokens.ok) return [];
	const items = [...tokens.value.counts.keys()].flatMap((token) => nameOfToken(token) ?? []);
	return named({ ok: true, value: { items } });
}

type Named = { readonly ok: true; readonly value: { readonly items: readonly string[] } } | { readonly ok: false };

/** Names with control characters or line ends are left out: nobody types them. */
const named = (answer: Named | undefined): readonly string[] =>
	answer?.ok ? answer.value.items.filter((name) => !/[\p{C}\s]/u.test(name)) : [];

function once<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return () => {
		made ??= make();
		return made;
	};
}
