import type { Metafile } from 'esbuild';

export interface ProgramSource {
	/** Folder of the checkout. */
	readonly root: string;
	/** The module that is run, from there. */
	readonly entry: string;
	readonly define?: Readonly<Record<string, string>>;
	/** For the launcher, and not a module. */
	readonly asFunction?: boolean;
}

export function bundle(program: ProgramSource): Promise<{ readonly code: string; readonly metafile: Metafile }>;
