import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Names } from '../../src/cli/completion/names.ts';
import { offersFor } from '../../src/cli/completion/offers.ts';
import { completionScript } from '../../src/cli/completion/scripts.ts';
import { typedIn } from '../../src/cli/completion/typed.ts';
import { connectionOptions, deckOptions, partsOf } from '../../src/cli/options.ts';
import { allSubcommands, shells } from '../../src/cli/subcommands.ts';

const consumers: Readonly<Record<string, readonly string[]>> = {
	ORDERS: ['billing', 'bills', 'audit'],
	LOGS: ['errors'],
};

/** An account, and what was asked of it. */
function account() {
	const asked: string[] = [];
	const note = <T>(what: string, value: T): Promise<T> => {
		asked.push(what);
		return Promise.resolve(value);
	};
	const names: Names = {
		contexts: () =>
			note('contexts', [
				{ text: 'prod', hint: 'the shop' },
				{ text: 'test', hint: '' },
			]),
		prefix: () => note('prefix', '$JS.API'),
		streams: () => note('streams', ['KV_CONFIG', 'LOGS', 'OBJ_FILES', 'ORDERS', 'ORDERS_EU']),
		consumers: (stream) => note(`consumers of ${stream}`, consumers[stream] ?? []),
		keys: (bucket) => note(`keys of ${bucket}`, bucket === 'CONFIG' ? ['limits.rate', 'timeout'] : []),
		objects: (bucket) => note(`objects of ${bucket}`, bucket === 'FILES' ? ['a/report.pdf', 'logo.png'] : []),
	};
	return { names, asked };
}

async function offered(...words: readonly string[]): Promise<readonly string[] | 'files'> {
	const offers = await offersFor(typedIn(words), account().names);
	return offers === 'files' ? offers : offers.map(({ text }) => text);
}

