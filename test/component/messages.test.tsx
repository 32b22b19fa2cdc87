import { afterEach, describe, expect, test } from 'vitest';
import { stringifyJson } from '../../src/format/json.ts';
import type { StoredEntry } from '../../src/jetstream/messages/stored-entry.ts';
import { emptyList } from '../../src/store/list.ts';
import type { DeckState } from '../../src/store/state.ts';
import { messagesKey, type View } from '../../src/store/view.ts';
import { type ListedMessage, type MessagePage, newest } from '../../src/views/messages/stream-messages.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { before, consumerInfo, now, ready, sampleState, streamInfo, withStreams } from '../support/state.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

function show(parts: Partial<DeckState>): Drawing {
	drawing = draw(sampleState(parts));
	return drawing;
}

function listed(seq: number, start = `{"n":${seq}}`): ListedMessage {
	return { seq, subject: 'logs.app', time: before(1000), size: 12_345, payload: 12_300, headers: seq % 2, start };
}

function page(
	entries: readonly ListedMessage[],
	{ subject, ...more }: Partial<MessagePage> & { readonly subject?: string } = {},
): Pick<DeckState, 'messages' | 'views'> {
	const value = { entries, atStart: true, atEnd: true, upTo: entries.at(-1)?.seq ?? 0, confirmed: true, ...more };
	const view: View = { kind: 'stream', stream: 'LOGS', pane: 'messages', ...(subject !== undefined && { subject }) };
	const known = { wish: newest(subject), page: ready(value) };
	return {
		messages: { entries: new Map([[messagesKey('LOGS', subject), known]]) },
		views: [{ kind: 'streams' }, view],
	};
}

describe('the messages of a stream', () => {
	test('fit every size, and say in one row what is deleted', () => {
		const entries = [listed(1), listed(1206), listed(1207, '')];
		for (const [columns, rows] of [
			[60, 16],
			[80, 24],
			[200, 60],
		] as const) {
			const { lines, text } = show({ ...page(entries), size: { columns, rows } });
			expect(lines().every((line) => line.length <= columns)).toBe(true);
			expect(text()).toContain('… 1,204 deleted …');
			expect(text()).toMatch(/▸ +1 /);
			expect(text()).toContain('logs.app');
			if (columns >= 80) expect(text()).toMatch(/1,207 .*empty/);
		}
	});

	test('cannot be opened where they are deleted, which is said', async () => {
		const { typeFor } = show(page([listed(1), listed(9)]));
		await typeFor('j\r', 'Messages 2 to 8 are deleted: removed by a limit or a request.');
	});

	test('are counted without the gaps between them', async () => {
		const { lines, typeFor } = show(page([listed(1), listed(1206), listed(1207)]));
		expect(lines()[1]).toMatch(/› messages 3 /);
		expect(lines().at(-1)).toMatch(/1\/3\s*$/);
		await typeFor('G', '3/3');
		await typeFor('/logs', '3 of 3');
	});

	test('are counted as far as they were read', () => {
		const { lines } = show(page([listed(1206), listed(1207)], { atStart: false }));
		expect(lines()[1]).toContain('messages 2 of 12,345,678 · following');
		drawing?.end();
		expect(show(page([listed(1206)], { atStart: false, subject: 'logs.app' })).lines()[1]).toContain('messages 1 read');
	});

	test('of one subject name it, in the list and one by one, and say that they are followed', async () => {
		const { lines, typeFor } = show({
			...page([listed(1), listed(9)], { subject: 'logs.app' }),
			lists: new Map([['messages:LOGS\0logs.app', { ...emptyList, cursor: '9', index: 1 }]]),
		});
		expect(lines()[1]).toContain('LOGS › messages 2 · subject logs.app · following');
		await typeFor('k', '▸            1');
		expect(lines()[1]).not.toContain('following');
		await typeFor('\r', '› messages › 1 · subject logs.app');
	});

	test('are not followed while they cannot be read', () => {
		const { messages, views } = page([listed(1)]);
		const known = messages.entries.get('LOGS');
		if (known?.page.phase !== 'ready') throw new Error('no page');
		const problem = { kind: 'timeout', subject: 'X', message: 'No reply in time.', advice: 'Wait.' } as const;
		const failed = { phase: 'failed', problem, at: now, last: known.page } as const;
		const { lines } = show({ views, messages: { entries: new Map([['LOGS', { ...known, page: failed }]]) } });
		expect(lines()[1]).toContain('No reply in time.');
		expect(lines()[1]).not.toContain('following');
	});

	test('are called deleted only where the leader counts them so', async () => {
		const { text, typeFor } = show(page([listed(1), listed(9)], { confirmed: false }));
		expect(text()).toContain('… 7 not found …');
		await typeFor('j\r', 'Messages 2 to 8 are not found, and not confirmed as deleted by the leader.');
	});

	test('are not in a mirror that leaves them out', async () => {
		const mirror = streamInfo('LOGS', { config: { mirror: { name: 'ALL', filter_subject: 'logs.eu' } } });
		const { text, typeFor } = show({ ...withStreams([mirror]), ...page([listed(1), listed(9)]) });
		expect(text()).toContain('… 7 absent …');
		await typeFor('j\r', 'Messages 2 to 8 are not in this mirror: excluded by its filter, or');
	});

	test('are none in an empty stream', () => {
		expect(show(page([])).text()).toContain('No messages in this stream.');
	});
});

