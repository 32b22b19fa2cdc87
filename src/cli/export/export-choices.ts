import type { ExportFormatName } from '../../jetstream/export/format-names.ts';

/** The command line of `export`. */
export interface ExportChoices {
	/** If absent, everything is written to stdout as one text. */
	readonly folder?: string;
	readonly format: ExportFormatName;
	/** Patterns of stream names; empty for all streams. */
	readonly patterns: readonly string[];
	readonly force: boolean;
}
