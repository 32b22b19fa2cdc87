import { isRecord } from '../../format/is.ts';
import { parseJson } from '../../format/json.ts';
import { readBackup } from '../../jetstream/backup/folder.ts';
import type { JournalEntry } from '../journal.ts';

/** A backup that is in the journal. */
export interface KnownBackup {
	readonly stream: string;
	readonly folder: string;
	/** The time of the backup. */
	readonly time: string;
}

const endpoint = 'transfer.backup';

/** The used part of a journal entry, of this run or an earlier one. */
type Known = Pick<JournalEntry, 'endpoint' | 'target' | 'asset' | 'payload' | 'time' | 'outcome'>;

/** The newest complete backup of a stream in the journal of this run. */
export function latestBackup(
	journal: readonly JournalEntry[],
	target: string,
	stream: string,
): KnownBackup | undefined {
	return backupsIn(journal, target, stream)[0];
}

/**
 * The newest complete backup of a stream that is still in its folder. Backups of earlier runs and of the command line count too.
 * @param kept the text of the journal file
 */
export async function backupStillThere(
	journal: readonly JournalEntry[],
	kept: string,
	{ target, stream }: { readonly target: string; readonly stream: string },
): Promise<KnownBackup | undefined> {
	const backups = [...backupsIn(journal, target, stream), ...backupsIn(keptEntries(kept), target, stream)];
	for (const backup of backups.toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time))) {
		const found = await readBackup(backup.folder);
		if (!('wrong' in found) && found.config.name === stream) return backup;
	}
	return undefined;
}

/** The newest first. */
function backupsIn(entries: readonly Known[], target: string, stream: string): readonly KnownBackup[] {
	return entries
		.filter((entry) => entry.target === target && isWholeBackup(entry, stream))
		.flatMap(({ payload, time }) => {
			const { folder } = (payload ?? {}) as { readonly folder?: string };
			return folder === undefined ? [] : [{ stream, folder, time }];
		})
		.toReversed();
}

function isWholeBackup({ endpoint: of, asset, outcome }: Known, stream: string): boolean {
	if (of !== endpoint || asset.kind !== 'stream' || asset.stream !== stream || outcome.kind !== 'done') return false;
	return (outcome.reply as { readonly incomplete?: true }).incomplete !== true;
}

/** The backups in the text of the journal file: one line has what was sent, a later one the outcome. */
function keptEntries(text: string): readonly Known[] {
	const sent = new Map<string, Known>();
	const all: Known[] = [];
	for (const line of text.split('\n')) {
		const isSent = line.includes(`"${endpoint}"`);
		if (!isSent && (sent.size === 0 || !line.includes('"answer"'))) continue;
		const parsed = parseJson(line);
		if (!parsed.ok || !isRecord(parsed.value)) continue;
		const { event, id, outcome } = parsed.value;
		if (typeof id !== 'string') continue;
		const begun = sent.get(id);
		if (event === 'sent' && isSent && isRecord(parsed.value.asset)) sent.set(id, parsed.value as unknown as Known);
		else if (event === 'answer' && begun !== undefined && isRecord(outcome))
			all.push({ ...begun, outcome: outcome as unknown as Known['outcome'] });
	}
	return all;
}
