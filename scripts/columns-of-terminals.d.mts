import type { Plugin } from 'esbuild';

export function columnsOfTerminals(): Plugin;
