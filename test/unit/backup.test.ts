import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withBackupFirst } from '../../src/changes/backup/backup-first.ts';
import { diskRoom } from '../../src/changes/backup/disk-room.ts';
import { backupStillThere, latestBackup } from '../../src/changes/backup/latest-backup.ts';
import { restoredDifference } from '../../src/changes/backup/plan-restore.ts';
import { readFolder } from '../../src/changes/backup/read-folders.ts';
import { type JournalEntry, journalAnswer } from '../../src/changes/journal.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import type { Run, StepResult } from '../../src/changes/run.ts';
import type { TransferWire } from '../../src/changes/wire.ts';
import { transferWire } from '../../src/changes/wires/transfer.ts';
import { transferCode } from '../../src/cli/backup/follow-transfer.ts';
import { foundIn, printBackup } from '../../src/cli/backup/print-backup.ts';
import { parseArguments } from '../../src/cli/program.ts';
import type { Scripted } from '../../src/cli/scripted-deck.ts';
import type { Contents } from '../../src/jetstream/backup/contents.ts';
import { backupsAt, readBackup } from '../../src/jetstream/backup/folder.ts';
import { countLacking, Gaps, mostGaps } from '../../src/jetstream/backup/gaps.ts';
import { notWritable, PartialBackup } from '../../src/jetstream/backup/partial-backup.ts';
import { standstill } from '../../src/jetstream/backup/snapshot.ts';
import { otherStream, verdictOf } from '../../src/jetstream/backup/verdict.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { StreamInfo, StreamState } from '../../src/jetstream/wire.ts';
import type { Settings } from '../../src/nats/settings-types.ts';
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
		['entries', entries, {}, undefined],
		['entries without some', { ...entries, messages: 99 }, {}, /1 of 100 messages is missing/],
		['entries without those that were removed', { ...entries, messages: 90 }, { removed: 10 }, undefined],
		['entries without more than were removed', { ...entries, messages: 80 }, { removed: 10 }, /10 of 100 messages are/],
	])('is judged by what it has: %s', (_, contents, own, lacks) => {
		const found = verdictOf(contents, { ...folder, own }).lacks.join(' ');
		if (lacks === undefined) expect(found).toBe('');
		else expect(found).toMatch(lacks);
	});

	const archive = { first: 1, last: 100, gaps: [] as const };
	it.each<[what: string, archive: object, now: object, left: number | undefined]>([
		['has all', {}, {}, 0],
		['lacks a message that is still there', { gaps: [[50, 50]] }, {}, 1],
		['lacks the first messages, which limits removed', { first: 11 }, { first_seq: 11 }, 0],
		['lacks the last messages', { last: 90 }, { last_seq: 150 }, 10],
		['lacks messages that consumers removed', { gaps: [[20, 29]] }, { num_deleted: 10, deleted: sequences(20, 29) }, 0],
		[
			'lacks a damaged message, while others came and went',
			{ first: 31, gaps: [[50, 50]] },
			{ first_seq: 31, last_seq: 150, num_deleted: 50, deleted: sequences(101, 150) },
			1,
		],
		['has no message, and the stream was purged', { first: undefined, last: undefined }, { first_seq: 101 }, 0],
		['has no message, and the stream has all', { first: undefined, last: undefined }, {}, 100],
		['has too many gaps', { gaps: undefined }, {}, undefined],
		['is compared without the gaps of the stream', { gaps: [[20, 29]] }, { num_deleted: 10 }, undefined],
		['is compared with another stream of that name', { gaps: [[20, 29]] }, { last_seq: 3 }, undefined],
	])('that %s', (_, found, now, left) => {
		expect(countLacking({ ...archive, ...found }, state, { ...state, ...now })).toBe(left);
	});
});

