import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type CheckChoices, check } from '../../src/cli/check/check.ts';
import { checkText, codeOf } from '../../src/cli/check/check-text.ts';
import type { Checked } from '../../src/cli/check/finding.ts';
import { printCheck } from '../../src/cli/check/print-check.ts';
import { checkServers } from '../../src/cli/check/servers.ts';
import { openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import { defaultLagLimits } from '../../src/store/lag-limits.ts';
import { settingsFor } from '../support/decks.ts';
import { connect, createConsumers, createStreams, raw } from '../support/jetstream.ts';
import { startServer } from '../support/servers.ts';

const usual: CheckChoices = {
	what: 'account',
	stream: '',
	consumer: '',
	limits: defaultLagLimits,
	json: false,
	withinMs: 60_000,
};

const checked = (
	link: Link,
	choices: Partial<CheckChoices> = {},
	signal: AbortSignal = AbortSignal.timeout(60_000),
): Promise<Checked> => check(openApi(link, { readOnly: true }), signal, { ...usual, ...choices });

/** Patient: a reply that does not come in time would be another verdict. */
const patient = (server: Parameters<typeof connect>[0], login: Parameters<typeof connect>[1] = {}): Promise<Link> =>
	connect(server, { timeout: 15_000, ...login });

async function publish(link: Link, subject: string, text = 'x'): Promise<void> {
	const reply = await link.request(subject, text);
	expect(reply, subject).toMatchObject({ ok: true });
}

const monitor = (limits: string): Readonly<Record<string, string>> =>
	Object.fromEntries(limits.split(' ').map((each) => `io.nats.monitor.${each}`.split('=') as [string, string]));

/** What `nats server check stream` of the nats CLI 0.4.0 ends with, recorded for a stream of five messages and subjects. */
const recorded: readonly (readonly [limits: string, code: number])[] = [
	['msgs-warn=5', 1],
	['msgs-warn=4', 0],
	['msgs-critical=5', 2],
	['msgs-critical=4 msgs-warn=6', 1],
	['msgs-critical=0 msgs-warn=0', 0],
	['subjects-warn=4 subjects-critical=6', 1],
	['subjects-warn=4 subjects-critical=5', 2],
	['subjects-warn=6 subjects-critical=4', 1],
	['subjects-warn=6 subjects-critical=5', 2],
	['subjects-warn=5', 1],
	['subjects-warn=4', 0],
	['subjects-critical=5', 2],
	['subjects-critical=4', 2],
	['peer-expect=3', 2],
	['lag-critical=5', 2],
	['seen-critical=5m', 2],
	['min-sources=1', 2],
	['max-sources=1', 0],
	['max-sources=0', 0],
	['min-sources=-1', 0],
	['msgs-warn=x', 2],
	['seen-critical=5', 2],
	['seen-critical=1d12h', 2],
	['lag-critical=-1', 2],
	['enabled=yes', 2],
	['enabled=false msgs-critical=100', 2],
	['peer-lag-critical=3', 0],
];

it('judges streams by their metadata as nats server check does', { timeout: 60_000 }, async () => {
	const link = await patient(await startServer());
	for (const [at, [limits, code]] of recorded.entries()) {
		const stream = `T${at}`;
		await createStreams(link, [stream], { subjects: [`t${at}.*`], metadata: monitor(limits) });
		for (let each = 0; each < 5; each++) await publish(link, `t${at}.${each}`);
		expect(codeOf(await checked(link, { what: 'stream', stream })), limits).toBe(code);
	}
});

describe('a check of an account', () => {
	it('finds what is wrong with streams and consumers, the worst first', { timeout: 60_000 }, async () => {
		const link = await patient(await startServer());
		await createStreams(link, ['FINE', 'POOR'], { metadata: monitor('msgs-warn=3') });
		for (let each = 0; each < 4; each++) await publish(link, 'FINE');
		expect(codeOf(await checked(link, { what: 'stream', stream: 'FINE' }))).toBe(0);
		expect(codeOf(await checked(link))).toBe(1);
		const metadata = monitor('unprocessed-critical=4');
		await raw(link, '$JS.API.CONSUMER.CREATE.FINE.late', {
			stream_name: 'FINE',
			config: { durable_name: 'late', ack_policy: 'explicit', metadata },
		});
		const account = await checked(link);
		expect(codeOf(account)).toBe(2);
		const [first, ...others] = checkText(account).split('\n');
		expect(first?.split(' | ')).toEqual([
			'CRITICAL consumer FINE > late: 4 unprocessed, at or above 4 (io.nats.monitor.unprocessed-critical). (and 1 more finding)',
			expect.stringMatching(/^streams=2 consumers=1 messages=4 bytes=(\d+)B storage=0B memory=\1B api_errors=0$/),
		]);
		expect(others).toEqual(['WARNING stream POOR: 0 messages stored, no more than 3 (io.nats.monitor.msgs-warn).']);
		const one = await checked(link, { what: 'consumer', stream: 'FINE', consumer: 'late' });
		expect(codeOf(one)).toBe(2);
		expect(checkText(one)).toContain(' | ack_pending=0;800;1000 pull_waiting=0 pending=4;;4 redelivered=0');
		const gone = await checked(link, { what: 'consumer', stream: 'FINE', consumer: 'gone' });
		expect(checkText(gone)).toMatch(/^CRITICAL consumer FINE > gone: consumer not found\. \w/);
		expect(codeOf(await checked(link, { what: 'stream', stream: 'GONE' }))).toBe(2);
		expect(checkText(await checked(link, { what: 'cluster' }))).toMatch(
			/^UNKNOWN cluster: No stream or consumer of this account names a server of a cluster, [^|]*$/,
		);
	});

	it.each([
		[790, 'WARNING account: Memory 8\\d% full'],
		[900, 'CRITICAL account: Memory 9\\d% full'],
	])('of 1000 bytes of memory with a message of %i says so', async (fill, said) => {
		const config = `accounts { A { jetstream: { max_memory: 1000, max_file: 1Mb }, users: [{ user: a, password: a }] } }`;
		const link = await patient(await startServer({ config }), { user: 'a', password: 'a' });
		await createStreams(link, ['S']);
		await publish(link, 'S', 'x'.repeat(fill));
		const text = checkText(await checked(link));
		expect(text).toMatch(new RegExp(`^${said}, \\d+ B of 1000 B\\. \\| .* memory=\\d+B;760;910 `));
	});

	it('knows nothing of what it may not read, and says so', async () => {
		const config = `accounts { A { jetstream: enabled, users: [
			{ user: all, password: a },
			{ user: some, password: s, permissions: { publish: { deny: ["$JS.API.INFO", "$JS.API.CONSUMER.>"] } } },
			{ user: none, password: n, permissions: { publish: { deny: "$JS.API.>" } } }
		] } }`;
		const server = await startServer({ config });
		const all = await patient(server, { user: 'all', password: 'a' });
		await createStreams(all, ['S']);
		await createConsumers(all, 'S', ['C']);
		expect(checkText(await checked(all))).toMatch(/^OK account: nothing wrong in 1 stream, 1 consumer \| streams=1 /);
		const some = await patient(server, { user: 'some', password: 's' });
		const partly = await checked(some);
		expect([codeOf(partly), partly.findings.map(({ about, severity }) => [about.kind, severity])]).toEqual([
			3,
			[
				['account', 'unknown'],
				['account', 'unknown'],
			],
		]);
		expect(codeOf(await checked(some, { what: 'stream', stream: 'S' }))).toBe(0);
		expect(codeOf(await checked(some, { what: 'consumer', stream: 'S', consumer: 'C' }))).toBe(3);
		const none = await patient(server, { user: 'none', password: 'n' });
		for (const what of ['account', 'cluster', 'stream'] as const)
			expect(await checked(none, { what, stream: 'S' }), what).toMatchObject({
				findings: [{ severity: 'unknown' }, ...(what === 'account' ? [{ severity: 'unknown' }] : [])],
				measures: [],
			});
	});

	it('knows nothing without JetStream, nor of what comes too late', async () => {
		const without = await patient(await startServer({ jetstream: false }));
		expect(codeOf(await checked(without))).toBe(3);
		const link = await patient(await startServer());
		await createStreams(link, ['S']);
		expect(codeOf(await checked(link))).toBe(0);
		const late = await checked(link, {}, AbortSignal.abort('--within 1s ended'));
		expect(checkText(late)).toBe('UNKNOWN account: --within 1s ended before the server had replied.');
	});
});

it('asks the servers over a connection to the system account', async () => {
	const store = mkdtempSync(join(tmpdir(), 'jetdeck-full-'));
	onTestFinished(() => rmSync(store, { recursive: true, force: true }));
	const config = `jetstream { store_dir: ${JSON.stringify(store)}, max_memory_store: 100KB }
		accounts { A { jetstream: enabled, users: [{ user: a, password: a }] }, $SYS { users: [{ user: s, password: s }] } }`;
	const server = await startServer({ config, jetstream: false });
	const link = await patient(server, { user: 's', password: 's' });
	const asked = () => checkServers(openApi(link, { readOnly: true }), AbortSignal.timeout(60_000));
	const { findings, measures } = await asked();
	expect([findings, measures.map(({ label, value }) => `${label}=${value}`)]).toEqual([
		[],
		['servers=1', 'servers_lost=0', 'meta_pending=0'],
	]);
	const account = await patient(server, { user: 'a', password: 'a' });
	const refused = await checkServers(openApi(account, { readOnly: true }), AbortSignal.timeout(60_000));
	expect(refused.findings).toMatchObject([{ severity: 'unknown' }]);

	const printed = async (system: { readonly user: string; readonly password: string }) => {
		const texts: string[] = [];
		const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => texts.push(String(text)) > 0);
		const of = (login: object) => () => settingsFor({ server: server.url, ...login });
		const code = await printCheck({
			own: of({ user: 'a', password: 'a' }),
			system: of(system),
			choices: { ...usual, what: 'cluster', systemContext: 'sys' },
		});
		write.mockRestore();
		return [code, texts.join('')];
	};
	const [code, text] = await printed({ user: 's', password: 's' });
	expect(text).toMatch(/^OK cluster: nothing wrong: 1 server answered.* \| servers=1 servers_lost=0 meta_pending=0\n$/);
	expect(code).toBe(0);
	expect(await printed({ user: 'a', password: 'a' })).toEqual([
		3,
		expect.stringContaining('UNKNOWN cluster: Context sys does not connect to the system account.'),
	]);

	// HEALTHZ says ok of a server that refuses every message.
	await createStreams(account, ['FULL'], { storage: 'memory' });
	await publish(account, 'FULL', 'x'.repeat(95_000));
	expect((await asked()).findings).toMatchObject([
		{ severity: 'critical', sentence: expect.stringMatching(/^Memory 9\d% full, /) },
	]);
});
