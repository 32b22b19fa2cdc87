import { plus } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import { readMessage } from '../../jetstream/messages/read-message.ts';
import type { MessageSource } from '../../jetstream/messages/source.ts';
import type { StoredEntry } from '../../jetstream/messages/stored-entry.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Step } from '../proposal.ts';
import { storedIn } from '../store-key.ts';
import type { KvWire } from '../wire.ts';
import { unlessUncommitted } from './committed.ts';
import { applied, cannotTell, type Finding, type Look, type LookContext, notApplied, unreadOutcome } from './look.ts';

/** The latest message of the key before: its sequence, or `none`. Undefined if it could not be read. */
type Latest = Integer | 'none' | undefined;

/** How many later revisions are compared with what was sent. */
const mostCompared = 100;

/** Whether a key has what was written to it, by the revisions since. */
export const keyWritten: Look = {
	note: async (around): Promise<Latest> => {
		const before = await latestOf(around);
		return before?.ok ? (before.value?.seq ?? 'none') : undefined;
	},
	judge: async (now, around) => {
		if (around.step.asset.kind === 'subject')
			return cannotTell('The bucket that takes the writes is in another domain or account: look at the key there.');
		if (now.kind === 'absent') return cannotTell('The bucket no longer exists.');
		const wire = kvWire(around.step);
		const noted = around.was.noted as Latest;
		if (wire === undefined || noted === undefined) return cannotTell('jetdeck could not read the key before.');
		const source = sourceOf(around, now.info as StreamInfo);
		return unlessUncommitted(await writtenSince(source, wire, noted === 'none' ? 0 : noted), source.info);
	},
};

const kvWire = ({ wire }: Step): KvWire | undefined => (wire.kind === 'kv' ? wire : undefined);

/** Only the leader counts: a copy may lag. Direct gets are for those who may do nothing else. */
const sourceOf = ({ api }: Pick<LookContext, 'api'>, info: StreamInfo): MessageSource => ({
	api,
	info,
	features: { dialect: 'current' },
});

async function latestOf({ api, step }: Omit<LookContext, 'was'>): Promise<Answer<StoredEntry | undefined> | undefined> {
	const wire = kvWire(step);
	if (wire?.config === undefined) return undefined;
	const info = await api.request('stream.info', { stream: wire.config.name });
	if (!info.ok) return info;
	return readMessage(sourceOf({ api }, info.value), { lastOf: storedIn(wire) });
}

async function writtenSince(source: MessageSource, wire: KvWire, noted: Integer): Promise<Finding> {
	const subject = storedIn(wire);
	let seq = plus(noted, 1);
	for (let compared = 0; compared < mostCompared; compared += 1) {
		const next = await readMessage(source, { nextOf: subject, seq });
		if (!next.ok) return unreadOutcome(next.problem);
		if (next.value === undefined) return compared === 0 ? untouched(wire) : replacedSince(source, noted);
		if (isSent(next.value, wire)) return applied;
		seq = plus(next.value.seq, 1);
	}
	return cannotTell(`The key has more than ${mostCompared} revisions since.`);
}

/** No newer revision: it was not stored, unless it expired already. */
function untouched({ write, config }: KvWire): Finding {
	const expires = (write.ttl ?? 'never') !== 'never' || (config?.max_age ?? 0) > 0;
	return expires ? cannotTell('The key has no newer revision; the value may have expired since.') : notApplied;
}

/** Others wrote the key since. While the bucket still has the revision before them, it dropped none after it. */
async function replacedSince(source: MessageSource, noted: Integer): Promise<Finding> {
	const kept = noted === 0 ? undefined : await readMessage(source, { seq: noted });
	return kept?.ok && kept.value !== undefined
		? notApplied
		: cannotTell('Somebody else has written the key since; the bucket no longer has the revisions in between.');
}

const changing: ReadonlySet<string> = new Set(['Nats-TTL', 'Nats-Expected-Last-Subject-Sequence']);

/** The server may have raised its TTL, and a creation may be sent again with the revision of a marker: these headers do not count. */
function isSent({ payload, headers }: StoredEntry, { message }: KvWire): boolean {
	const told = (all: StoredEntry['headers']): string =>
		all.flatMap(([name, value]) => (changing.has(name) ? [] : [`${name}: ${value}`])).join('\n');
	return Buffer.from(payload).equals(message.payload) && told(headers) === told(message.headers);
}
