import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { root } from '../support/build.ts';
import { serverBinary } from '../support/server-binaries.ts';

/** What the README tells people to type, typed on the demo that it tells them to open. */

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const home = mkdtempSync(join(tmpdir(), 'jetdeck-readme-'));
let demo: Demo;

beforeAll(async () => {
	const started = await startDemo({ env: { ...process.env, JETDECK_NATS_SERVER: await serverBinary('newest') } });
	if (!started.ok) throw new Error(started.message);
	demo = started;
	const { out } = await shell('jetdeck report stream LOGS --json');
	// As `w` saves it, and then changed by hand.
	const changed = JSON.stringify({ ...JSON.parse(out).config, description: 'changed' });
	writeFileSync(join(home, 'LOGS.json'), changed);
	mkdirSync(join(home, 'deploy'));
	writeFileSync(join(home, 'deploy', 'LOGS.json'), changed);
}, 60_000);

afterAll(async () => {
	await demo?.stop();
	rmSync(home, { recursive: true, force: true });
});

/** A line of a shell in which `jetdeck` is the program on the demo. */
function shell(line: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
	const program = `jetdeck() { "${process.execPath}" "${join(root, 'dist/jetdeck.js')}" "$@" --server "${demo.url}"; }`;
	const env = { PATH: process.env.PATH, HOME: home };
	return new Promise((resolve) => {
		execFile('sh', ['-c', `${program}\n${line}`], { cwd: home, env }, (error, out, err) =>
			resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
		);
	});
}

const without = readme.slice(readme.indexOf('### Without a screen'));
const commands = (/```\n(.*?)```/s.exec(without)?.[1] ?? '').trim().split('\n');
const consoleSection = readme.slice(readme.indexOf('## The console'), readme.indexOf('### Without a screen'));
const lines = [...consoleSection.matchAll(/`(nats (?:stream|consumer) \w+ [A-Z][^`]*)`/g)].map(([, line = '']) => line);

describe('the README', () => {
	it('has what is tried here', () => {
		expect([commands.length, lines.length]).toEqual([9, 3]);
	});

	// The file that was changed is what the server has only once it was sent.
	it.each([...lines.toReversed(), ...commands])('%s', async (line) => {
		const isCommand = line.startsWith('jetdeck ');
		const quoted = `'${line.replace(/ > .*/, '').replaceAll("'", `'\\''`)}'`;
		// jq is not everywhere.
		const typed = isCommand ? line.replace(/ \| jq .*/, '') : `jetdeck request ${quoted} --yes`;
		const { code, out, err } = await shell(typed);
		const isCheck = line.startsWith('jetdeck check');
		expect(code, err).toBe(isCheck ? 2 : 0);
		if (isCheck) expect(out).toMatch(/^CRITICAL consumer \S+ > \S+: Stalled: /);
	});

	it.each(['file', 'memory'])('10GiB in %s', async (storage) => {
		const line = `nats stream add BIG_${storage} --subjects=${storage}.big --storage=${storage} --max-bytes=10GiB`;
		const { code, err } = await shell(`jetdeck request '${line}' --yes`);
		expect(code, err).toBe(0);
	});

	it.each(['account', 'streams', 'buckets', 'consumers', 'stream ORDERS'])('jetdeck report %s', async (what) => {
		expect(await shell(`jetdeck report ${what}`)).toMatchObject({ code: 0, err: '' });
		const { code, out } = await shell(`jetdeck report ${what} --json`);
		expect([code, typeof JSON.parse(out)]).toEqual([0, 'object']);
	});
});
