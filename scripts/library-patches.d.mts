import type { Plugin } from 'esbuild';

export interface Patch {
	readonly file: string;
	readonly why: string;
	readonly from: string | RegExp;
	readonly to: string;
}

export const columnPatches: readonly Patch[];
export function libraryPatches(patches?: readonly Patch[]): Plugin;
