import fc from 'fast-check';
import { Kind, Parser, type ParserEvent } from 'nats/lib/nats-base-client/parser.js';
import { expect, it } from 'vitest';
import { Reader } from '../../src/nats/reader.ts';

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');

/** What was read, one after the other. */
type Events = (readonly unknown[])[];

function readerOf(events: Events): Reader {
	return new Reader({
		processMsg: ({ subject, reply, sid, hdr, size }, data) =>
			events.push([Kind.MSG, text(subject), text(reply), sid, hdr, size, text(data)]),
		processPing: () => events.push([Kind.PING]),
		processPong: () => events.push([Kind.PONG]),
		processInfo: (data) => events.push([Kind.INFO, text(data)]),
		processError: (data) => events.push([Kind.ERR, text(data)]),
	});
}

function libraryOf(events: Events): Parser {
	const push = ({ kind, msg, data }: ParserEvent): void => {
		if (msg !== undefined)
			events.push([kind, text(msg.subject), text(msg.reply), msg.sid, msg.hdr, msg.size, text(data)]);
		else if (kind !== Kind.OK) events.push(data === undefined ? [kind] : [kind, text(data)]);
	};
	return new Parser({ push });
}

const word = fc.stringMatching(/^[a-z0-9._$]{1,20}$/);
const payload = fc.oneof(
	fc.string({ maxLength: 300, unit: 'binary' }).map((content) => Buffer.from(content).toString('latin1')),
	fc.constantFrom('', '\r\n', 'MSG a 1 5\r\n', 'PING\r\n', 'x'.repeat(20_000), 'y'.repeat(40_000)),
);
const head = 'NATS/1.0\r\na: b\r\n\r\n';
const message = fc.tuple(word, fc.nat(), fc.option(word), payload).map(([subject, sid, reply, content]) => {
	const to = reply === null ? '' : ` ${reply}`;
	return `MSG ${subject} ${sid}${to} ${content.length}\r\n${content}\r\n`;
});
const withHeaders = fc.tuple(word, fc.nat(), fc.option(word), payload).map(([subject, sid, reply, content]) => {
	const to = reply === null ? '' : ` \t${reply}`;
	return `HMSG ${subject} ${sid}${to} ${head.length} ${head.length + content.length}\r\n${head}${content}\r\n`;
});
const other = fc.constantFrom('PING\r\n', 'PONG\r\n', '+OK\r\n', "-ERR 'Stale Connection'\r\n", 'INFO {"a": 1}\r\n');
const sent = fc.array(fc.oneof(message, withHeaders, other), { minLength: 1, maxLength: 12 });

/** Cuts bytes at any places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
	const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((one, two) => one - two);
	return ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
}

it('reads what the library reads, in whatever pieces it comes, and keeps nothing of their memory', () => {
	fc.assert(
		fc.property(sent, fc.array(fc.nat(), { maxLength: 8 }), (lines, places) => {
			const [ours, theirs]: [Events, Events] = [[], []];
			const [reader, library] = [readerOf(ours), libraryOf(theirs)];
			const memory = Buffer.alloc(500_000);
			for (const piece of cut(Buffer.from(lines.join(''), 'latin1'), places)) {
				library.parse(Buffer.from(piece));
				piece.copy(memory);
				reader.read(memory.subarray(0, piece.length));
				memory.fill(0);
			}
			expect(ours).toEqual(theirs);
		}),
	);
});

it('takes the memory of a large payload again once nobody needs it, and never before', () => {
	const payloads: Uint8Array[] = [];
	const reader: Reader = new Reader({
		...({} as ConstructorParameters<typeof Reader>[0]),
		processMsg: (_, data) => payloads.push(data),
	});
	const send = (letter: string, size: number) =>
		reader.read(Buffer.from(`MSG a 1 ${size}\r\n${letter.repeat(size)}\r\n`));
	send('a', 20_000);
	send('b', 20_000);
	const [first, second] = payloads as [Uint8Array, Uint8Array];
	expect(text(first)).toBe('a'.repeat(20_000));
	reader.recycle(first.subarray(5));
	reader.recycle(first);
	send('c', 19_000);
	send('d', 19_000);
	expect(payloads[2]?.buffer).toBe(first.buffer);
	expect(payloads[3]?.buffer).not.toBe(first.buffer);
	expect(text(second)).toBe('b'.repeat(20_000));
	expect(payloads.slice(2).map(text)).toEqual(['c'.repeat(19_000), 'd'.repeat(19_000)]);
	// Not of one: small payloads share memory.
	send('e', 10);
	reader.recycle(payloads[4] as Uint8Array);
	send('f', 18_000);
	expect(payloads[5]?.buffer).not.toBe(payloads[4]?.buffer);
});

it.each([
	'HELLO\r\n',
	'MSG a 1\r\n',
	'MSG a 1 x\r\n',
	'MSG a 1 r 5 5\r\n',
	'MSG a 1 99999999999999999\r\n',
	'MSG a 1 4000000000\r\n',
	'HMSG a 1 12 10\r\n',
	'HMSG a 1 12\r\n',
	'x'.repeat(2_000_000),
])('refuses what is not of the protocol: %.20s', (line) => {
	expect(() => readerOf([]).read(Buffer.from(line))).toThrow(/The server sent a/);
});
