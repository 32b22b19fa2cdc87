import { setTimeout as pause } from 'node:timers/promises';
import type { Link } from '../../nats/link.ts';
import { inSentences } from '../problem.ts';
import type { Api } from '../request.ts';
import type { StreamConfig, StreamInfo, StreamState } from '../wire.ts';

/** What remains of a restore that did not end well: nats-server 2.15 leaves a live stream with what had arrived, older ones leave nothing. */
export type Left =
	| { readonly kind: 'nothing' }
	/** A part of the stream was there, and was deleted. */
	| { readonly kind: 'removed'; readonly messages: StreamState['messages'] }
	/** A stream of that name is there, and was left as it is. `why`: a sentence. */
	| { readonly kind: 'there'; readonly why: string };

/** How long a lost connection may take to come back. */
const longestAwayMs = 30_000;
/** A restore that nothing comes for is given up by the server after 5 s. */
const givenUpMs = 6000;

/**
 * Removes what a restore left behind, but only what is certainly that: part of the backup and nothing newer, for a live stream takes what is published
 * to its subjects.
 */
export async function removePart(
	link: Link,
	api: Api,
	{ config: { name }, state }: { readonly config: Pick<StreamConfig, 'name'>; readonly state: StreamState },
): Promise<Left | { readonly kind: 'whole'; readonly info: StreamInfo }> {
	if (link.status().phase !== 'connected' && !(await isBack(link)))
		return { kind: 'there', why: `Part of stream ${name} may be there: the connection is lost.` };
	const found = await api.request('stream.info', { stream: name });
	if (!found.ok) {
		return found.problem.errCode === 10059
			? { kind: 'nothing' }
			: { kind: 'there', why: `Part of stream ${name} may be there. ${inSentences(found.problem)}` };
	}
	const info = found.value;
	if (isWhole(info.state, state)) return { kind: 'whole', info };
	if (!isPart(info.state, state))
		return { kind: 'there', why: `Stream ${name} has messages that are not in the backup, and was left as it is.` };
	const deleted = await api.request('stream.delete', { stream: name });
	return deleted.ok
		? { kind: 'removed', messages: info.state.messages }
		: { kind: 'there', why: `Part of stream ${name} is left. ${inSentences(deleted.problem)}` };
}

/** It went on without this connection: the server waits for more, then gives up. */
async function isBack(link: Link): Promise<boolean> {
	const end = Date.now() + longestAwayMs;
	while (Date.now() < end) {
		if (link.status().phase === 'connected') {
			await pause(givenUpMs);
			return link.status().phase === 'connected';
		}
		await pause(200);
	}
	return false;
}

function isWhole(now: StreamState, then: StreamState): boolean {
	return then.messages !== 0 && now.messages === then.messages && now.last_seq === then.last_seq;
}

/** Also by time: what is published to a part has sequences that the backup has too. */
function isPart(now: StreamState, then: StreamState): boolean {
	if (now.messages === 0) return true;
	return BigInt(now.last_seq) <= BigInt(then.last_seq) && nanoseconds(now.last_ts) <= nanoseconds(then.last_ts);
}

/** A timestamp of the wire, to the nanosecond. */
function nanoseconds(timestamp: string): bigint {
	const [, seconds = '', fraction = ''] = /^([^.]*?)(?:\.(\d+))?Z$/.exec(timestamp) ?? [];
	const whole = Date.parse(`${seconds}Z`);
	return Number.isNaN(whole) ? 0n : BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}
