import { greatest, half, minus, plus } from '../../format/exact.ts';
import type { Answer } from '../problem.ts';
import { supports } from '../server-features.ts';
import type { Timestamp } from '../wire.ts';
import { readMessage } from './read-message.ts';
import type { MessageSource } from './source.ts';
import type { StoredEntry } from './stored-entry.ts';

/**
 * The first message at a time or later; undefined if all are older. From 2.11 on the server finds it; before, a binary search by
 * sequence does, for times only grow with them.
 */
export async function firstSince(source: MessageSource, time: Timestamp): Promise<Answer<StoredEntry | undefined>> {
	if (supports(source.features, '2.11')) return readMessage(source, { since: time });
	const wanted = nanoseconds(time);
	const { state } = source.info;
	let low = greatest(1, state.first_seq);
	let high = state.last_seq;
	let found: StoredEntry | undefined;
	while (low <= high) {
		const middle = plus(low, half(minus(high, low)));
		const next = await readMessage(source, { nextOf: '>', seq: middle });
		if (!next.ok) return next;
		const { value } = next;
		if (value !== undefined && nanoseconds(value.time) < wanted) low = plus(value.seq, 1);
		else {
			found = value ?? found;
			high = minus(middle, 1);
		}
	}
	return { ok: true, value: found, at: Date.now(), ms: 0 };
}

/** Exactly: Date.parse drops what is below a millisecond. Zero for what is no time. */
function nanoseconds(time: Timestamp): bigint {
	const [, fraction = ''] = /\.(\d{1,9})/.exec(time) ?? [];
	const seconds = Math.floor(Date.parse(time) / 1000);
	return Number.isNaN(seconds) ? 0n : BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}
