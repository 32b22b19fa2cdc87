import { describe, expect, it } from 'vitest';
import { replyWriter } from '../../src/cli/request-reply.ts';
import type { Prepared } from '../../src/console/prepare.ts';

const hostile = '\u001b]52;c;aGk=\u0007\u001b[2J\u009b31mhi\ttab';

/** What is written of a reply, as it comes. */
function written(data: Uint8Array | string, { isTTY, raw = false }: { isTTY: boolean; raw?: boolean }): string {
	const chunks: Buffer[] = [];
	const write = (chunk: Uint8Array | string): boolean => chunks.push(Buffer.from(chunk)) > 0;
	const out = { isTTY, write } as unknown as NodeJS.WriteStream;
	const writer = replyWriter(
		{ raw, asPreview: false },
		{ message: { subject: 'asked', payload: '' } } as Pick<Prepared, 'preview' | 'message'>,
		out,
		() => {},
	);
	writer.write({ subject: 'a', headers: [], data: Buffer.from(data) });
	return Buffer.concat(chunks).toString('latin1');
}

/** All that a terminal may act upon, but line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const harmful = /[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]/;

describe('a reply on a terminal', () => {
	it.each([
		['text', hostile],
		['JSON', JSON.stringify({ a: hostile })],
		['bytes', Uint8Array.from([0x1b, 0x5b, 0x32, 0x4a, 0xff])],
	])('does it no harm, as %s', (_, data) => {
		expect(written(data, { isTTY: true })).not.toMatch(harmful);
		expect(written(data, { isTTY: true })).toMatch(/\n$/);
	});

	it('is whole, however long', () => {
		expect(written('x'.repeat(50_000), { isTTY: true })).toHaveLength(50_001);
	});

	it('shows bytes that are no text in hexadecimal', () => {
		expect(written(Uint8Array.from([0x1b, 0x41, 0xff]), { isTTY: true })).toBe(
			`00000000  1b 41 ff${' '.repeat(39)}  .A.\n`,
		);
	});

	it('is not indented where it is asked for raw, and does no harm either', () => {
		expect(written('{"a":1}', { isTTY: true, raw: true })).toBe('{"a":1}\n');
		expect(written(hostile, { isTTY: true, raw: true })).not.toMatch(harmful);
		expect(written(JSON.stringify({ a: hostile }), { isTTY: true, raw: true })).not.toMatch(harmful);
	});
});

describe('a reply in a pipe', () => {
	it('is as it came, with a line end', () => {
		expect(written(hostile, { isTTY: false })).toBe(`${Buffer.from(hostile).toString('latin1')}\n`);
		expect(written('{"a":1}\n', { isTTY: false })).toBe('{"a":1}\n');
	});
});

describe('what is told of a reply beside it', () => {
	/** What is complained of a reply to a request, and whether it counts as an error. */
	function told(asked: string, message: Partial<Parameters<ReturnType<typeof replyWriter>['write']>[0]>) {
		const said: string[] = [];
		const out = { isTTY: false, write: () => true } as unknown as NodeJS.WriteStream;
		const request = { message: { subject: asked, payload: '' } } as Pick<Prepared, 'preview' | 'message'>;
		const writer = replyWriter({ raw: false, asPreview: false }, request, out, (text) => said.push(text));
		const isError = writer.write({ subject: '_INBOX.x', headers: [], data: new Uint8Array(), ...message });
		return { said, isError };
	}
	const next = '$JS.API.CONSUMER.MSG.NEXT.ORDERS.pull';

	it('is where a pulled message was published, and where it is acknowledged', () => {
		const { said, isError } = told(next, { subject: 'orders.new', reply: '$JS.ACK.ORDERS.pull.1.1.1.1.0' });
		expect(said).toEqual(['published to orders.new', 'to acknowledge: $JS.ACK.ORDERS.pull.1.1.1.1.0']);
		expect(isError).toBe(false);
	});

	it('is nothing of a plain reply', () => {
		expect(told('a', { subject: '_INBOX.0123456789ABCDEFGHIJKL', data: Buffer.from('{}') }).said).toEqual([]);
	});

	it('is what a status means', () => {
		const missing = told('$JS.API.DIRECT.GET.ORDERS', { status: { code: 404, description: 'Message Not Found' } });
		expect(missing.said).toEqual([
			expect.stringMatching(/^Message Not Found \(status 404\)\. There is no such message/),
		]);
		expect(missing.isError).toBe(true);
		const end = told('$JS.API.DIRECT.GET.ORDERS', { status: { code: 204, description: 'EOB' } });
		expect(end.said).toEqual(['status 204 EOB', expect.stringContaining('batch ends here')]);
		expect(end.isError).toBe(false);
	});
});
