import type { FolderChoices } from '../../changes/folder/wanted.ts';

/** What the command line of `plan` asks for. */
export interface PlanChoices {
	/** Files and folders. */
	readonly paths: readonly string[];
	readonly folder: FolderChoices;
	readonly json: boolean;
}

/** What the command line of `apply` asks for. */
export interface ApplyChoices extends PlanChoices {
	readonly yes: boolean;
	/** Messages and positions may be lost. */
	readonly allowLoss: boolean;
	/** Deletions that are agreed to. */
	readonly deletions?: number;
	readonly journal: boolean;
	readonly readOnly: boolean;
}
