import type { JournalEntry } from '../journal.ts';

/** A backup that the journal knows. */
export interface KnownBackup {
	readonly stream: string;
	readonly folder: string;
	/** When it was made. */
	readonly time: string;
}

/** The newest backup of a stream that is whole, as far as the journal goes back. */
export function latestBackup(
	journal: readonly JournalEntry[],
	target: string,
	stream: string,
): KnownBackup | undefined {
	const entry = journal.findLast(
		({ endpoint, asset, outcome, target: of }) =>
			endpoint === 'transfer.backup' &&
			of === target &&
			asset.kind === 'stream' &&
			asset.stream === stream &&
			outcome.kind === 'done' &&
			(outcome.reply as { readonly incomplete?: true }).incomplete !== true,
	);
	const { folder } = (entry?.payload ?? {}) as { readonly folder?: string };
	return entry === undefined || folder === undefined ? undefined : { stream, folder, time: entry.time };
}
