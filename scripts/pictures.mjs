// `npm run pictures`: draws again what in docs/pictures is not as the screens are; with `-- all` every picture, also for other figures alone.
import { spawnSync } from 'node:child_process';

const which = process.argv.includes('all') ? 'all' : 'outdated';
const env = { ...process.env, JETDECK_PICTURES: which };
const { status } = spawnSync('vitest', ['run', 'test/terminal/pictures.test.ts'], {
	env,
	stdio: 'inherit',
	shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
