import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withBackupFirst } from '../../src/changes/backup/backup-first.ts';
import { diskRoom } from '../../src/changes/backup/disk-room.ts';
import { backupStillThere, latestBackup } from '../../src/changes/backup/latest-backup.ts';
import { type JournalEntry, journalAnswer } from '../../src/changes/journal.ts';
import { transferCommand } from '../../src/changes/nats-command.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import type { TransferWire } from '../../src/changes/wire.ts';
import { parseArguments } from '../../src/cli/program.ts';
import type { Contents } from '../../src/jetstream/backup/contents.ts';
import { removedBetween, verdictOf } from '../../src/jetstream/backup/verdict.ts';
import type { StreamState } from '../../src/jetstream/wire.ts';
import { progressParts } from '../../src/views/progress-words.ts';
import { nowhere } from '../support/nats-lines.ts';

const state: StreamState = {
	messages: 100,
	bytes: 5000,
	first_seq: 1,
	first_ts: '2026-01-01T00:00:00Z',
	last_seq: 100,
	last_ts: '2026-01-02T00:00:00Z',
	consumer_count: 0,
};

const folder = { config: { name: 'A' }, state, own: {} };
const tar: Contents = { format: 'v1', config: { name: 'A' }, consumers: [], bytes: 6000 };
const entries: Contents = { format: 'v2', consumers: [], messages: 100, bytes: 4000 };

describe('a backup', () => {
	it.each<[what: string, contents: Contents, own: object, lacks: RegExp | undefined]>([
		['a tar', tar, {}, undefined],
		[
			'a tar that the server could not fill',
			{ ...tar, serverError: 'disk' },
			{},
			/could not read all of the stream: disk/,
		],
		['a tar that is too short', { ...tar, bytes: 4000 }, {}, /The archive has 3.9 KiB, and the stream had 4.9 KiB/],
		['a tar of another stream', { ...tar, config: { name: 'B' } }, {}, /of stream A, and the archive is of stream B/],
		['entries', entries, {}, undefined],
		['entries without some', { ...entries, messages: 99 }, {}, /1 of 100 messages is missing/],
		['entries without those that were removed', { ...entries, messages: 90 }, { removed: 10 }, undefined],
		['entries without more than were removed', { ...entries, messages: 80 }, { removed: 10 }, /10 of 100 messages are/],
	])('is judged by what it has: %s', (_, contents, own, lacks) => {
		const found = verdictOf(contents, { ...folder, own }).lacks.join(' ');
		if (lacks === undefined) expect(found).toBe('');
		else expect(found).toMatch(lacks);
	});

	it('may lack what the server removed meanwhile, and no more', () => {
		expect(removedBetween(state, { ...state, last_seq: 150, messages: 120 })).toBe(30);
		expect(removedBetween(state, { ...state, last_seq: 150, messages: 150 })).toBe(0);
	});
});

describe('the progress of a transfer', () => {
	const at = { since: 0, movedAt: 10_000, unit: 'bytes' } as const;

	it('has its rate, the time left and its messages', () => {
		const progress = { ...at, done: 10 * 2 ** 20, total: 40 * 2 ** 20, messages: { done: 250, total: 1000 } };
		expect(progressParts(progress, 10_000)).toEqual([
			'10 MiB of 40 MiB ███░░░░░░░░░',
			'250 of 1,000 messages',
			'30 s left',
			'1 MiB/s',
		]);
		expect(progressParts(progress, 10_000, 0)[0]).toBe('10 MiB of 40 MiB');
		const slow = { ...progress, total: 4000 * 2 ** 20 };
		expect(progressParts(slow, 10_000)).toContain('1 h 7 min left');
	});

	it('says that it stands still, in place of a rate', () => {
		const parts = progressParts({ ...at, done: 1, total: 2 }, 13_500);
		expect(parts).toEqual(['1 B of 2 B ██████░░░░░░', 'stalled for 3 s']);
	});
});

