import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/console/line.ts';
import type { Line, ParsedLine } from '../../src/console/parsed-line.ts';

function lineOf(text: string): Line {
	const parsed = parseLine(text);
	if (parsed.kind !== 'line') throw new Error(`${text}: ${JSON.stringify(parsed)}`);
	return parsed.line;
}

/** Subject, payload and verb, where nothing else is said. */
function short(text: string): readonly [string, unknown, string] {
	const { subject, payload, verb } = lineOf(text);
	const said = payload === undefined ? '' : payload.from === 'text' ? payload.text : payload;
	return [subject, said, verb];
}

function fault(text: string): Extract<ParsedLine, { kind: 'fault' }> {
	const parsed = parseLine(text);
	if (parsed.kind !== 'fault') throw new Error(`${text}: ${JSON.stringify(parsed)}`);
	return parsed;
}

describe('a line of the console', () => {
	it.each([
		['$JS.API.INFO', '$JS.API.INFO', '', 'request'],
		["nats req '$JS.API.INFO' ''", '$JS.API.INFO', '', 'request'],
		['req $JS.INFO .', '$JS.INFO', '.', 'request'],
		["$ nats request '$JS.ENABLED' '.'", '$JS.ENABLED', '.', 'request'],
		['nats-req "\\$JS.INFO" ""', '$JS.INFO', '', 'request'],
		['/usr/local/bin/nats req \\$JS.API.INFO', '$JS.API.INFO', '', 'request'],
		[
			'$JS.API.STREAM.NAMES {"offset": 10, "subject": "a | b"}',
			'$JS.API.STREAM.NAMES',
			'{"offset": 10, "subject": "a | b"}',
			'request',
		],
		[`req x '{"a":"it''s"}'`, 'x', '{"a":"its"}', 'request'],
		['req x "{\\"a\\": 1}"', 'x', '{"a": 1}', 'request'],
		['req x “two words”', 'x', 'two words', 'request'],
		['pub orders.new hello', 'orders.new', 'hello', 'publish'],
		["nats pub orders.new 'two words'", 'orders.new', 'two words', 'publish'],
		['sub orders.>', 'orders.>', '', 'subscribe'],
		['$JS.ACK.S.C.1.2.3 -NAK', '$JS.ACK.S.C.1.2.3', '-NAK', 'request'],
		['x -5', 'x', '-5', 'request'],
		["x '@home'", 'x', '@home', 'request'],
		["x '-Hello'", 'x', '-Hello', 'request'],
		['x -- --raw', 'x', '--raw', 'request'],
		['nats req \\\n  $JS.API.INFO \\\n  {}', '$JS.API.INFO', '{}', 'request'],
		['nats req $JS.API.INFO # who am I', '$JS.API.INFO', '', 'request'],
		["echo '{}' | nats req '$JS.API.STREAM.NAMES'", '$JS.API.STREAM.NAMES', '{}', 'request'],
		['echo -n 5 | nats req $JS.STREAM.LOGS.MSG.DELETE', '$JS.STREAM.LOGS.MSG.DELETE', '5', 'request'],
		["'req' hello", 'req', 'hello', 'request'],
	])('%s', (text, subject, payload, verb) => {
		expect(short(text)).toEqual([subject, payload, verb]);
	});

	it('reads files', () => {
		const pasted = "cat LOGS.json | nats req '$JS.STREAM.LOGS.CREATE'";
		expect(short(pasted)).toEqual(['$JS.STREAM.LOGS.CREATE', { from: 'file', path: 'LOGS.json', at: 4 }, 'request']);
		expect(short('x @"my file.json"')[1]).toEqual({ from: 'file', path: 'my file.json', at: 2 });
		expect(short('x -')[1]).toEqual({ from: 'input', at: 2 });
	});

	it('leaves out what only reads the reply', () => {
		const line = lineOf("nats req '$JS.API.INFO' '' | jq .limits");
		expect(line.subject).toBe('$JS.API.INFO');
		expect(line.notes).toEqual(['jetdeck ignores | jq: it shows the whole reply.']);
	});

	it('shows a file that nothing takes', () => {
		for (const text of ['cat LOGS.json', '$ cat LOGS.json', 'cat LOGS.json | jq .'])
			expect(parseLine(text)).toEqual({ kind: 'file', file: { path: 'LOGS.json', at: text.indexOf('LOGS') } });
	});

	it.each([
		['nats consumer info LOGS TAIL -j> TAIL.json', '$JS.API.CONSUMER.INFO.LOGS.TAIL', 'TAIL.json'],
		["nats req '$JS.API.INFO' '' > info.json", '$JS.API.INFO', 'info.json'],
		['$JS.API.INFO >info.json', '$JS.API.INFO', 'info.json'],
		['nats stream ls > "my streams.json" | jq .', '$JS.API.STREAM.LIST', 'my streams.json'],
		['nats stream ls | jq . > s.json', '$JS.API.STREAM.LIST', 's.json'],
	])('%s saves the reply', (text, subject, path) => {
		expect(lineOf(text)).toMatchObject({ subject, saveTo: { path } });
	});

	it.each([
		["svc '>'", { from: 'text', text: '>', at: 4 }],
		["svc '> f'", { from: 'text', text: '> f', at: 4 }],
		['svc a>b', { from: 'text', text: 'a>b', at: 4 }],
	])('%s saves nothing', (text, payload) => {
		expect(lineOf(text)).toMatchObject({ payload });
		expect(lineOf(text).saveTo).toBeUndefined();
		for (const all of ['sub >', 'nats sub >', 'sub --raw >']) expect(lineOf(all).subject).toBe('>');
	});

	it('has the request behind a command of the nats CLI', () => {
		expect(lineOf('watch 1s nats stream info LOGS')).toMatchObject({
			subject: '$JS.API.STREAM.INFO.LOGS',
			watchMs: 1000,
			nats: { request: { command: 'stream info' } },
		});
		// What only the file names stays open.
		expect(lineOf('nats consumer create --config T.json').subject).toBe('$JS.API.CONSUMER.CREATE.{stream}.{consumer}');
	});

	it('waits as long as a command of the nats CLI says', () => {
		for (const text of ['nats --timeout 3s stream ls', 'nats --timeout=3s stream ls', 'nats stream ls --timeout 3s'])
			expect(lineOf(text)).toMatchObject({ subject: '$JS.API.STREAM.LIST', timeoutMs: 3000 });
		expect(fault('nats stream ls --timeout x').message).toMatch(/^--timeout is "x"/);
	});

	it('takes flags, wherever they stand', () => {
		const line = lineOf("nats req -H 'A: b' --replies=3 svc hello --timeout 2s --header=C:d --raw");
		expect(line).toMatchObject({
			subject: 'svc',
			headers: [
				['A', 'b'],
				['C', 'd'],
			],
			timeoutMs: 2000,
			replies: 3,
			raw: true,
		});
		expect(lineOf('svc --replies all').replies).toBe('all');
		expect(lineOf('svc --replies 0').replies).toBe('all');
	});

	it('watches', () => {
		expect(lineOf('watch $JS.API.INFO').watchMs).toBe(2000);
		expect(lineOf('watch 500ms $JS.API.INFO').watchMs).toBe(500);
		expect(lineOf("watch 5s nats req '$JS.API.INFO' ''").watchMs).toBe(5000);
		expect(fault('watch 1ms x').message).toBe('The shortest interval is 250 ms.');
		expect(fault('watch 2s pub x y').message).toBe('watch needs a request.');
		expect(fault('watch 2s').message).toBe('The line has no request.');
	});

	it.each([
		['', 'empty'],
		['   ', 'empty'],
		['# nothing', 'empty'],
	])('%j is empty', (text, kind) => {
		expect(parseLine(text).kind).toBe(kind);
	});

	it.each([
		['req', 4, 'The line needs a subject.'],
		["req 'a", 5, "The quote ' is not closed."],
		['x {"a":', 3, 'The JSON is not closed.'],
		['x {"a', 4, 'A text in the JSON is not closed.'],
		['x a b', 5, 'The line has more than one payload: put a payload with blanks in quotes.'],
		[
			"nats req x .\nnats req y ''",
			14,
			'One request at a time: this line would start another. Put a payload of several lines in quotes.',
		],
		[
			'req x\r\nreq y',
			8,
			'One request at a time: this line would start another. Put a payload of several lines in quotes.',
		],
		['req x a \\\n b', 12, 'The line has more than one payload: put a payload with blanks in quotes.'],
		["req 'a b'", 5, 'A subject must not contain blanks or line breaks.'],
		['a..b', 1, 'A subject must not have empty tokens: no dot at its ends, no two in a row.'],
		['sub a.>.b', 5, 'In a subject > can only be the last token.'],
		['nats kv ls', 6, 'The console does not support nats kv. In jetdeck :kv lists the key-value buckets.'],
		['nats stream info', 17, 'nats stream info needs the name of the stream.'],
		['nats stream edit A --storage=file', 20, 'jetdeck does not know the flag --storage of nats stream edit.'],
		['cat a.json | nats stream add LOGS --subjects a', 5, 'nats stream add reads no pipe: use --config FILE.'],
		["x > ' '", 4, '> needs the name of a file.'],
		['nats stream', 12, 'nats stream needs a subcommand; press tab to list them.'],
		[
			'nats stream fly',
			13,
			'The console does not support nats stream fly. Use nats with req, pub, sub, account, stream or consumer.',
		],
		['svc >', 6, '> needs the name of a file.'],
		['svc | jq .a > f', 7, 'The console cannot run jq: use > FILE to save the whole reply.'],
		[
			'nats stream info A\nnats stream info B',
			20,
			'One request at a time: this line would start another. Put a payload of several lines in quotes.',
		],
		['x >> f', 3, 'jetdeck does not append to files: use > FILE.'],
		['pub x y > f', 11, 'Only the reply to a single request can be saved to a file.'],
		['watch 2s x > f', 14, 'Only the reply to a single request can be saved to a file.'],
		['x --count 5', 3, 'Unknown flag --count. Quote a payload that begins with -.'],
		['x -H', 5, "-H needs a value: 'KEY: VALUE'."],
		['x -H nothing', 6, "A header must be 'Key: value' on one line, with the key in plain letters."],
		['x --replies none', 13, '--replies must be a number from 1 to 10000, or all.'],
		['pub x y --replies 3', 9, '--replies has no effect here: leave it out.'],
		[
			'kubectl get | nats req x',
			15,
			'The console cannot run nats: it supports only cat FILE or echo TEXT before a request.',
		],
		['cat a b | req x', 7, 'cat takes one file.'],
		['cat', 4, 'cat needs the name of a file.'],
		['req x | ', 6, 'A side of the pipe | is empty.'],
		['req x; req y', 6, 'One request at a time: ; would start another. Put a payload with ; in quotes.'],
		['sub x y', 7, 'A subscription takes no payload.'],
	])('%s complains at column %i', (text, column, message) => {
		expect(fault(text)).toMatchObject({ column, message });
	});

	it('says what more of the line would mend', () => {
		for (const text of ["req x '{", 'x {"a": [1,', 'x "', 'x \\']) expect(fault(text).unfinished).toBe(true);
		expect(fault('x a b').unfinished).toBe(false);
	});

	it('never throws, and finds its places inside of the line', () => {
		const pieces = fc.constantFrom(
			...['nats', 'req', 'pub', 'sub', 'watch', '2s', '-n', '$JS.API.INFO', '@f', '-H', 'A: b', '--raw', '--', '-'],
			...[
				"'",
				'"',
				'{',
				'}',
				'[',
				'|',
				';',
				'\\',
				'\n',
				' ',
				'#',
				'cat',
				'echo',
				'--replies',
				'all',
				'9',
				'“',
				'\u0000',
			],
		);
		const texts = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 40 }),
			fc.array(fc.oneof(pieces, fc.string({ maxLength: 6 })), { maxLength: 12 }).map((words) => words.join(' ')),
			fc.array(pieces, { maxLength: 12 }).map((words) => words.join('')),
		);
		fc.assert(
			fc.property(texts, (text) => {
				const parsed = parseLine(text);
				if (parsed.kind === 'fault') {
					expect(parsed.column).toBeGreaterThanOrEqual(1);
					expect(parsed.column).toBeLessThanOrEqual(text.length + 1);
					expect(parsed.message).toMatch(/\.$/);
				}
				if (parsed.kind === 'line') {
					expect(parsed.line.subject).not.toBe('');
					expect(parsed.line.subject).not.toMatch(/\s/u);
					expect(parsed.line.subjectAt).toBeLessThan(text.length);
				}
			}),
			{ numRuns: Number(process.env.JETDECK_FUZZ_RUNS ?? 5_000) },
		);
	});
});
