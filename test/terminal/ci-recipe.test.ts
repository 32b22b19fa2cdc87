import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isRecord } from '../../src/format/is.ts';
import { root } from '../support/build.ts';
import { connect, raw } from '../support/jetstream.ts';
import { startServer, type TestServer } from '../support/servers.ts';

/** What docs/ci.md has a runner do, done on a server of a moment. */

const recipe = readFileSync(join(root, 'docs/ci.md'), 'utf8');
const blocks = [...recipe.matchAll(/```(sh|yaml)\n(.*?)\n```\n/gs)].map(([, kind, text = '']) => ({ kind, text }));
const shells = blocks.flatMap(({ kind, text }) => (kind === 'sh' ? [text] : []));
const workflow: unknown = parse(blocks.find(({ kind }) => kind === 'yaml')?.text ?? '');

const home = mkdtempSync(join(tmpdir(), 'jetdeck-ci-'));
const summary = join(home, 'summary.md');
let server: TestServer;

beforeAll(async () => {
	server = await startServer();
	const link = await connect(server);
	await raw(link, '$JS.API.STREAM.CREATE.ORDERS', { name: 'ORDERS', subjects: ['orders.>'] });
	await raw(link, '$JS.API.STREAM.CREATE.OLD', { name: 'OLD', subjects: ['old'] });
	for (const at of [1, 2, 3]) await raw(link, 'orders.new', { at });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** As a runner does it: `sh -e`, in the checkout. */
function ran(script: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
	const program = `jetdeck() { "${process.execPath}" "${join(root, 'dist/jetdeck.js')}" "$@"; }`;
	const env = { PATH: process.env.PATH, HOME: home, NATS_URL: server.url, GITHUB_STEP_SUMMARY: summary };
	return new Promise((resolve) => {
		execFile('sh', ['-e', '-c', `${program}\n${script}`], { cwd: home, env }, (error, out, err) =>
			resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
		);
	});
}

/** The script of a step of the workflow. */
function stepOf(job: string, name: string): string {
	const jobs = isRecord(workflow) && isRecord(workflow.jobs) ? workflow.jobs[job] : undefined;
	const steps: unknown = isRecord(jobs) ? jobs.steps : undefined;
	const step: unknown = Array.isArray(steps) ? steps.find((each) => isRecord(each) && each.name === name) : undefined;
	if (!isRecord(step) || typeof step.run !== 'string') throw new Error(`no step ${name} of ${job}`);
	return step.run;
}

function write(file: string, text: string): void {
	mkdirSync(join(home, 'jetstream'), { recursive: true });
	writeFileSync(join(home, 'jetstream', file), text);
}

describe('the recipe for CI', { timeout: 120_000 }, () => {
	it('begins with a folder of what the server has', async () => {
		const { code, out, err } = await ran(shells[0] ?? '');
		expect(code, err).toBe(0);
		expect(out).toMatch(/^\+ OLD\.json\n\+ ORDERS\.json\nExported .*\nNothing to change: 2 unchanged\.\n$/);
	});

	it('shows on a pull request what would change, and changes nothing', async () => {
		write('orders.yaml', 'stream_name: ORDERS\nconfig:\n  durable_name: billing\n  ack_policy: explicit\n');
		const { code, out, err } = await ran(stepOf('plan', 'Plan'));
		expect(code, err).toBe(0);
		expect(out).toContain('+ consumer ORDERS > billing (jetstream/orders.yaml:1)');
		expect(readFileSync(summary, 'utf8')).toContain('1 to create; 2 unchanged.');
		expect((await ran('jetdeck report stream ORDERS')).out).not.toContain('billing');
	});

	it('applies on the main branch what was merged, and finds nothing to do after it', async () => {
		expect((await ran(stepOf('apply', 'Apply'))).out).toContain('✓ Consumer billing is created.');
		expect(await ran(stepOf('apply', 'Apply'))).toMatchObject({ code: 0, out: 'Nothing to change: 3 unchanged.\n' });
	});

	it('fails where a file is wrong or something cannot be done', async () => {
		write('bad.yaml', 'name: BAD\nmax_age: soon\n');
		expect(await ran(stepOf('plan', 'Plan'))).toMatchObject({ code: 1 });
		write('bad.yaml', 'name: BAD\nsubjects: [orders.new]\n');
		expect(await ran(stepOf('plan', 'Plan'))).toMatchObject({ code: 1 });
		expect(await ran(stepOf('apply', 'Apply'))).toMatchObject({ code: 3 });
		rmSync(join(home, 'jetstream/bad.yaml'));
	});

	it('wants messages that are lost, and what is deleted, agreed to by hand', async () => {
		const file = join(home, 'jetstream/ORDERS.json');
		writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), max_msgs: 1 }));
		expect(await ran(stepOf('apply', 'Apply'))).toMatchObject({ code: 4 });
		expect((await ran(shells[1] ?? '')).out).toContain('✓ Stream ORDERS is changed.');
		rmSync(join(home, 'jetstream/OLD.json'));
		const pruned = await ran(shells[2] ?? '');
		expect(pruned.err).toBe('');
		expect(pruned).toMatchObject({ code: 0, out: expect.stringContaining('✓ Stream OLD is deleted.') });
	});
});