describe('the newest backup', () => {
	const entry = (id: string, stream: string, more: Partial<JournalEntry> = {}): JournalEntry => ({
		id,
		time: `2026-01-01T00:00:0${id}Z`,
		target: 't',
		title: '',
		effect: 'change',
		asset: { kind: 'stream', stream },
		endpoint: 'transfer.backup',
		subject: '',
		payload: { stream, folder: `/b/${id}` },
		outcome: { kind: 'done', reply: {}, ms: 1 },
		...more,
	});

	it('is of this stream on this server, and whole', () => {
		const journal = [
			entry('1', 'A'),
			entry('2', 'A'),
			entry('3', 'A', { target: 'other' }),
			entry('4', 'A', { outcome: { kind: 'refused', message: '' } }),
			entry('5', 'A', { outcome: { kind: 'done', reply: { incomplete: true }, ms: 1 } }),
			entry('6', 'B'),
		];
		expect(latestBackup(journal, 't', 'A')).toMatchObject({ folder: '/b/2' });
		expect(latestBackup(journal, 't', 'C')).toBeUndefined();
	});

	it('is found in the journal file too, if its folder still has the backup of this stream', async () => {
		const home = mkdtempSync(join(tmpdir(), 'jetdeck-backups-'));
		onTestFinished(() => rmSync(home, { recursive: true, force: true }));
		const folderOf = (name: string, stream: string): string => {
			const path = join(home, name);
			mkdirSync(path);
			writeFileSync(join(path, 'backup.json'), JSON.stringify({ config: { name: stream } }));
			writeFileSync(join(path, 'stream.arc.s2'), '');
			return path;
		};
		const kept = [
			['1', folderOf('old', 'A')],
			['2', folderOf('new', 'A')],
			['3', folderOf('overwritten', 'B')],
			['4', join(home, 'removed')],
		]
			.flatMap(([id = '', path]) => {
				const { outcome, ...sent } = entry(id, 'A', { payload: { stream: 'A', folder: path } });
				return [JSON.stringify({ event: 'sent', ...sent }), journalAnswer(id, outcome)];
			})
			.join('\n');
		const wanted = { target: 't', stream: 'A' };
		expect(await backupStillThere([], kept, wanted)).toMatchObject({ folder: join(home, 'new') });
		expect(await backupStillThere([], kept, { ...wanted, target: 'other' })).toBeUndefined();
		const own = entry('9', 'A', { payload: { folder: folderOf('own', 'A') } });
		expect(await backupStillThere([own], kept, wanted)).toMatchObject({ folder: join(home, 'own') });
	});
});

describe('the disk of a backup', () => {
	it('is refused when it is full, and else warned of: an archive is compressed', () => {
		expect(diskRoom('b', 0, 1)).toEqual({ refusal: 'The disk of b is full: choose another disk.' });
		expect(diskRoom('b', 2048, 4096)).toMatchObject({
			notes: [{ tone: 'warn', text: expect.stringMatching(/b has 2 KiB free, and the messages have 4 KiB before/) }],
		});
		for (const free of [4096, undefined]) expect(diskRoom('b', free, 4096)).toEqual({ notes: [] });
	});
});

describe('the nats line of a transfer', () => {
	const lineOf = (endpoint: TransferWire['endpoint'], params: Record<string, string>, body: object): string =>
		transferCommand(
			{ kind: 'transfer', endpoint, subject: '', params: { stream: 'A', folder: 'dir', ...params }, body },
			{ cli: nowhere },
		);

	it.each([
		[{}, 'nats stream backup A dir'],
		[{ no_consumers: true, jsck: true }, 'nats stream backup A dir --no-consumers --check'],
	])('of a backup does the same: %j', (body, wanted) => {
		expect(lineOf('transfer.backup', {}, body)).toBe(wanted);
	});

	it.each<[changed: string, config: object, wanted: string]>([
		['', {}, 'nats stream restore dir'],
		['num_replicas', { num_replicas: 3 }, 'nats stream restore dir --replicas=3'],
		[
			'placement.cluster,placement.tags',
			{ placement: { cluster: 'c', tags: ['x', 'y'] } },
			'nats stream restore dir --cluster=c --tag=x --tag=y',
		],
		[
			'subjects',
			{ subjects: ['b'] },
			'nats stream restore dir --config=A-config.json  # A-config.json is the config of this request',
		],
		['name,subjects', { name: 'B' }, '# The nats CLI restores a stream only under its own name.'],
	])('of a restore does the same, or says why there is none: %s', (changed, config, wanted) => {
		const body = { config: { name: 'A', ...config } };
		expect(lineOf('transfer.restore', changed === '' ? {} : { changed }, body)).toBe(wanted);
	});
});

describe('a deletion with a backup first', () => {
	const proposal = (title: string, more: Partial<Proposal> = {}): Proposal => ({
		title,
		doing: '',
		done: '',
		effect: 'change',
		consequences: [],
		steps: [],
		...more,
	});

	it('stops where the backup fails, and is agreed to as the deletion is', () => {
		const both = withBackupFirst(proposal('Delete A', { effect: 'destroy', typed: 'A' }), proposal('Back up A'));
		expect(both).toMatchObject({
			title: 'Back up A, then delete',
			effect: 'destroy',
			typed: 'A',
			stopsAt: 'warning',
		});
		expect(withBackupFirst(proposal('Delete A'), { refusal: 'no' })).toEqual({ refusal: 'no' });
	});
});

describe('the command line of backups', () => {
	it.each([
		[
			['backup', 'A', 'B', 'dir', '--no-consumers'],
			{ backup: { streams: ['A', 'B'], folder: 'dir', consumers: false } },
		],
		[['backup', '--all', 'dir', '--check'], { backup: { streams: [], folder: 'dir', consumers: true, check: true } }],
		[['backup', 'verify', 'x', 'y'], { kind: 'archives', archives: { what: 'verify', paths: ['x', 'y'] } }],
		[
			['restore', 'x', '--name', 'N', '--replicas', '3', '--tag', 'a', '--tag', 'b'],
			{
				restore: { paths: ['x'], changes: { name: 'N', num_replicas: 3, placement: { tags: ['a', 'b'] } }, yes: false },
			},
		],
	])('%j', (words, wanted) => {
		expect(parseArguments(words)).toMatchObject(wanted);
	});
});
