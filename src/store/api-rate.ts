import type { AccountInfo } from '../jetstream/wire.ts';
import type { Datum, Held } from './datum.ts';
import { held } from './datum.ts';

const most = 60;

/** The history of API requests a second after a new account INFO, oldest first; unchanged while there is no newer one. */
export function apiRateAfter(
	rates: readonly number[],
	before: Datum<AccountInfo>,
	after: Datum<AccountInfo>,
): readonly number[] {
	const [older, newer] = [held(before), held(after)];
	if (older === undefined || newer === undefined || newer.at - older.at < 200) return rates;
	return [...rates, perSecond(older, newer)].slice(-most);
}

/** A server that was restarted counts from nothing again. */
function perSecond(older: Held<AccountInfo>, newer: Held<AccountInfo>): number {
	const requests = newer.value.api.total - older.value.api.total;
	return requests < 0 ? 0 : (requests * 1000) / (newer.at - older.at);
}
