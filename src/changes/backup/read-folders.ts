import { Damage } from '../../jetstream/backup/damage.ts';
import { type Examined, type ExamineOptions, examine } from '../../jetstream/backup/examine.ts';
import { type BackupFolder, backupsAt, readBackup } from '../../jetstream/backup/folder.ts';
import { systemProblem } from '../../jetstream/backup/system-problem.ts';
import { otherStream, type Verdict, verdictOf } from '../../jetstream/backup/verdict.ts';

/** A backup that was read to its end. */
export interface ReadFolder extends Examined, Verdict {
	readonly folder: BackupFolder;
}

type Wrong = { readonly wrong: string };

/** The folders of streams that paths name, or what is wrong with the first wrong one, as a sentence. */
export async function foldersAt(paths: readonly string[]): Promise<readonly string[] | Wrong> {
	const all: string[] = [];
	for (const path of paths) {
		const found = await backupsAt(path);
		if ('wrong' in found) return found;
		all.push(...found);
	}
	return [...new Set(all)];
}

/** Reads a backup to its end, or returns what is wrong with it. A backup that lacks messages is not wrong: it says what it lacks. Rejects only when it is aborted. */
export async function readFolder(path: string, options: ExamineOptions = {}): Promise<ReadFolder | Wrong> {
	const folder = await readBackup(path);
	if ('wrong' in folder) return folder;
	try {
		const examined = await examine(folder.archive, options);
		if (folder.own.digest !== undefined && folder.own.digest !== examined.digest)
			return {
				wrong: `${folder.archive} is not the archive of this backup: its digest is not the one in backup.json.`,
			};
		const other = otherStream(examined.contents, folder);
		if (other !== undefined) return { wrong: other };
		return { folder, ...examined, ...verdictOf(examined.contents, folder) };
	} catch (error) {
		options.signal?.throwIfAborted();
		return {
			wrong: error instanceof Damage ? `${folder.archive}: ${error.message}` : systemProblem(error, folder.archive),
		};
	}
}
