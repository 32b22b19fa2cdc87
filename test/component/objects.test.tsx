import { afterEach, describe, expect, it } from 'vitest';
import { emptyDigest } from '../../src/jetstream/objects/digest.ts';
import { objectOf, type StoredObject } from '../../src/jetstream/objects/meta.ts';
import { tokensOf } from '../../src/jetstream/objects/name.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { linkKey } from '../../src/views/objects/resources.ts';
import type { ObjectRow } from '../../src/views/objects/row.ts';
import type { BucketObjects } from '../../src/views/objects/slice.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { before, hostileTexts, isHarmless, ready, sampleState, streamInfo, withStreams } from '../support/state.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

const tokenOf = (name: string): string => tokensOf(name)[0] ?? '';

function stored(name: string, meta: object | string, there = 0): ObjectRow {
	const payload = typeof meta === 'string' ? meta : JSON.stringify({ name, bucket: 'F', ...meta });
	const entry = { subject: `$O.F.M.${tokenOf(name)}`, seq: 9, time: before(7_200_000), headers: [] };
	return {
		...objectOf({ ...entry, payload: Buffer.from(payload), size: payload.length }, { stored: '$O.F.' }),
		there,
	};
}

const digest = 'SHA-256=4tRmjsTlTidg9soEDzREyqqxyMgqxxUzwYWPGCqG9H0=';
const rows = [
	stored('empty', { nuid: 'E', size: 0, chunks: 0, digest: emptyDigest }),
	stored('film.mkv', { nuid: 'F', size: 5_300_000, chunks: 41, digest }, 41),
	stored('half', { nuid: 'H', size: 300_000, chunks: 3, digest }, 1),
	stored('latest', { nuid: 'L', options: { link: { bucket: 'OTHER', name: 'a b.txt' } } }),
	stored('broken', 'not JSON'),
	stored('old', { nuid: 'O', size: 0, chunks: 0, deleted: true }),
	stored(
		'told',
		{
			...{ nuid: 'T', size: 9, chunks: 1, digest, description: 'what it is' },
			...{ headers: { Printer: ['zebra', 'lion'] }, metadata: { owner: 'ada' } },
		},
		1,
	),
];

interface World {
	readonly columns?: number;
	readonly sealed?: boolean;
	readonly view?: View;
	readonly objects?: readonly ObjectRow[];
	readonly parts?: Partial<DeckState>;
	readonly total?: number;
}

function show({ columns = 80, sealed = false, view, objects = rows, parts = {}, total }: World = {}): Drawing {
	const info = streamInfo('OBJ_F', { config: { subjects: ['$O.F.C.>', '$O.F.M.>'], sealed, allow_rollup_hdrs: true } });
	const known: BucketObjects = {
		objects: new Map(objects.map((row) => [row.token, row])),
		...{ total: total ?? objects.length, unread: 0, mark: '', upTo: 812 },
	};
	drawing = draw(
		sampleState({
			...withStreams([info]),
			objects: { entries: new Map([['OBJ_F', ready(known)]]) },
			views: [{ kind: 'buckets' }, { kind: 'objects', stream: 'OBJ_F' }, ...(view ? [view] : [])],
			size: { columns, rows: 24 },
			...parts,
		}),
	);
	return drawing;
}

const objectView = (name: string): View => ({ kind: 'object', stream: 'OBJ_F', token: tokenOf(name) });
const rowOf = ({ lines }: Drawing, name: string): string | undefined => lines().find((line) => line.includes(name));

