import type { FolderChoices } from '../../changes/folder/wanted.ts';

/** The command line of `plan`. */
export interface PlanChoices {
	/** Files and folders. */
	readonly paths: readonly string[];
	readonly folder: FolderChoices;
	readonly json: boolean;
}

/** The command line of `apply`. */
export interface ApplyChoices extends PlanChoices {
	readonly yes: boolean;
	/** Messages and positions may be lost. */
	readonly allowLoss: boolean;
	/** The confirmed number of deletions. */
	readonly deletions?: number;
	readonly journal: boolean;
	readonly readOnly: boolean;
}
