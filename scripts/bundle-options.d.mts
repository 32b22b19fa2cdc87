import type { BuildOptions } from 'esbuild';

export const bundleOptions: BuildOptions;
export function launcherOf(bundle: string, node: string): string;
