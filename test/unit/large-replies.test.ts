import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isJson } from '../../src/format/json-scan.ts';
import { width } from '../../src/format/width.ts';
import { contentOf, largeFrom, nextOffset, typeOf } from '../../src/jetstream/reply-content.ts';
import type { Body } from '../../src/views/console/body.ts';
import { mostHits } from '../../src/views/console/body.ts';
import { jsonBody } from '../../src/views/console/json-body.ts';
import { textBody } from '../../src/views/console/text-body.ts';
import { reply } from '../support/exchanges.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textAt = (body: Body, row: number): string =>
	body
		.line(row)
		.map(({ text }) => text)
		.join('');
const allOf = (body: Body): readonly string[] => Array.from({ length: body.rows }, (_, row) => textAt(body, row));
const parses = (text: string): boolean => {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
};

const word = fc.stringMatching(/^[a-zA-Z0-9 ]{0,12}$/);
const text = fc.oneof(
	word,
	fc.string({ unit: 'grapheme' }),
	fc.constant('x'.repeat(300)),
	fc.constant('日本語'.repeat(40)),
);
const tree = (leaf: fc.Arbitrary<string>) =>
	fc.letrec<{ value: unknown }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 5, withCrossShrink: true },
			fc.oneof(
				fc.integer(),
				fc.double({ noNaN: true, noDefaultInfinity: true }),
				fc.boolean(),
				fc.constant(null),
				leaf,
			),
			fc.array(tie('value'), { maxLength: 4 }),
			fc.dictionary(leaf, tie('value'), { maxKeys: 4 }),
		),
	})).value;

const draw = (text: string, columns: number, toggled: readonly string[] = []): Body =>
	jsonBody(bytesOf(text), { toggled: new Set(toggled), name: '/', columns });

describe('JSON that is not made into values', () => {
	it('is taken for JSON where JSON.parse takes it', () => {
		const damage = fc.tuple(
			tree(text),
			fc.nat(),
			fc.constantFrom('', ',', '"', '{', ']', '0', '-', '.', 'e', '\\', 'u', '\n', ':'),
		);
		fc.assert(
			fc.property(damage, fc.boolean(), ([value, at, sign], isLonger) => {
				const whole = JSON.stringify(value);
				const cut = at % (whole.length + 1);
				const broken = whole.slice(0, cut) + sign + whole.slice(isLonger ? cut : cut + 1);
				expect(isJson(bytesOf(broken))).toBe(parses(broken));
			}),
			{ numRuns: 2000 },
		);
		for (const odd of [
			'',
			' ',
			'1',
			'-0.5e+10 ',
			'01',
			'-',
			'1.',
			'.1',
			'1e',
			'tru',
			'[1,]',
			'{,}',
			'"\\u12G4"',
			'"\\u1234"',
			'[]]',
			'"\t"',
			'{"a" : 1}',
			'{"a"}',
			'\u00a01',
		])
			expect([odd, isJson(bytesOf(odd))]).toEqual([odd, parses(odd)]);
	});

	it('is drawn as it is written with indents, each row alone and in any order, and found in', () => {
		fc.assert(
			fc.property(tree(word), fc.boolean(), (value, isCompact) => {
				const lines = JSON.stringify(value, undefined, 2).split('\n');
				fc.pre(lines.length <= 120);
				const body = draw(JSON.stringify(value, undefined, isCompact ? 0 : 1), 200);
				expect(allOf(body)).toEqual(lines.map((line) => `    ${line}`));
				for (let row = body.rows - 1; row >= 0; row -= 3) expect(textAt(body, row)).toBe(`    ${lines[row]}`);
				const holding = (wanted: string) =>
					lines.flatMap((line, row) => (line.toLowerCase().includes(wanted) ? [row] : []));
				expect(body.hits('e').map(({ row }) => row)).toEqual(holding('e'));
			}),
			{ numRuns: 500 },
		);
	});

	it('says as much in any width, and no row is wider', () => {
		fc.assert(
			fc.property(tree(text), fc.integer({ min: 30, max: 120 }), (value, columns) => {
				const body = draw(JSON.stringify(value), columns);
				for (const line of allOf(body)) expect(width(line)).toBeLessThanOrEqual(columns);
				for (let row = body.rows - 1; row >= 0; row -= 3) expect(textAt(body, row)).toBe(allOf(body)[row]);
			}),
			{ numRuns: 200 },
		);
	});

	it('reads a long text once, whichever of its rows are drawn', () => {
		const body = draw(JSON.stringify(['x', 'y'.repeat(largeFrom), 'z']), 80);
		const read = vi.spyOn(JSON, 'parse');
		onTestFinished(() => read.mockRestore());
		for (let row = 0; row < 100; row += 1) for (const each of [row, 0, 100 - row]) textAt(body, each);
		const long = read.mock.calls.filter(([each]) => each.length > largeFrom);
		expect(long.length).toBeLessThanOrEqual(1);
		expect(textAt(body, 50)).toContain('yyyy');
	});

	const list = Array.from({ length: 20_000 }, (_, id) => ({ id, tags: ['a', { deep: `tag ${id}` }] }));
	const data = JSON.stringify(list);
	const drawList = (...toggled: readonly string[]) => draw(data, 80, toggled);

	it('is folded from the third level on, and says what is in it', () => {
		const body = drawList();
		expect(body.rows).toBe(2 + 4 * list.length);
		expect(textAt(body, 0).trim()).toBe('[');
		expect(textAt(body, 3).trim()).toBe('"tags": ▸[ "a", {…} · 2 entries ]');
		expect(textAt(body, 4 * 12_345 + 2).trim()).toBe('"id": 12345,');
		expect(body.fold?.(4 * 12_345 + 3)).toBe('/.12345.tags');
		expect(textAt(drawList('/'), 0).trim()).toBe('▸[ 20,000 entries ]');
		expect(drawList('/.7').rows).toBe(body.rows - 3);
		expect(textAt(drawList('/.7'), 1 + 4 * 7).trim()).toBe('▸{ id: 7, tags: [2] · 2 keys },');
	});

	it('is found in what is folded, with what is to be unfolded', () => {
		const [hit, ...more] = drawList().hits('TAG 12345');
		expect(more).toEqual([]);
		expect(hit).toEqual({ row: 4 * 12_345 + 3, unfold: ['/.12345.tags'] });
		const body = drawList(...(hit?.unfold ?? []));
		const [row] = body.hits('tag 12345').map((each) => each.row);
		expect(textAt(body, row ?? 0).trim()).toBe('"deep": "tag 12345"');
		expect(drawList().hits('"id": 777,')).toEqual([{ row: 4 * 777 + 2, unfold: [] }]);
		expect(drawList().hits('"id": 7777')).toEqual([{ row: 4 * 7777 + 2, unfold: [] }]);
		expect(drawList().hits('id: 7777')).toEqual([{ row: 4 * 7777 + 2, unfold: [] }]);
		expect(drawList().hits('tag')).toHaveLength(mostHits);
	});
});

