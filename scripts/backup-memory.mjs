// Says how much memory a backup, its check and a restore need at most: node scripts/backup-memory.mjs URL STREAM. Restores the stream
// as STREAM-restored, and leaves it there. Linux only, nats-server 2.15 and later.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [url, stream] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'jetdeck-memory-'));
const folder = join(home, 'backup');

/** Runs the program, and resolves with its peak in MiB and its seconds. */
function measured(...args) {
	const begun = Date.now();
	const child = spawn(process.execPath, ['dist/jetdeck.js', ...args], {
		env: { ...process.env, HOME: home },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	let peak = 0;
	const look = setInterval(() => {
		try {
			const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
			peak = Math.max(peak, Number(kilobytes ?? 0) / 1024);
		} catch {
			// It has ended.
		}
	}, 20);
	return new Promise((resolve) => {
		child.on('close', (code) => {
			clearInterval(look);
			resolve({ code, peak: Math.round(peak), seconds: (Date.now() - begun) / 1000 });
		});
	});
}

const report = (what, { code, peak, seconds }) =>
	console.log(`${what}: peak ${peak} MiB, ${seconds.toFixed(1)} s, exit code ${code}`);

report('a report, for comparison', await measured('report', 'streams', '--server', url));
report('backup', await measured('backup', '--server', url, stream, folder));
report('verify', await measured('backup', 'verify', folder));
const copy = `${stream}-restored`;
report('restore', await measured('restore', folder, '--yes', '--server', url, '--name', copy, '--subject', copy));
rmSync(home, { recursive: true, force: true });
