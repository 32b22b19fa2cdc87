import { afterEach, expect, test } from 'vitest';
import type { ConsoleReply, Exchange } from '../../src/console/state.ts';
import { goTo } from '../../src/store/nav.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { exchange, reply } from '../support/exchanges.ts';
import { sampleState } from '../support/state.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

/** The replies of some lines, with the cursor on the last of them. */
async function amongReplies(...exchanges: readonly Exchange[]): Promise<Drawing> {
	const state = sampleState();
	drawing = draw({
		...state,
		...goTo(state, { kind: 'console' }),
		size: { columns: 80, rows: 30 },
		console: { ...state.console, exchanges },
	});
	await drawing.typeFor(keyBytes('esc'), 'i type');
	return drawing;
}

test('a mirror that replies in place of the stream is named', async () => {
	const from = (stream: string): ConsoleReply =>
		reply('m5', { headers: [['Nats-Stream', stream]], subject: '_INBOX.0123456789ABCDEFGHIJKL' });
	const direct = (stream: string): Exchange =>
		exchange([], { subject: '$JS.API.DIRECT.GET.G1', replies: [from(stream)], came: 1 });
	const { text } = await amongReplies(direct('G1'), direct('G1M'));
	expect(text().match(/Replied by \S+/g)).toEqual(['Replied by G1M,']);
	expect(text()).toContain('a mirror of G1');
});

test('the search goes on and back, says which it is, and begins anew', async () => {
	const { typeFor, shows } = await amongReplies(exchange([{ a: 'one fish', b: { c: 'two fish' }, d: 'red fish' }]));
	await typeFor('/', 'enter searches the replies');
	await typeFor('FISH', 'FISH');
	await typeFor(keyBytes('enter'), '“FISH” 1 of 3');
	await typeFor('n', '2 of 3');
	await typeFor('n', '3 of 3');
	await typeFor('n', '1 of 3');
	await typeFor('N', '3 of 3');
	await typeFor('N', '2 of 3');
	// Typing begins anew; nothing typed is the same again.
	await typeFor('/', '↵ find again');
	await typeFor(keyBytes('enter'), '3 of 3');
	await typeFor('/', 'enter searches the replies');
	await typeFor('red', 'red');
	await typeFor(keyBytes('enter'), '“red” 1 of 1');
	await typeFor('k', 'esc back');
	await shows('esc back · i or tab');
});

test('the search unfolds what holds it, one line after the other', async () => {
	const rows = Array.from({ length: 60 }, (_, at) => ({
		id: at,
		tags: { name: at % 20 === 7 ? `needle ${at}` : 'hay' },
	}));
	const { typeFor, shows, text } = await amongReplies(exchange([{ rows }]));
	await shows('▸{ id: 0');
	await typeFor('/', 'enter searches the replies');
	await typeFor('needle', 'needle');
	await typeFor(keyBytes('enter'), '1 of 3');
	expect(text()).toContain('"name": "needle 7"');
	await typeFor('n', '2 of 3');
	await shows('"name": "needle 27"');
	await typeFor('n', '3 of 3');
	await typeFor('N', '2 of 3');
	await shows('"name": "needle 27"');
});

test('the search finds every line of a long text', async () => {
	const long = `${'x'.repeat(200)} needle ${'y'.repeat(300)} needle ${'z'.repeat(100)}`;
	const { typeFor } = await amongReplies(exchange([{ long }]), exchange([long]));
	await typeFor('g', '');
	await typeFor('/', 'enter searches the replies');
	await typeFor('needle', 'needle');
	await typeFor(keyBytes('enter'), '1 of 4');
	for (const at of [2, 3, 4, 1]) await typeFor('n', `${at} of 4`);
});

test('on the line of several replies all of them are taken, on one of them that one', async () => {
	const { typeFor, shows, asked, text } = await amongReplies(exchange([{ a: 1 }, { a: 2 }, 'three']));
	await typeFor('g', '› asked');
	await typeFor('c', 'all 3 replies');
	await typeFor(keyBytes('enter'), "Sent to the terminal's clipboard: all 3 replies");
	expect(asked()).toContain(`copy ${'{\n  "a": 1\n}\n{\n  "a": 2\n}\nthree\n'}`);
	await typeFor('w', 'Save all 3 replies as');
	await typeFor(keyBytes('enter'), 'Saved /');
	await typeFor('jj', '');
	await typeFor('w', 'Save the reply as');
	await typeFor(keyBytes('esc'), 'i type');
	await shows('w save');
	expect(text()).not.toContain('as the preview');
	expect(text()).not.toContain('next page');
});

const next = '$JS.API.CONSUMER.MSG.NEXT.ORDERS.pull';
const ack = '$JS.ACK.ORDERS.pull.1.1.1.1795982222422806804.4';

test('a pulled message says where it was published and where it is acknowledged, and a status what it means', async () => {
	const message = reply({ id: 1 }, { subject: 'orders.new', reply: ack });
	const end = reply('', { number: 2, subject: 'orders.new', status: { code: 404, description: 'No Messages' } });
	const deleted = reply('', { number: 3, status: { code: 409, description: 'Consumer Deleted' } });
	const { typeFor, shows, text, asked } = await amongReplies(
		exchange([], { subject: next, replies: [message], came: 1, bytes: 8 }),
		exchange([], { subject: next, replies: [message, end, deleted], came: 3, several: true }),
		exchange([], { subject: '$JS.API.DIRECT.GET.ORDERS', replies: [end], came: 1 }),
	);
	await shows('published to orders.new');
	expect(text()).toContain(`to acknowledge: ${ack}`);
	expect(text()).toMatch(/#1 \+0\.001s orders\.new 8 B {2}\{"id":1\}/);
	expect(text()).toMatch(/#2 .*status 404 No Messages 0 B {2}The consumer has no messages/);
	expect(text()).toMatch(/#3 .*✗ status 409 Consumer Deleted/);
	expect(text()).toMatch(/✗ No Messages \(status 404\)\s+There is no such message/);
	await typeFor('g', 'published to');
	await typeFor('c', 'the reply subject');
	await typeFor(keyBytes('down'), '▸ the reply subject');
	await typeFor(keyBytes('enter'), 'Sent to the terminal');
	expect(asked()).toContain(`copy ${ack}`);
});
