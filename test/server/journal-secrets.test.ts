import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { planStreamCreate, planStreamUpdate } from '../../src/changes/plan/stream-configuration.ts';
import { planUndo } from '../../src/changes/undo.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { leftOut } from '../../src/format/secret.ts';
import type { StreamInfo } from '../../src/jetstream/wire.ts';
import { appendedFile } from '../../src/terminal/append-file.ts';
import { enterLine, faultOf } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { carriedOut, proposed } from '../support/proposals.ts';
import { startServer } from '../support/servers.ts';

async function infoOf(deck: Deck): Promise<StreamInfo> {
	const answer = await deck.api().request('stream.info', { stream: 'LOGS' });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.value;
}

it('the journal marks what looks secret, and the way back still has it', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'jetdeck-journal-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const path = join(folder, 'journal.jsonl');
	const server = await startServer();
	const deck = await openTestDeck({ server: server.url }, { journal: appendedFile(path) });
	await seen(deck, 'a server', ({ features }) => features.version !== undefined);
	const metadata = { password: 'hunter2', owner: 'ops', note: 'token=hunter3' };
	const config = { name: 'LOGS', subjects: ['logs'], metadata, description: 'api_key: hunter4' };
	expect(await carriedOut(deck, planStreamCreate(config))).toMatchObject([{ kind: 'done' }]);
	const before = await infoOf(deck);
	const changed = { ...before.config, metadata: { owner: 'dev' }, description: 'none' };
	expect(await carriedOut(deck, planStreamUpdate(before, changed))).toMatchObject([{ kind: 'done' }]);
	const file = readFileSync(path, 'utf8');
	expect(file).not.toMatch(/hunter/);
	expect(file).toContain(`"password":"${leftOut}","owner":"ops","note":"token=${leftOut}"`);
	const { journal } = deck.store.getState();
	const entry = journal.at(-1);
	if (entry === undefined) throw new Error('the journal is empty');
	const back = await proposed(deck, (api, signal) => planUndo(entry, { api, state: deck.store.getState(), signal }));
	deck.agree(back.proposal);
	await seen(deck, 'it taken back', ({ runs }) => runs.at(-1)?.activity === 'over');
	expect((await infoOf(deck)).config).toMatchObject({ metadata, description: 'api_key: hunter4' });
	expect(readFileSync(path, 'utf8')).not.toMatch(/hunter/);
});

it('a line of the history is not sent with a mark in place of what was left out', async () => {
	const server = await startServer();
	const deck = await openTestDeck({ server: server.url });
	await seen(deck, 'a server', ({ features }) => features.version !== undefined);
	enterLine(deck, `pub a {"password":"${leftOut}"}`);
	expect(await faultOf(deck)).toBe('The history does not store this part: type it again.');
	expect(deck.store.getState().console.exchanges).toEqual([]);
});
