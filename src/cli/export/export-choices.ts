import type { ExportFormatName } from '../../jetstream/export/format-names.ts';

/** The command line of `export`. */
export interface ExportChoices {
	/** Without it one text goes to stdout. */
	readonly folder?: string;
	readonly format: ExportFormatName;
	/** Of names of streams; none: all. */
	readonly patterns: readonly string[];
	readonly force: boolean;
}
