import { minus } from '../format/exact.ts';
import type { AccountInfo } from '../jetstream/wire.ts';
import { type Datum, lastKnown } from './datum.ts';

const most = 60;

/** The history of API requests a second after a new account INFO, oldest first; unchanged while there is no newer one. */
export function apiRateAfter(
	rates: readonly number[],
	before: Datum<AccountInfo>,
	after: Datum<AccountInfo>,
): readonly number[] {
	const [older, newer] = [lastKnown(before), lastKnown(after)];
	if (older === undefined || newer === undefined || newer.at - older.at < 200) return rates;
	const [first, last] = [older.value.api?.total, newer.value.api?.total];
	if (first === undefined || last === undefined) return rates;
	const requests = Number(minus(last, first));
	// A server that was restarted counts from nothing again.
	return requests < 0 ? rates : [...rates, (requests * 1000) / (newer.at - older.at)].slice(-most);
}
