import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';

/**
 * The program as an executable of its own (scripts/executable.mjs). There process.execPath is the executable, which does what Node does for
 * the one thing that jetdeck starts Node for: `-e SCRIPT`, see demo/guard.ts.
 */
const [, , option, script] = process.argv;
if (option === '-e' && script !== undefined) {
	globalThis.require = createRequire(import.meta.url);
	runInThisContext(script);
} else {
	await import('./main.ts');
}