describe('the objects of a bucket', () => {
	it('are listed with what is wrong first, and without deleted ones', async () => {
		const drawn = show({ columns: 200 });
		expect(drawn.text()).toContain('Buckets › F › objects 6');
		expect(rowOf(drawn, 'empty')).toMatch(/empty +0 B +0 +2h +ok +e3b0c44298fc/);
		expect(rowOf(drawn, 'film.mkv')).toMatch(/film\.mkv +5\.1 MiB +41 +2h +ok/);
		expect(rowOf(drawn, 'half')).toMatch(/half +293\.0 KiB +3 +2h +damaged/);
		expect(rowOf(drawn, 'latest')).toMatch(/latest +- +- +2h +link .*OTHER > a b\.txt/);
		expect(rowOf(drawn, 'broken')).toMatch(/broken .*unreadable/);
		expect(rowOf(drawn, 'told')).toMatch(/told .*1 +what it is/);
		expect(rowOf(drawn, '1 deleted hidden; X shows them')).toBeDefined();
		await drawn.typeFor('X', 'objects 7');
		expect(drawn.text()).toMatch(/^ +old .*deleted/m);
	});

	it('say how many are not read', () => {
		expect(show({ total: 12_345 }).text()).toContain('objects 6 of 12,345 · 12,338 unread: see jetdeck object ls');
	});

	it('cannot be changed while their bucket is sealed, but read', async () => {
		const { typeFor } = show({ sealed: true });
		await typeFor('n', 'The bucket is sealed');
		await typeFor('w', 'Get object');
	});

	it.each(hostileTexts)('called %j are drawn, and not obeyed', async (name) => {
		const about = { description: name, headers: { [name]: [name] }, metadata: { [name]: name } };
		const options = { link: { bucket: name, name } };
		const hostile = [
			stored(`1${name}`, { nuid: 'A', size: 1, chunks: 1, digest: name, ...about }, 1),
			stored(`2${name}`, { nuid: 'B', options, ...about }),
		];
		const drawn = show({ columns: 120, objects: hostile });
		expect(drawn.lines().every(isHarmless)).toBe(true);
		await drawn.typeFor('\r', 'SHA-256');
		expect(drawn.lines().every(isHarmless)).toBe(true);
	});
});

describe('an object', () => {
	it('shows everything that its meta says', () => {
		const text = show({ view: objectView('told') }).text();
		expect(text).toMatch(/Description +what it is/);
		expect(text).toMatch(/Printer +zebra\n.*Printer +lion/);
		expect(text).toMatch(/owner +ada/);
		expect(text).toMatch(/SHA-256 +e2d4668ec4e54e27/);
	});

	it('without all of its chunks is damaged, in words', () => {
		expect(show({ view: objectView('half') }).text()).toContain(
			'Damaged. The bucket has 1 of its 3 chunks: nobody can get it.',
		);
	});

	it('that is a link says where it leads, and whether that is there', () => {
		const linkTargets = new Map([[linkKey({ bucket: 'OTHER', name: 'a b.txt' }), 'exists, 4 B']]);
		const text = show({ view: objectView('latest'), parts: { linkTargets } }).text();
		expect(text).toMatch(/Link to +object a b\.txt of bucket OTHER/);
		expect(text).toMatch(/Target +exists, 4 B/);
	});
});

it('the check of a bucket says what is wrong, the damage first', () => {
	const [empty, film, half, , broken] = rows as readonly StoredObject[];
	const [one, two] = [film as StoredObject, empty as StoredObject];
	const check = {
		...{ visible: 6, deleted: 1, damaged: [{ object: half as StoredObject, there: 1 }] },
		...{ unreadable: [broken as StoredObject], shared: [[one, two]], hidden: [one] },
		orphans: [
			{ nuid: 'LEFT', chunks: 187, bytes: 24_510_464, last: before(3_600_000), lastSeq: 800 },
			{ nuid: '\u001b[31mred', chunks: 1 },
		],
	};
	const bucketChecks = { entries: new Map([['OBJ_F', ready(check)]]) };
	const drawn = show({ view: { kind: 'object-check', stream: 'OBJ_F' }, parts: { bucketChecks } });
	const text = drawn.text();
	expect(text).toContain('F: 6 objects, 1 deleted.');
	expect(text).toContain('half: The bucket has 1 of its 3 chunks.');
	expect(text).toContain('LEFT: 187 chunks, about 23.4 MiB, the last 1h ago');
	expect(text).toContain('film.mkv, empty: the same chunks.');
	expect(text.indexOf('Damaged')).toBeLessThan(text.indexOf('Chunks without an object'));
	expect(drawn.lines().every(isHarmless)).toBe(true);
});
