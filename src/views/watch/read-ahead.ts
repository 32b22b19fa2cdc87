import { openPage } from '../../jetstream/page-entries.ts';
import type { Api } from '../../jetstream/request.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { lastKnown, latest, unknown } from '../../store/datum.ts';
import { refusedEndpoints } from '../../store/refused.ts';
import type { DeckState } from '../../store/state.ts';
import { saysSomething, watchedInfo, watchedUnread } from './judge.ts';
import { isFresh } from './reading-order.ts';
import { costOf, type Looking, type Walked } from './walked.ts';

/**
 * Whether the walk may go on to a stream with this look. It reads a page of STREAM.LIST where it knows nothing of it: for as many
 * bytes as the infos one by one, but with a request in place of 256. Where that fails, each stream is requested on its own.
 */
export async function isWithinReach(api: Api, state: DeckState, walked: Walked, looking: Looking): Promise<boolean> {
	const { stream } = looking;
	const isKnown = (): boolean => walked.ahead.has(stream) || walked.covered.has(stream);
	if (walked.isOver) return false;
	if (isInView(state, stream) || isKnown() || refusedEndpoints(state).has('stream.list')) return true;
	if (walked.page === undefined && walked.debt <= 0) walked.page = readAhead(api, state, walked, looking);
	const failed = walked.page !== undefined && !(await walked.page);
	walked.isOver = !failed && !isKnown();
	return !walked.isOver;
}

/** Its info was read for the view, or could not be. */
function isInView(state: DeckState, stream: string): boolean {
	const datum = state.streams.entries.get(stream)?.info ?? unknown;
	const at = datum.phase === 'failed' ? datum.at : lastKnown(datum)?.at;
	return at !== undefined && isFresh(state, at);
}

/** Judges the streams of the page that begins with this one, and keeps the infos of those with consumers. */
async function readAhead(api: Api, state: DeckState, walked: Walked, { stream, signal }: Looking): Promise<boolean> {
	const names = latest(state.streamNames) ?? [];
	const offset = Math.max(0, names.indexOf(stream));
	const onReply = (message: { readonly data: Uint8Array }): void => {
		walked.debt += costOf(message);
	};
	const answer = await api.request('stream.list', {}, { offset }, { signal, onReply });
	if (!answer.ok) return false;
	const { at } = answer;
	const page = openPage('stream.list', '', offset, answer.value);
	// Of an earlier page the walk left only what was read otherwise.
	walked.ahead.clear();
	const before = (name: string) => walked.found.get(name) ?? state.watch.streams.entries.get(name);
	for (const [name, problem] of page.silent)
		if (saysSomething(problem)) walked.found.set(name, watchedUnread(before(name), problem, at));
	for (const [name, item] of page.entries) {
		const info = item as StreamInfo;
		walked.found.set(name, watchedInfo(before(name), info, at, page.offline[name]));
		if (info.state.consumer_count > 0) walked.ahead.set(name, { value: info, at });
	}
	// Where the list became shorter, the stream itself is none of the page.
	for (const name of [stream, ...names.slice(offset, offset + page.names.length), ...page.names])
		walked.covered.add(name);
	return true;
}
