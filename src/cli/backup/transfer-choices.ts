import type { BackupChoices } from '../../changes/backup/plan-backup.ts';
import type { RestoreChanges } from '../../changes/backup/plan-restore.ts';

/** The command line of `backup STREAM… DIR` and `backup --all DIR`. */
export interface BackupLine extends BackupChoices {
	/** Empty for all streams. */
	readonly streams: readonly string[];
	readonly folder: string;
	readonly journal: boolean;
	readonly readOnly: boolean;
}

/** The command line of `backup info DIR…` and `backup verify DIR…`. */
export interface ArchiveLine {
	readonly what: 'info' | 'verify';
	readonly paths: readonly string[];
}

/** The command line of `restore DIR…`. */
export interface RestoreLine {
	readonly paths: readonly string[];
	readonly changes: RestoreChanges;
	readonly yes: boolean;
	readonly journal: boolean;
	readonly readOnly: boolean;
}