describe('a message', () => {
	const entry = (payload: Uint8Array | string): StoredEntry => ({
		seq: 7,
		subject: 'logs.app',
		time: new Date(now).toISOString(),
		headers: [
			['Trace', 'one'],
			['Trace', 'two'],
		],
		payload: typeof payload === 'string' ? new TextEncoder().encode(payload) : payload,
		size: 99,
	});
	const opened = (payload: Uint8Array | string, gone = false): Partial<DeckState> => ({
		opened: { stream: 'LOGS', seq: 7, gone, entry: ready(entry(payload)) },
		views: [{ kind: 'streams' }, { kind: 'message', stream: 'LOGS', seq: 7, as: 'auto' }],
	});

	test('shows its headers in their order and JSON as JSON; v shows text, then hexadecimal bytes', async () => {
		const { text, typeFor } = show(opened(stringifyJson({ level: 'warn', n: 1 })));
		expect(text()).toMatch(/Trace +one[\s\S]*Trace +two/);
		expect(text()).toContain('"level": "warn"');
		await typeFor('v', '{"level":"warn","n":1}');
		await typeFor('vv', '00000000  7b 22 6c 65');
	});

	test('is hexadecimal where it is no text, and says how much is not shown', async () => {
		expect(show(opened(Uint8Array.of(0, 1, 0xff))).text()).toContain('00000000  00 01 ff');
		drawing?.end();
		const { text, typeFor } = show(opened('x'.repeat(300_000)));
		expect(text()).toContain('Payload  text, 293.0 KiB');
		await typeFor('G', '… the first 256 KiB of 293.0 KiB; press w to save all of it.');
	});

	test('stays to be read when it is gone', () => {
		expect(show(opened('{}', true)).text()).toContain('! This message is no longer in the stream.');
	});
});

test('what was fetched says how long there is to acknowledge it', () => {
	const entry: StoredEntry = {
		seq: 3,
		subject: 'logs.app',
		time: before(0),
		headers: [],
		payload: new Uint8Array(),
		size: 0,
	};
	const delivery = { entry, deliveries: 2, consumerSeq: 4, pending: 5, at: now - 10_000 };
	const messages = [
		{ ...delivery, reply: '$JS.ACK.a' },
		{ ...delivery, reply: '$JS.ACK.b', at: now - 40_000 },
		{ ...delivery, reply: '$JS.ACK.c', said: 'acked' as const },
	];
	const { text } = show({
		fetched: new Map([['ORDERS\0billing', { created: before(30 * 86_400_000), messages }]]),
		consumers: { entries: new Map([['ORDERS\0billing', { info: ready(consumerInfo('ORDERS', 'billing')) }]]) },
		views: [{ kind: 'streams' }, { kind: 'fetched', stream: 'ORDERS', consumer: 'billing' }],
	});
	expect(text()).toMatch(/▸ +3 +20s to ack +2 +logs\.app[\s\S]*! ack wait over[\s\S]*acked/);
});
