import { expect, it } from 'vitest';
import type { ConfigFile } from '../../src/jetstream/config-folder/documents.ts';
import { exportFormats } from '../../src/jetstream/export/formats.ts';
import { readForExport } from '../../src/store/export-account.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { carriedOut, configFile, planOf } from '../support/folders.ts';
import { startPreviewServer } from '../support/preview-responder.ts';
import { recordedAt } from '../support/preview-transcript.ts';

it('a folder on a preview server is exported, planned without a difference, and told what it cannot do', async () => {
	const server = await startPreviewServer({ from: 'blog.enabled' });
	const deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
	await seen(
		deck,
		'the dialect',
		({ features, account }) => features.dialect === 'preview' && account.phase === 'ready',
	);
	server.play({ from: 'restart.list', to: 'restart.delete' });
	const read = await readForExport(deck.api(), { patterns: [], signal: new AbortController().signal });
	if (!read.ok) throw new Error(read.problem.message);
	const files = exportFormats.yaml.files(read.value.streams);
	expect(files.map(({ name }) => name)).toEqual(['LOGS.yaml', 'LOGS.TAIL.yaml']);
	// In the words of today, which a current server takes too.
	expect(files[1]?.text).toContain('deliver_subject: out.tail');
	const plan = await planOf(
		deck,
		files.map(({ name: path, text }) => ({ path, text })),
	);
	expect(plan).toMatchObject({ changes: [], unchanged: 2, warnings: [] });

	const [logs] = read.value.streams;
	const { name: _, ...tail } = logs?.consumers[0] ?? {};
	const other = await planOf(deck, [
		configFile('a.yaml', { ...logs?.config, max_msgs: 5 }, { ...tail, deliver_subject: 'out.other' }),
		configFile('b.yaml', { name: 'NEW', subjects: ['new'], metadata: { a: 'b' } }, { name: 'OLD', subjects: ['old'] }),
		configFile('c.yaml', { stream_name: 'OLD', config: { durable_name: 'n', filter_subjects: ['a'] } }),
	]);
	expect(other.changes.map(({ id, action, why }) => [action, id, ...why])).toEqual([
		['update', 'stream LOGS'],
		[
			'refused',
			'stream NEW',
			'Metadata: the server (2.2.0-beta.7) refuses metadata, which came with 2.10. Leave it out.',
		],
		['create', 'stream OLD'],
		['update', 'consumer LOGS > TAIL'],
		[
			'refused',
			'consumer OLD > n',
			'Filter subjects: the server (2.2.0-beta.7) refuses filter_subjects, which came with 2.10. Leave it out.',
			'Ack policy must be explicit for pull consumers of the technical preview.',
		],
	]);
	expect(server.unexpected).toEqual([]);
});

it('a folder with a stream and a consumer is applied to a preview server, and nothing is left to do', async () => {
	const server = await startPreviewServer({ from: 'blog.enabled' });
	const deck = await openTestDeck({ server: server.url }, { intervalMs: 60_000 });
	await seen(
		deck,
		'the dialect',
		({ features, account }) => features.dialect === 'preview' && account.phase === 'ready',
	);
	/** The files are what was recorded, in the words of the preview. */
	const filesOf = (...names: readonly string[]) =>
		names.map((name) => configFile(`${name}.json`, JSON.parse(recordedAt(name).request ?? '')));
	async function applied(files: readonly ConfigFile[], expected: readonly string[]): Promise<void> {
		const plan = await planOf(deck, files);
		expect(plan.changes.map(({ id, action, why }) => [action, id, ...why].join(' '))).toEqual(expected);
		expect((await carriedOut(deck, plan)).results).toMatchObject(expected.map(() => ({ kind: 'done' })));
	}
	async function expectNothingLeft(files: readonly ConfigFile[]): Promise<void> {
		expect(await planOf(deck, files)).toMatchObject({ changes: [], unchanged: files.length });
	}
	server.play({ from: 'blog.stream.create' });
	for (const [name, expected] of [
		['blog.stream.create', 'create stream LOGS'],
		['blog.stream.update', 'update stream LOGS'],
	] as const) {
		await applied(filesOf(name), [expected]);
		await expectNothingLeft(filesOf(name));
	}
	server.play({ from: 'blog.stream.create' });
	await applied(filesOf('blog.consumer.create', 'blog.stream.create'), [
		'create stream LOGS',
		'create consumer LOGS > TAIL',
	]);
	// The INFO before counts no consumer yet.
	server.play({ from: 'blog.stream.info.updated' });
	await expectNothingLeft(filesOf('blog.consumer.create', 'blog.stream.update'));
	expect(server.unexpected).toEqual([]);
});