describe('a text that is not cut into lines', () => {
	it('is drawn line by line, and found in', () => {
		const lines = fc.array(word, { minLength: 1, maxLength: 30 });
		fc.assert(
			fc.property(lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), (all, end, ends) => {
				fc.pre(all.at(-1) !== '');
				const body = textBody(bytesOf(all.join(end) + (ends ? end : '')), 60);
				expect(allOf(body)).toEqual(all.map((line) => `    ${line}`));
				const holding = all.flatMap((line, row) => (line.toLowerCase().includes('a') ? [row] : []));
				expect(body.hits('a').map(({ row }) => row)).toEqual(holding);
			}),
			{ numRuns: 300 },
		);
	});
});

describe('a large reply', () => {
	const padding = '1,'.repeat(largeFrom / 2);
	const page = `{"type":"io.nats.jetstream.api.v1.stream_names_response","total":90,"offset":0,"limit":2,"streams":["A","B"],"pad":[${padding}1]}`;

	it('is told by its type, and by the page that follows', () => {
		const { message } = reply(page);
		expect(contentOf(message).kind).toBe('large json');
		expect(typeOf(message)).toBe('stream_names_response');
		expect(nextOffset(message)).toBe(2);
	});

	it.each([
		[`[${padding}]`, 'large text'],
		[`[${padding}1]`, 'large json'],
		['x'.repeat(largeFrom + 1), 'large text'],
		[`${'['.repeat(300)}${padding}1${']'.repeat(300)}`, 'large text'],
		[`[${padding}]`.slice(0, largeFrom), 'text'],
	] as const)('is what it is: %.10s…', (text, kind) => {
		expect(contentOf(reply(text).message).kind).toBe(kind);
	});
});

it('rows are what they were after a search that went past the end', () => {
	const text = `${JSON.stringify({ a: 1, b: [1, 2, 3], c: { d: 'x y' }, e: 5 })}${' '.repeat(500)}`;
	const body = draw(text, 80);
	const before = allOf(body);
	textAt(body, body.rows - 2);
	body.hits(' ');
	for (let row = body.rows - 1; row >= 0; row -= 1) expect(textAt(body, row)).toBe(before[row]);
	textAt(body, body.rows - 3);
	body.hits(' ');
	expect(Array.from({ length: 3 }, (_, at) => textAt(body, body.rows - 3 + at))).toEqual(before.slice(-3));
});
