import { count, plural } from '../../format/integer.ts';
import { latest, problemOf } from '../../store/datum.ts';
import type { DeckState } from '../../store/state.ts';
import { peerColumns } from '../columns/peers.ts';
import { sweptConsumers } from '../datums.ts';
import { type Peer, peersOf, serverNames } from '../peers.ts';
import { listRow, noneUnread, type Unlisted } from './row.ts';

export const peerList = listRow<Peer>({
	columns: peerColumns,
	defaultSort: { column: 'name', descending: false },
	// What is known already is worth showing while the rest is read, or cannot be.
	datum: (state) =>
		peersOf(state).byName.size > 0 ? { phase: 'ready', value: state.streams, at: state.now } : sweptConsumers(state),
	waiting: 'Reading the streams and consumers…',
	ids: serverNames,
	sources: ({ streams, consumers }: DeckState) => [streams, consumers],
	whole: true,
	row: (state, name) => {
		const peer = peersOf(state).byName.get(name);
		if (peer === undefined) throw new Error(`no server ${name}`);
		return peer;
	},
	acts: (peer) => ({ peer }),
	filterable: (state, name) => ({ texts: [name, peersOf(state).byName.get(name)?.cluster ?? ''] }),
	empty: ({ streams }) =>
		streams.entries.size === 0
			? ['No streams in this account yet, so no server stores any.']
			: ['No stream or consumer that was read belongs to a cluster.', 'On a single server every copy is there.'],
	unlisted: uncounted,
	report: 'not printed',
	unread: noneUnread,
});

/** What was not read, so that the figures do not contain it. */
function uncounted({ streamNames, streams, consumers, swept }: DeckState): Unlisted {
	const names = latest(streamNames) ?? [];
	const infos = names.map((name) => streams.entries.get(name)?.info);
	const unknown = infos.filter((info) => info === undefined || latest(info) === undefined).length;
	const said = infos.reduce((sum, info) => sum + ((info && latest(info)?.state.consumer_count) ?? 0), 0);
	const read = [...consumers.entries.values()].filter(({ info }) => latest(info) !== undefined);
	const failed = [...consumers.entries.values()].filter(({ info }) => problemOf(info) !== undefined).length;
	// Consumers come and go between two reads: only before the first whole one does the difference say anything.
	const left = swept.consumers === undefined ? Math.max(0, said - read.length) : 0;
	const parts = [
		...(unknown === 0 ? [] : [`${count(unknown)} of ${plural(names.length, 'stream')}`]),
		...(left === 0 ? [] : [`${count(left)} of ${plural(said, 'consumer')}`]),
		...(failed === 0 ? [] : [plural(failed, 'unreadable consumer')]),
	];
	return parts.length === 0 ? {} : { rest: `not read: ${parts.join(', ')}` };
}