describe('what a shell completes', () => {
	it('is every subcommand first, each with what it does', async () => {
		const offers = await offersFor(typedIn(['']), account().names);
		expect(offers).toEqual(allSubcommands.map(({ name, help }) => ({ text: name, hint: help })));
	});

	it('is every option of the deck where one begins', async () => {
		const all = [...connectionOptions, ...deckOptions].map((row) => partsOf(row).names.at(-1));
		expect(await offered('-')).toEqual([...all, '--help', '--version']);
	});

	it.each([
		[['re'], ['report', 'request', 'restore']],
		[
			['--server', 'x', 're'],
			['report', 'request', 'restore'],
		],
		[
			['--context', ''],
			['prod', 'test'],
		],
		[['--context=p'], ['--context=prod']],
		[['report', '--context', 'p'], ['prod']],
		[
			['--dialect', ''],
			['auto', 'current', 'preview'],
		],
		[['--user', ''], []],
		[['--creds', ''], 'files'],
		[['--creds=/etc/'], 'files'],
		[
			['report', ''],
			['account', 'streams', 'buckets', 'consumers', 'stream'],
		],
		[['report', 'account', ''], []],
		[
			['check', ''],
			['account', 'stream', 'consumer', 'cluster'],
		],
		[['check', 'cluster', ''], []],
		[['check', 'consumer', 'L'], ['LOGS']],
		[
			['check', 'stream', 'LOGS', '--lag'],
			['--lag-pending', '--lag-ack-pending', '--lag-idle'],
		],
		[['check', 'stream', 'LOGS', ''], []],
		[
			['report', 'stream', 'OR'],
			['ORDERS', 'ORDERS_EU'],
		],
		[['report', 'consumers', '--json', 'L'], ['LOGS']],
		[['report', 'stream', 'LOGS', ''], []],
		[
			['report', '--js'],
			['--json', '--js-domain', '--js-api-prefix', '--js-event-prefix'],
		],
		[
			['report', '--json', '--js'],
			['--js-domain', '--js-api-prefix', '--js-event-prefix'],
		],
		[['request', '--head'], ['--header']],
		[['request', '-H', 'a: b', '--head'], ['--header']],
		[['request', '--read'], ['--read-only']],
		[['request', '--lag'], []],
		[['apply', ''], 'files'],
		[
			['backup', ''],
			['info', 'verify', 'KV_CONFIG', 'LOGS', 'OBJ_FILES', 'ORDERS', 'ORDERS_EU'],
		],
		[['backup', 'ORDERS', ''], 'files'],
		[['restore', ''], 'files'],
		[
			['restore', 'b', '--storage', ''],
			['file', 'memory'],
		],
		[['apply', 'a.json', ''], 'files'],
		[['apply', 'a.json', '--prune-also', 'L'], ['LOGS']],
		[['completion', 'z'], ['zsh']],
		[['kv', 'get', ''], ['CONFIG']],
		[['kv', 'get', 'CONFIG', 't'], ['timeout']],
		[['kv', 'del', 'CONFIG', 'timeout', 'l'], ['limits.rate']],
		[['kv', 'put', 'CONFIG', 'timeout', ''], []],
		[['kv', 'import', 'CONFIG', ''], 'files'],
		[['object', 'get', ''], ['FILES']],
		[['object', 'get', 'FILES', 'l'], ['logo.png']],
		[['object', 'get', 'FILES', 'logo.png', ''], 'files'],
		[['object', 'put', 'FILES', ''], 'files'],
		[['--', '--ser'], []],
		[['report', 'str', 'a', 'b', ''], []],
	])('%j: %j', async (words, wanted) => {
		expect(await offered(...words)).toEqual(wanted);
	});

	it.each([
		['', '$JS.API.STREAM.'],
		['$JS', '$JS.API.CONSUMER.'],
		["'$JS.API.STREAM.INF", '$JS.API.STREAM.INFO.ORDERS'],
		['\\$JS.API.STREAM.INF', '$JS.API.STREAM.INFO.ORDERS'],
		['"\\$JS.API.STREAM.INF', '$JS.API.STREAM.INFO.ORDERS'],
		['$JS.API.CONSUMER.INFO.ORDERS.bil', '$JS.API.CONSUMER.INFO.ORDERS.billing'],
	])('of a subject, %s: %s among others', async (word, wanted) => {
		expect(await offered('request', word)).toContain(wanted);
	});

	it('of a subject are the consumers of its stream alone', async () => {
		const { names, asked } = account();
		const offers = await offersFor(typedIn(['request', '$JS.API.CONSUMER.INFO.LOGS.']), names);
		expect(offers).toEqual([{ text: '$JS.API.CONSUMER.INFO.LOGS.errors', hint: 'Consumer information' }]);
		expect(asked).toEqual(['prefix', 'consumers of LOGS']);
	});

	it.each([[['']], [['--']], [['report', '']], [['--creds', '']], [['completion', '']]])(
		'%j asks nobody',
		async (words) => {
			const { names, asked } = account();
			await offersFor(typedIn(words), names);
			expect(asked).toEqual([]);
		},
	);
});

/** Whether a shell of this machine finds no fault in a script; undefined where there is no such shell. */
function isSound(shell: string, script: string): boolean | undefined {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-script-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	writeFileSync(join(folder, 'script'), script);
	const { error, status } = spawnSync(shell, ['-n', join(folder, 'script')], { env: { ...process.env, HOME: folder } });
	return error === undefined ? status === 0 : undefined;
}

describe('the scripts', () => {
	it.each(shells)('of %s are for both names, ask the program, and let it complain to nobody', (shell) => {
		const script = completionScript(shell);
		expect(script).toMatch(/(jetdeck|-c jetdeck .*\n.*-c) jetdeck-node\b/);
		expect(script).toMatch(/ complete -- .*2>\/dev\/null/);
		expect(isSound(shell, script) ?? true).toBe(true);
	});

	it('are tried where that shell is', () => {
		expect(isSound('bash', completionScript('bash'))).toBe(true);
		expect(isSound('bash', `${completionScript('bash')}\nif`)).toBe(false);
	});
});
