import { afterEach, expect, it } from 'vitest';
import type { StreamInfo } from '../../src/jetstream/wire.ts';
import type { DeckState } from '../../src/store/state.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { deckState, hostileTexts, isHarmless, ready, streamInfo, withStreams } from '../support/state.ts';

let drawing: Drawing | undefined;

afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

function show(infos: readonly StreamInfo[], parts: Partial<DeckState> = {}): Drawing {
	drawing = draw(deckState({ ...withStreams(infos), ...parts }));
	return drawing;
}

const kv = (bucket: string, config: Partial<StreamInfo['config']> = {}, state: Partial<StreamInfo['state']> = {}) =>
	streamInfo(`KV_${bucket}`, {
		config: {
			...{ subjects: [`$KV.${bucket}.>`], max_msgs_per_subject: 5, discard: 'new', deny_delete: true },
			...{ allow_rollup_hdrs: true, allow_direct: true, ...config },
		},
		state,
	});
const labels = streamInfo('OBJ_labels', {
	config: {
		...{ subjects: ['$O.labels.C.>', '$O.labels.M.>'], discard: 'new', max_age: 3_600_000_000_000 },
		...{ allow_rollup_hdrs: true, allow_direct: true, max_bytes: 2_306_868 },
	},
});
const world = [kv('flags'), labels, streamInfo('ORDERS')];

it('shows both kinds, what they keep and for how long', async () => {
	const { typeFor, lines } = show(world, {
		objectCounts: { entries: new Map([['OBJ_labels', ready({ objects: 7, created: labels.created, of: '' })]]) },
		size: { columns: 100, rows: 24 },
	});
	await typeFor('8', 'Buckets 2');
	const row = (name: string) => lines().find((line) => line.includes(name));
	expect(row('flags')).toMatch(/kv +≤3 keys +1\.1 MiB +- +5 +- +4s +R1 ✓/);
	expect(row('labels')).toMatch(/objects +≤7 objects +1\.1 MiB +█+░+ 2\.2 MiB +- +1h +4s +R1 ✓/);
	await typeFor(':objects\r', 'Buckets 1 of 2');
	await typeFor('d', 'object store labels');
	await typeFor('t', 'Streams › OBJ_labels');
});

it('hides the streams of buckets, and shows them again', async () => {
	const { typeFor, text } = show(world);
	expect(text()).toContain('Streams 3');
	await typeFor(keyBytes('ctrl+a'), '3 marked');
	await typeFor('.', '2 buckets hidden; . shows them');
	expect(text()).toContain('Streams 1');
	expect(text()).toContain('1 marked');
	await typeFor('.', 'Streams 3');
});

it('leads from the stream to its bucket', async () => {
	const { typeFor } = show(world);
	await typeFor('\r', 'key-value bucket flags; press b to open it');
	await typeFor('b', 'Buckets › flags');
});

it('describes a mirror, and says of a full foreign bucket what is odd', async () => {
	const mirror = { name: 'KV_flags', external: { api: '$JS.hub.API', deliver: '' } };
	const copied = kv('copy', { mirror, subjects: undefined as never, mirror_direct: true });
	const odd = kv('odd', { subjects: ['odd.>'], max_bytes: 1_153_434 });
	const { typeFor, text } = show([copied, odd], { size: { columns: 80, rows: 40 }, views: [{ kind: 'buckets' }] });
	// Below a short list is the beginning of the overview.
	await typeFor('', 'Writes');
	await typeFor('d', 'Buckets › copy');
	expect(text()).toMatch(/Writes +to bucket flags at \$JS\.hub\.API: this one is a mirror/);
	expect(text()).toMatch(/Reads +under \$KV\.flags\.>/);
	await typeFor(keyBytes('esc'), 'Buckets 2');
	await typeFor('jd', 'Buckets › odd');
	expect(text()).toContain('Full: it refuses new messages.');
	expect(text()).toContain('· Its subjects are not those of its name');
});

it('leads from the purpose of a new bucket to its stream, and to the line that makes the same', async () => {
	const { typeFor, text } = show(world, { views: [{ kind: 'buckets' }], size: { columns: 110, rows: 40 } });
	await typeFor('n', 'Sessions');
	await typeFor('jj\r', 'Buckets › new bucket › name');
	await typeFor('logins', 'logins');
	await typeFor(keyBytes('ctrl+r'), 'Press enter to create it.');
	expect(text()).toContain('It keeps the latest value of each key, for 1h at most.');
	expect(text()).toContain('"name": "KV_logins"');
	await typeFor('\t', 'kv add logins --ttl=1h');
});

it('does not begin a bucket in a deck that only reads', async () => {
	const { typeFor } = show(world, { views: [{ kind: 'buckets' }], readOnly: true });
	await typeFor('n', 'This jetdeck is read-only');
});

it.each(hostileTexts)('draws a bucket called %j without obeying it', async (name) => {
	const hostile = kv(name, { description: name, mirror: { name: `KV_${name}` } });
	const { typeFor, lines } = show([hostile], { views: [{ kind: 'buckets' }], size: { columns: 200, rows: 24 } });
	expect(lines().every(isHarmless)).toBe(true);
	await typeFor('d', 'Buckets ›');
	expect(lines().every(isHarmless)).toBe(true);
});
