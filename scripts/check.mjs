// `npm run check`: types, lint with the rules of the rooms, unused code, generated documents fresh. Says all that is wrong, not only the first.
import { spawnSync } from 'node:child_process';

const checks = [
	['types', 'tsc', ['--noEmit']],
	['lint and format', 'biome', ['ci', '--error-on-warnings', '.']],
	['unused code', 'knip', []],
	['documents', 'node', ['scripts/docs.mjs', '--check']],
];

let failed = 0;
for (const [name, command, args] of checks) {
	const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
	console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
	if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
