import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Link } from '../../src/nats/link.ts';
import { connect, raw } from '../support/jetstream.ts';
import { createBucket, kvRan } from '../support/kv.ts';
import { startPreviewServer } from '../support/preview-responder.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

/** The oldest and the newest: those between answer as one of them. */
const lines = serverLines.filter((line) => line !== '2.10');

describe.each(lines)('jetdeck kv on %s', (line) => {
	let server: TestServer;
	const run = (words: string, more?: Parameters<typeof kvRan>[2]) => kvRan(server.url, words.split(' '), more);

	beforeAll(async () => {
		server = await startServer({ line, config: 'max_payload: 16MB' });
	});

	const linked = async (bucket: string, config?: object): Promise<Link> => {
		const link = await connect(server);
		await createBucket(link, bucket, config);
		return link;
	};

	it('puts what comes in by a pipe, and gets it back byte for byte', async () => {
		await linked('PIPES');
		const binary = Buffer.from([0, 255, 10, 13, 27, 0x80]);
		expect(await run('put PIPES bin', { input: binary })).toMatchObject({ code: 0, out: '1\n', said: '' });
		expect((await run('get PIPES bin')).bytes).toEqual(binary);
		expect(await run('put PIPES empty', { input: '' })).toMatchObject({ code: 0, out: '2\n' });
		expect(await run('get PIPES empty')).toMatchObject({ code: 0, out: '' });
		const large = Buffer.alloc(8 * 1024 * 1024, 'x');
		expect(await run('put PIPES large', { input: large })).toMatchObject({ code: 0 });
		expect((await run('get PIPES large')).bytes.equals(large)).toBe(true);
		expect(await run('ls PIPES')).toMatchObject({ code: 0, out: 'bin\nempty\nlarge\n' });
	});

	it('ends when it is stopped while it waits for a value', async () => {
		await linked('WAITS');
		const stop = new AbortController();
		const input = new Readable({ read: () => stop.abort() });
		expect(await run('put WAITS a', { input, signal: stop.signal })).toMatchObject({ code: 130, out: '' });
		expect(input.destroyed).toBe(true);
		expect(await run('get WAITS a')).toMatchObject({ code: 3 });
	});

	it('ends with 3 for what is not there, and with 6 and both values for another revision', async () => {
		await linked('CODES', { max_msgs_per_subject: 3 });
		expect(await run('get NOWHERE a')).toMatchObject({
			code: 3,
			said: expect.stringContaining('NOWHERE does not exist'),
		});
		expect(await run('get CODES a')).toMatchObject({ code: 3, said: 'Bucket CODES has no key a.' });
		await run('put CODES a one');
		await run('put CODES b two');
		expect(await run('get CODES a', { options: { revision: '2' } })).toMatchObject({ code: 3 });
		expect(await run('get CODES a', { options: { revision: '1' } })).toMatchObject({ code: 0, out: 'one' });
		expect(await run('put CODES b {}', { options: { header: ['X-Ü: ops'] } })).toMatchObject({
			code: 2,
			said: expect.stringMatching(/header "X-Ü" is not valid: .*ASCII/),
		});
		expect(await run('create CODES a other')).toMatchObject({
			code: 6,
			said: expect.stringContaining('exists already'),
		});
		const stale = await run('update CODES a other', { options: { revision: '9' } });
		expect(stale).toMatchObject({ code: 6, out: '' });
		expect(stale.said).toContain('There now: revision 1, 3 B: one');
		expect(stale.said).toContain('Not stored: 5 B: other');
		expect(await run('del CODES a', { options: { revision: '9' } })).toMatchObject({ code: 6 });
		expect(await run('update CODES a new', { options: { revision: '1' } })).toMatchObject({ code: 0, out: '3\n' });
		expect(await run('revert CODES a', { options: { revision: '1' } })).toMatchObject({ code: 0, out: '4\n' });
		expect((await run('history CODES a')).out.split('\n')).toHaveLength(5);
		expect(await run('history CODES nothing')).toMatchObject({ code: 3 });
	});

	it('loses nothing without --yes, and changes nothing where it is read-only', async () => {
		await linked('SAFE');
		await run('put SAFE a value');
		for (const words of ['del SAFE a', 'purge SAFE a'])
			expect(await run(words, { options: { yes: false } }), words).toMatchObject({
				code: 4,
				said: expect.stringContaining('add --yes'),
			});
		for (const words of ['put SAFE a other', 'del SAFE a', 'purge SAFE a'])
			expect(await run(words, { options: { readOnly: true } }), words).toMatchObject({ code: 5 });
		expect(await run('get SAFE a', { options: { readOnly: true } })).toMatchObject({ code: 0, out: 'value' });
		expect(await run('del SAFE a')).toMatchObject({ code: 0 });
		expect(await run('get SAFE a')).toMatchObject({ code: 3, said: expect.stringContaining('is deleted') });
		expect(await run('put SAFE a.*')).toMatchObject({ code: 2 });
		expect(await run('purge SAFE a.*')).toMatchObject({ code: 2 });
		expect(await run('del SAFE never')).toMatchObject({ code: 3 });
		expect(await run('compact SAFE')).toMatchObject({
			code: 0,
			said: expect.stringContaining('less than 30 minutes ago'),
		});
		await linked('TWICE', { max_msgs_per_subject: 3 });
		await run('put TWICE a value');
		await run('del TWICE a');
		const removed = 'Removed the history of 1 deleted key of bucket TWICE.';
		expect(await run('compact TWICE')).toMatchObject({ code: 0, said: expect.stringContaining(removed) });
		expect(await run('compact TWICE')).toMatchObject({ code: 0, said: expect.stringMatching(/^Nothing to purge\./) });
	});

	it('exports a bucket and imports it into another, the same', async () => {
		const link = await linked('FROM', { max_msgs_per_subject: 3 });
		await createBucket(link, 'TO');
		for (let at = 0; at < 300; at += 1) await link.request(`$KV.FROM.k.${at}`, `value ${at}`);
		await run('put FROM bin', { input: Buffer.from([255, 0]) });
		await run('put FROM headed {}', { options: { header: ['X-Owner: ops'] } });
		await run('del FROM k.7');
		// A key that no library allows.
		await link.request('$KV.FROM.ü:1', 'odd');
		const { code, out } = await run('export FROM');
		expect([code, out.trim().split('\n').length]).toEqual([0, 302]);
		const folder = mkdtempSync(join(tmpdir(), 'jetdeck-kv-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const file = join(folder, 'from.ndjson');
		writeFileSync(file, out);
		expect(await run(`import TO ${file}`)).toMatchObject({ code: 0, said: '302 keys stored in bucket TO.' });
		expect(await run('compare FROM TO')).toMatchObject({ code: 0, out: '' });
		expect((await run('get TO headed', { options: { json: true } })).out).toContain('"headers":[["X-Owner","ops"]]');
		await run('put TO k.1 other');
		const asking = { options: { yes: false } };
		expect(await run(`import TO ${file}`, asking)).toMatchObject({
			code: 4,
			said: expect.stringMatching(
				/302 keys: 0 new, 1 with another value, 301 as the bucket has them.*1 value will be replaced and lost/s,
			),
		});
		expect(await run('import TO', { input: out, ...asking })).toMatchObject({
			code: 4,
			said: expect.stringContaining('add --yes'),
		});
		expect((await run('get TO k.1')).out).toBe('other');
		expect(await run(`import TO ${file}`)).toMatchObject({ code: 0 });
		expect(await run(`import TO ${file}`, asking)).toMatchObject({ code: 0 });
		await run('put TO k.1 other');
		await run('put TO more x');
		await run('del TO bin');
		expect(await run('compare FROM TO')).toMatchObject({ code: 10, out: '< bin\n! k.1\n> more\n' });
		const warnings: string[] = [];
		const onWarning = ({ message }: Error): void => void warnings.push(message);
		process.on('warning', onWarning);
		onTestFinished(() => void process.off('warning', onWarning));
		expect(await run(`import TO ${file}`, { options: { absent: true } })).toMatchObject({
			code: 0,
			said: '1 key stored in bucket TO, 301 lines skipped.',
		});
		expect(warnings).toEqual([]);
		writeFileSync(file, `${out.split('\n').slice(0, 3).join('\n')}\n{"key":"a b","value":""}\n`);
		expect(await run(`import TO ${file}`)).toMatchObject({
			code: 3,
			said: expect.stringContaining('Line 4 has no key'),
		});
		expect(await run(`import TO ${folder}`)).toMatchObject({
			code: 2,
			said: expect.stringContaining(`cannot read ${folder} (EISDIR). Nothing was stored.`),
		});
	});

	it('watches the values and what becomes of them, and leaves no consumer behind', async () => {
		const link = await linked('LIVE', { max_msgs_per_subject: 3 });
		await link.request('$KV.LIVE.a', 'one');
		const stop = new AbortController();
		let lines = 0;
		const onLines = (count: number): void => {
			lines = count;
		};
		const watching = run('watch LIVE', { signal: stop.signal, options: { json: true }, onLines });
		const consumers = async (): Promise<number> => {
			const reply = await link.request('$JS.API.STREAM.INFO.KV_LIVE', '');
			if (!reply.ok) throw new Error(reply.problem.message);
			return JSON.parse(new TextDecoder().decode(reply.message.data)).state.consumer_count;
		};
		await until(async () => (await consumers()) === 1, { what: 'the watch', within: 30_000 });
		await link.request('$KV.LIVE.b', 'two');
		await run('del LIVE a');
		await run('purge LIVE b');
		await until(() => lines === 4, { what: 'four lines', within: 30_000 });
		stop.abort();
		const { code, out } = await watching;
		expect(code).toBe(130);
		const seen = out
			.trim()
			.split('\n')
			.map((each) => JSON.parse(each));
		expect(seen.map(({ key, value, operation }) => [key, value ?? operation])).toEqual([
			['a', 'one'],
			['b', 'two'],
			['a', 'delete'],
			['b', 'purge'],
		]);
		await until(async () => (await consumers()) === 0, { what: 'the consumer gone', within: 30_000 });
	});

	it('reads foreign buckets as they are', async () => {
		const link = await linked('ODD', {
			subjects: ['$KV.ODD.a.>', 'odd.other'],
			deny_delete: false,
			allow_direct: false,
		});
		await link.request('$KV.ODD.a.b', 'value');
		await link.request('odd.other', 'no key');
		await link.request('$KV.ODD.a.ü', 'umlaut');
		await link.request('$KV.ODD.a.x:y', 'colon');
		expect(await run('ls ODD')).toMatchObject({ code: 0, out: 'a.b\na.ü\na.x:y\n' });
		expect(await run('get ODD a.ü')).toMatchObject({ code: 0, out: 'umlaut' });
		expect(await run('put ODD a.ü x')).toMatchObject({ code: 2 });
		expect(await run('put ODD elsewhere x')).toMatchObject({
			code: 1,
			said: expect.stringContaining('No stream stores'),
		});
		expect(await run('del ODD a.ü')).toMatchObject({ code: 0 });
		expect(await run('ls ODD')).toMatchObject({ out: 'a.b\na.x:y\n' });
		expect(await run('put ODD a.c', { options: { header: ['Nats-Rollup: all'] } })).toMatchObject({ code: 2 });
	});

	it('reads a mirror under the subjects of its origin, and writes to that', async () => {
		const link = await linked('ORIGIN', { max_msgs_per_subject: 3 });
		await link.request('$KV.ORIGIN.a', 'one');
		await createBucket(link, 'COPY', { subjects: undefined, mirror: { name: 'KV_ORIGIN' } });
		await createBucket(link, 'SECOND', { subjects: undefined, mirror: { name: 'KV_COPY' } });
		for (const mirror of ['COPY', 'SECOND']) {
			await until(async () => (await run(`get ${mirror} a`)).code === 0, { what: 'the copy', within: 30_000 });
			expect(await run(`ls ${mirror}`)).toMatchObject({ code: 0, out: 'a\n' });
			expect(await run(`put ${mirror} ${mirror} two`)).toMatchObject({ code: 0 });
			expect(await run(`get ORIGIN ${mirror}`)).toMatchObject({ out: 'two' });
			expect(await run(`del ${mirror} ${mirror}`)).toMatchObject({ code: 0 });
			expect(await run(`get ORIGIN ${mirror}`)).toMatchObject({ code: 3 });
		}
		if (line === '2.9') return;
		const transforms = [{ src: '$KV.ORIGIN.>', dest: '$KV.RENAMED.>' }];
		await createBucket(link, 'RENAMED', {
			subjects: undefined,
			mirror: { name: 'KV_ORIGIN', subject_transforms: transforms },
		});
		await until(async () => (await run('get RENAMED a')).out === 'one', { what: 'the copy', within: 30_000 });
	});

	it('says that a stream is no bucket', async () => {
		await raw(await connect(server), '$JS.API.STREAM.CREATE.KV_PLAIN', { name: 'KV_PLAIN', subjects: ['plain.>'] });
		expect(await run('get PLAIN a')).toMatchObject({ code: 3, said: expect.stringContaining('PLAIN does not exist') });
	});
});

it('says that the technical preview has no buckets', async () => {
	const server = await startPreviewServer({ from: 'ack' });
	for (const words of [['ls'], ['get', 'B', 'a'], ['put', 'B', 'a', 'x'], ['watch', 'B']])
		expect(await kvRan(server.url, words), words.join(' ')).toMatchObject({
			code: 2,
			said: expect.stringContaining('has no buckets'),
		});
	server.expectAllKnown();
});

it('a user of some keys reads these, and is told which permission another one needs', async () => {
	const allowed = [
		'$JS.API.INFO',
		'$JS.API.STREAM.INFO.KV_B',
		'$JS.API.DIRECT.GET.KV_B.$KV.B.a.>',
		'$JS.API.CONSUMER.CREATE.KV_B.*.$KV.B.a.>',
		'$JS.API.CONSUMER.DELETE.KV_B.>',
	];
	const permissions = `permissions { publish: ${JSON.stringify(allowed)}, subscribe: "_INBOX.>" }`;
	const server = await startServer({
		config: `accounts { A { jetstream: enabled, users: [{ user: all, password: a }, { user: some, password: s, ${permissions} }] } }`,
	});
	const link = await connect(server, { user: 'all', password: 'a' });
	await createBucket(link, 'B', { max_msgs_per_subject: 3 });
	for (const key of ['a.1', 'b.1']) await link.request(`$KV.B.${key}`, 'one');
	const run = (words: string) => kvRan(server.url.replace('//', '//some:s@'), words.split(' '));
	expect(await run('get B a.1')).toMatchObject({ code: 0, out: 'one' });
	expect(await run('history B a.1')).toMatchObject({ code: 0 });
	expect(await run('get B b.1')).toMatchObject({
		code: 5,
		said: expect.stringContaining('$JS.API.DIRECT.GET.KV_B.$KV.B.b.1'),
	});
	expect(await run('ls B')).toMatchObject({ code: 5, said: expect.stringContaining('give a pattern of keys') });
	expect(await run('ls B a.>')).toMatchObject({ code: 0, out: 'a.1\n' });
	// A mirror that lacks the latest revision replies as often as the bucket.
	await link.request('$KV.B.a.1', 'two');
	const mirror = { name: 'M', mirror: { name: 'KV_B' }, mirror_direct: true, allow_direct: true, storage: 'memory' };
	await link.request('$JS.API.STREAM.CREATE.M', JSON.stringify(mirror));
	const lacking = async () => {
		const reply = await link.request('$JS.API.STREAM.MSG.DELETE.M', JSON.stringify({ seq: 3 }));
		return reply.ok && new TextDecoder().decode(reply.message.data).includes('"success":true');
	};
	await until(lacking, { what: 'a mirror without the latest revision' });
	for (let at = 0; at < 6; at += 1) expect(await run('get B a.1')).toMatchObject({ code: 0, out: 'two' });
});