function sequences(first: number, last: number): readonly number[] {
	return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

describe('an archive of another stream', () => {
	it('is found out before it is sent; one of nats-server 2.15 has no name', () => {
		const here = { archive: 'dir/stream.tar.s2', config: { name: 'A' } };
		expect(otherStream(tar, here)).toBeUndefined();
		expect(otherStream(entries, here)).toBeUndefined();
		expect(otherStream({ config: { name: 'B' } }, here)).toBe(
			'dir/stream.tar.s2 is an archive of stream B, but backup.json has the configuration of stream A.',
		);
	});
});

describe('a backup of all streams', () => {
	it('leaves out those that jetdeck cannot read or name a folder after', () => {
		const info = (name: string): StreamInfo => ({ config: { name }, created: '', state }) as StreamInfo;
		const problem = { kind: 'timeout', subject: '', message: 'No reply came.', advice: 'Try again.' } as const;
		const found = foundIn({
			items: [info('A'), info('b/c')],
			total: 4,
			nameless: 0,
			names: new Set(['A', 'b/c', 'OFFLINE', 'GONE']),
			silent: new Map([['OFFLINE', problem]]),
			offline: {},
		});
		expect(found.infos.map(({ config }) => config.name)).toEqual(['A']);
		expect(found.leftOut).toEqual([
			'Not backed up: stream OFFLINE. No reply came. Try again.',
			'Not backed up: stream GONE. jetdeck could not read it.',
			'Not backed up: stream b/c. It cannot be the name of a folder: back it up alone.',
		]);
	});

	it('refuses a name that cannot be a folder before it connects', async () => {
		const complained: string[] = [];
		const line = { streams: ['a/b', 'c'], folder: 'x', consumers: true, check: false, journal: false, readOnly: false };
		const around = { complain: (text: string) => void complained.push(text) } as unknown as Scripted;
		const output = { stream: { write: () => true, columns: 80, isTTY: false }, everyMs: 5 };
		expect(await printBackup({} as Settings, line, around, output)).toBe(2);
		expect(complained).toEqual(['a/b cannot be the name of a folder: back this stream up alone.']);
	});
});

describe('the exit code of a transfer', () => {
	const run = (...results: readonly StepResult[]): Run =>
		({ proposal: { steps: [{}, {}] }, results }) as unknown as Run;
	const done: StepResult = { kind: 'done', reply: {}, ms: 1, came: [] };

	it.each<[what: string, results: readonly StepResult[], code: number]>([
		['after the last step', [done, done], 0],
		['in the last step', [done, { kind: 'stopped' }], 130],
		['between two steps', [done], 130],
	])('is that of ctrl-c only if it stopped something: %s', (_, results, code) => {
		expect(transferCode(run(...results), { signal: AbortSignal.abort() })).toBe(code);
	});
});

describe('a snapshot that stands still', () => {
	it('blames the disk if chunks wait for it', () => {
		expect(standstill(1).message).toBe('The disk took no data for 10 s.');
		expect(standstill(0).message).toBe('The server stopped sending: nothing came for 10 s.');
	});
});

describe('the gaps between sequences', () => {
	it('are ranges, exact beyond what a double holds, and bounded', () => {
		const gapsOf = (...all: readonly (number | bigint)[]) => {
			const gaps = new Gaps();
			for (const each of all) gaps.push(each);
			return gaps.ranges;
		};
		expect(gapsOf(5, 6, 9, 11)).toEqual([
			[7, 8],
			[10, 10],
		]);
		const large = 2n ** 60n;
		expect(gapsOf(large, large + 1n, large + 3n)).toEqual([[large + 2n, large + 2n]]);
		expect(gapsOf(...sequences(0, mostGaps).map((each) => 2 * each))).toHaveLength(mostGaps);
		expect(gapsOf(...sequences(0, mostGaps + 1).map((each) => 2 * each))).toBeUndefined();
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

describe('the folder of a backup', () => {
	const home = (): string => {
		const path = mkdtempSync(join(tmpdir(), 'jetdeck-folders-'));
		onTestFinished(() => rmSync(path, { recursive: true, force: true }));
		return path;
	};

	it('is not called absent if jetdeck cannot read it', async () => {
		const path = home();
		mkdirSync(join(path, 'A'));
		symlinkSync('backup.json', join(path, 'A', 'backup.json'));
		const wrong = { wrong: `${join(path, 'A', 'backup.json')} cannot be used (ELOOP).` };
		expect(await readBackup(join(path, 'A'))).toEqual(wrong);
		expect(await backupsAt(path)).toEqual(wrong);
		expect(await readFolder(join(path, 'A'))).toEqual(wrong);
	});

	it('cannot be a symbolic link or a mount point: a backup is renamed into its place', async () => {
		const path = home();
		mkdirSync(join(path, 'empty'));
		symlinkSync('empty', join(path, 'link'));
		expect(await notWritable(join(path, 'empty'))).toBeUndefined();
		expect(await notWritable(join(path, 'new', 'A'))).toBeUndefined();
		for (const link of ['link', 'link/']) expect(await notWritable(join(path, link))).toMatch(/is a symbolic link/);
		expect(await notWritable('/dev')).toBe('/dev is a mount point: choose a folder in it.');
	});

	it('is removed with the folders that were created for it', async () => {
		const path = home();
		const partial = await PartialBackup.begin(join(path, 'a', 'b', 'A'));
		expect(readdirSync(join(path, 'a', 'b'))).toEqual(['A.partial']);
		await partial.remove();
		expect(readdirSync(path)).toEqual([]);
	});

	it('below /proc ends at once', async () => {
		await expect(PartialBackup.begin('/proc/jetdeck/backups/A')).rejects.toMatchObject({
			code: expect.stringMatching(/^E/),
		});
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
		transferWire.command?.(
			{ kind: 'transfer', endpoint, subject: '', params: { stream: 'A', folder: 'dir', ...params }, body },
			{ cli: nowhere },
			undefined,
		) ?? '';

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

describe('a restore with other fields', () => {
	const wanted = (name: string) => ({ original: { name, num_replicas: 1 }, config: { name, num_replicas: 3 } });

	it('shows what differs from the backup, with the stream if there are several', () => {
		expect(restoredDifference([wanted('A')]).map(({ path }) => path)).toEqual(['num_replicas']);
		expect(restoredDifference([wanted('A'), wanted('B')])).toMatchObject([
			{ path: 'num_replicas of A', before: '1', after: '3' },
			{ path: 'num_replicas of B' },
		]);
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
		const both = withBackupFirst(
			proposal('Delete A', { effect: 'destroy', typed: 'A' }),
			proposal('Back up A'),
			features('2.15.0', undefined),
		);
		expect(both).toMatchObject({
			title: 'Back up A, then delete',
			effect: 'destroy',
			typed: 'A',
			stopsAt: 'warning',
		});
		const refused = withBackupFirst(proposal('Delete A'), { refusal: 'no' }, features('2.15.0', undefined));
		expect(refused).toEqual({ refusal: 'no' });
	});

	it.each([
		['2.10.27', [/arrive after the backup begins .* will be lost/, /before 2\.15 copies damaged messages/]],
		['2.15.0', [/arrive after the backup begins .* will be lost/]],
	])('says what the backup will not have, on %s', (version, wanted) => {
		const both = withBackupFirst(proposal('Delete A'), proposal('Back up A'), features(version, undefined));
		const warnings = 'refusal' in both ? [] : both.consequences.filter(({ tone }) => tone === 'warn');
		expect(warnings.map(({ text }) => text)).toEqual(wanted.map((each) => expect.stringMatching(each)));
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
