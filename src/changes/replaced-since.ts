import type { Api } from '../jetstream/request.ts';
import type { Timestamp } from '../jetstream/wire.ts';
import { isAnother } from '../store/recreated.ts';
import type { DeckState } from '../store/state.ts';
import { type Asset, assetName } from './asset.ts';
import { lookAt } from './expectation.ts';
import type { JournalEntry } from './journal.ts';

interface JournalContext {
	readonly api: Api;
	readonly state: Pick<DeckState, 'journal'>;
	readonly signal: AbortSignal;
}

/**
 * Why an entry is not undone on what has its name now: another stream or consumer, unless an undo restored it. Undefined
 * if it is the same one.
 */
export async function replacedSince(
	entry: JournalEntry,
	asset: Asset,
	{ api, state, signal }: JournalContext,
): Promise<{ readonly refusal: string } | undefined> {
	const name = assetName(asset);
	const restored = state.journal.filter(
		({ undoes, asset: other }) => undoes !== undefined && assetName(other) === name,
	);
	const found = await lookAt(api, asset, signal);
	if (found.kind !== 'there') return undefined;
	if ([entry, ...restored].some((each) => !isAnother({ created: createdAt(each) }, found))) return undefined;
	return { refusal: `Somebody deleted the ${name} and created it again. jetdeck undoes nothing on the new one.` };
}

/** When the stream or consumer of an entry was created, if the entry has it. */
function createdAt({ created, outcome }: JournalEntry): Timestamp | undefined {
	const reply = outcome.kind === 'done' ? (outcome.reply as { readonly created?: Timestamp } | null) : null;
	return created ?? reply?.created;
}
