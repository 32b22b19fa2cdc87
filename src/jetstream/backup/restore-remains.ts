import { setTimeout as pause } from 'node:timers/promises';
import type { Link } from '../../nats/link.ts';
import { configurationOf } from '../configuration-of.ts';
import { differences } from '../difference.ts';
import { streamFields } from '../fields/stream.ts';
import { inSentences, type Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import type { StreamConfig, StreamInfo, StreamState } from '../wire.ts';
import type { Held } from './contents.ts';

/** What remains of a restore that did not end well: nats-server 2.15 leaves a live stream with what had arrived, older ones leave nothing. */
export type Remains =
	| { readonly kind: 'nothing' }
	/** A part of the stream was there, and was deleted. */
	| { readonly kind: 'removed'; readonly messages: StreamState['messages'] }
	/** A stream of that name is there or may come, and was left as it is. `why`: a sentence. */
	| { readonly kind: 'there'; readonly why: string };

/** How the server ended a restore. */
export type End =
	| { readonly kind: 'restored'; readonly info: StreamInfo }
	| { readonly kind: 'refused'; readonly problem: Problem }
	/** No reply came: it may still be at work. */
	| { readonly kind: 'silent'; readonly problem: Problem };

/** A restore that did not end well. */
export interface Attempt {
	readonly config: StreamConfig;
	/** From `backup.json`. */
	readonly state: StreamState;
	readonly holds: Held;
	/** Whether the whole archive was sent. */
	readonly isAll: boolean;
	readonly end: End;
}

/** How long a lost connection may take to come back. */
const longestAwayMs = 30_000;
/** A restore that nothing comes for is given up by the server after 5 s. */
const givenUpMs = 6000;

/** Removes what a restore left behind, but only what is certainly that. */
export async function removePart(link: Link, api: Api, attempt: Attempt): Promise<Remains | Whole> {
	const { name } = attempt.config;
	if (isTaken(attempt.end))
		return there(`Stream ${name} exists, and was left as it is: somebody else may have created it meanwhile.`);
	if (link.status().phase !== 'connected' && !(await isBack(link)))
		return there(`The connection was lost: part of stream ${name} may be on the server.`);
	const found = await api.request('stream.info', { stream: name });
	if (!found.ok) {
		if (found.problem.errCode !== 10059)
			return there(`Part of stream ${name} may be there. ${inSentences(found.problem)}`);
		return whereMissing(attempt);
	}
	const known = leftAsItIs(found.value, attempt);
	if (known !== undefined) return known;
	const info = attempt.end.kind === 'silent' ? await atStandstill(api, found.value) : found.value;
	if (info === undefined)
		return there(`Stream ${name} is still changing, and was left as it is: somebody else may be restoring it.`);
	const late = leftAsItIs(info, attempt);
	if (late !== undefined) return late;
	const deleted = await api.request('stream.delete', { stream: name });
	return deleted.ok
		? { kind: 'removed', messages: info.state.messages }
		: there(`Part of stream ${name} is left. ${inSentences(deleted.problem)}`);
}

/** The whole stream, or one that is not certainly a part of it. */
function leftAsItIs(info: StreamInfo, attempt: Attempt): Remains | Whole | undefined {
	if (isWhole(info.state, attempt)) return { kind: 'whole', info };
	const why = notOurs(info, attempt);
	return why === undefined ? undefined : there(`Stream ${attempt.config.name} ${why}, and was left as it is.`);
}

interface Whole {
	readonly kind: 'whole';
	readonly info: StreamInfo;
}

const there = (why: string): Remains => ({ kind: 'there', why });

const namesTaken: readonly (number | undefined)[] = [10058, 10130];

/** The server wraps some errors of a restore in 10062, and only its text names them. */
export function isTaken(end: End): boolean {
	if (end.kind !== 'refused') return false;
	const { errCode, message } = end.problem;
	return namesTaken.includes(errCode) || (errCode === 10062 && /already (in use|exist)/.test(message));
}

/** An archive of nats-server before 2.15 is unpacked after its last piece, which may take minutes; of a later one the stream is there at once. */
export function whereMissing({ config, isAll, end, holds }: Omit<Attempt, 'state'>): Remains {
	const isAtWork = end.kind === 'silent' && end.problem.unsent !== true && end.problem.kind !== 'no-responders';
	return isAll && isAtWork && holds.format === 'v1'
		? there(
				`The server has the whole archive and may still finish the restore: stream ${config.name} may appear later.`,
			)
		: { kind: 'nothing' };
}

/** It went on without this connection: the server waits for more, then gives up. */
async function isBack(link: Link): Promise<boolean> {
	const end = Date.now() + longestAwayMs;
	while (Date.now() < end && link.status().phase !== 'closed') {
		if (link.status().phase === 'connected') {
			await pause(givenUpMs);
			return link.status().phase === 'connected';
		}
		await pause(200);
	}
	return false;
}

/** The last sequence of a restored archive is that of its stream, whatever limits remove of it. */
export function isWhole(
	now: StreamState,
	{ state, holds, isAll }: Pick<Attempt, 'state' | 'holds' | 'isAll'>,
): boolean {
	const then = holds.state ?? state;
	if (!isAll || now.last_seq !== then.last_seq || then.last_seq === 0) return false;
	return holds.format === 'v2' || (then.messages !== 0 && now.messages === then.messages);
}

/**
 * Why a stream is not certainly what this restore left. The server accepted the restore, so there was no stream of that name before. Also by time:
 * what is published to a part has sequences that the backup has too.
 */
export function notOurs(
	info: StreamInfo,
	{ config, state, holds }: Pick<Attempt, 'config' | 'state' | 'holds'>,
): string | undefined {
	if (holds.format === 'v1') return 'is there although a restore of this backup that fails leaves none';
	if (differences(streamFields, configurationOf({ config }), configurationOf(info)).length > 0)
		return 'has another configuration than the one that was sent';
	const [now, then] = [info.state, holds.state ?? state];
	if (now.messages === 0 && BigInt(now.last_seq) <= BigInt(then.last_seq)) return undefined;
	if (BigInt(now.last_seq) > BigInt(then.last_seq) || nanoseconds(now.last_ts) > nanoseconds(then.last_ts))
		return 'has messages that are not in the backup';
	return undefined;
}

/** A server unpacks the pieces that it has to their end. */
const longestUnpackingMs = 60_000;

/** The stream once nothing writes to it any more: another restore that pauses that long is given up too. */
async function atStandstill(api: Api, info: StreamInfo): Promise<StreamInfo | undefined> {
	const end = Date.now() + longestUnpackingMs;
	for (let before = info; Date.now() < end; ) {
		await pause(givenUpMs);
		const found = await api.request('stream.info', { stream: before.config.name });
		if (!found.ok || found.value.created !== before.created) return undefined;
		const [then, now] = [before.state, found.value.state];
		if (now.last_seq === then.last_seq && now.messages === then.messages && now.bytes === then.bytes)
			return found.value;
		before = found.value;
	}
	return undefined;
}

/** A timestamp of the wire, to the nanosecond. */
function nanoseconds(timestamp: string): bigint {
	const [, seconds = '', fraction = ''] = /^([^.]*?)(?:\.(\d+))?Z$/.exec(timestamp) ?? [];
	const whole = Date.parse(`${seconds}Z`);
	return Number.isNaN(whole) ? 0n : BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}
