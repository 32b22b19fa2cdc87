import { withoutBuckets } from '../../jetstream/store-message.ts';
import type { Settings } from '../../nats/settings-types.ts';
import { askServer } from '../../store/known-features.ts';
import { withDeck } from '../scripted-deck.ts';
import { type KvAction, type KvLine, kvActions } from './kv-line.ts';
import { complained, type KvAround, type KvWork } from './kv-work.ts';
import { exportKeys, importFile, printComparison } from './move-kv.ts';
import { getKey, printHistory, printNames } from './read-kv.ts';
import { watchKeys } from './watch-kv.ts';
import { compactBucket, removeKeys, revertKey, writeKey } from './write-kv.ts';

const actions: Readonly<Record<KvAction, (work: KvWork) => Promise<number>>> = {
	ls: printNames,
	get: getKey,
	put: writeKey,
	create: writeKey,
	update: writeKey,
	del: removeKeys,
	purge: removeKeys,
	compact: compactBucket,
	revert: revertKey,
	history: printHistory,
	watch: watchKeys,
	export: exportKeys,
	import: importFile,
	compare: printComparison,
};

/**
 * Reads and writes the keys of buckets.
 * @returns the process's exit code, see exit-codes.ts
 */
export async function printKv(settings: Settings, line: KvLine, around: KvAround): Promise<number> {
	const isWrite = 'writes' in kvActions[line.what];
	return withDeck(settings, { ...line, journal: line.journal && isWrite }, around, async (deck) => {
		if (deck.api().dialect() === 'preview') return complained(around, withoutBuckets(''));
		const { features } = await askServer(deck.api(), deck.link(), around.signal);
		return actions[line.what]({ deck, line, around, features });
	});
}
