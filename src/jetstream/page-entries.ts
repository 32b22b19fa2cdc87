import { asRecord, isRecord } from '../format/is.ts';
import { offlineProblem, silentProblem, stoppedProblem, unreadableProblem } from './advice.ts';
import { endpointById } from './endpoints.ts';
import type { Problem } from './problem.ts';
import { entryFault } from './reply-fault.ts';
import type { ConsumerInfo, StreamInfo } from './wire.ts';
import type { Page } from './wire-pages.ts';

/** What the pages of an endpoint consist of. */
export interface PageItems {
	'stream.names': string;
	'stream.list': StreamInfo;
	/** With `subjects_filter`. */
	'stream.info': readonly [subject: string, messages: number];
	'consumer.names': string;
	'consumer.list': ConsumerInfo;
}

export type PagedId = keyof PageItems;

/** One page of a list, parsed. */
export interface OnePage {
	readonly offset: number;
	readonly entries: readonly (readonly [name: string, item: unknown])[];
	readonly silent: ReadonlyMap<string, Problem>;
	readonly offline: Readonly<Record<string, string>>;
	/** Of the whole list, if this page has it. */
	readonly total: number;
	readonly limit: number;
	/** Names of the list that this page accounts for; at most `limit`. */
	readonly names: readonly string[];
}

type PageReply = Partial<Page> & {
	readonly missing?: readonly string[] | null;
	readonly offline?: Readonly<Record<string, string>> | null;
	readonly streams?: readonly unknown[] | null;
	readonly consumers?: readonly unknown[] | null;
	readonly state?: { readonly subjects?: Readonly<Record<string, number>> | null };
};

type Named = OnePage['entries'][number];

export function openPage(id: PagedId, subject: string, offset: number, reply: PageReply): OnePage {
	const offline = reply.offline ?? {};
	const missing = new Set([...(reply.missing ?? []), ...Object.keys(offline)]);
	const stubs = new Map<string, unknown>();
	const entries: Named[] = [];
	const unreadable: [string, Problem][] = [];
	// One pass: a large account has its names in it every few polls.
	for (const entry of namedEntries(id, reply)) {
		const [name, item] = entry;
		const isStub = missing.has(name) && isRecord(item);
		const fault = isStub || typeof item === 'string' ? undefined : entryFault(id, item);
		if (isStub) stubs.set(name, item);
		else if (fault === undefined) entries.push(entry);
		else unreadable.push([name, unreadableProblem(subject, fault)]);
	}
	const absent = [...missing].map((name) => [name, absence(subject, offline[name], stubs.get(name))] as const);
	const silent = new Map<string, Problem>([...absent, ...unreadable]);
	const limit = reply.limit ?? 0;
	const names = [...new Set([...entries.map(([name]) => name), ...silent.keys()])].slice(0, limit);
	const total = Math.max(reply.total ?? entries.length, offset + names.length);
	return { offset, entries, silent, offline, limit, total, names };
}

/** The entries of the list by name, without what is not an entry. */
function namedEntries(id: PagedId, reply: PageReply): readonly Named[] {
	const where = endpointById(id).page?.items;
	if (where === 'subjects') return Object.entries(reply.state?.subjects ?? {}).map((entry) => [entry[0], entry]);
	const list = (where === 'streams' ? reply.streams : reply.consumers) ?? [];
	return list.flatMap((item) => {
		const name = nameOf(item);
		return name === undefined ? [] : [[name, item] as const];
	});
}

/** A consumer whose servers are all down has its name only in its configuration. */
function nameOf(item: unknown): string | undefined {
	if (typeof item === 'string') return item;
	if (!isRecord(item)) return undefined;
	const config = asRecord(item.config);
	return [item.name, config.name, config.durable_name].find((name) => typeof name === 'string' && name !== '') as
		| string
		| undefined;
}

/**
 * Why a list has no usable entry for a name. For an asset none of whose servers runs, a cluster sends a
 * stub with an empty state and no leader, which would look as if every message were lost.
 */
function absence(subject: string, reason: string | undefined, stub: unknown): Problem {
	if (reason !== undefined) return stoppedProblem(subject, reason);
	if (stub === undefined) return silentProblem(subject);
	const { cluster } = stub as Partial<Pick<StreamInfo | ConsumerInfo, 'cluster'>>;
	return offlineProblem(
		subject,
		(cluster?.replicas ?? []).map(({ name }) => name),
	);
}
