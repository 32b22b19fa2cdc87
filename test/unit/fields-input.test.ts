import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { exactInteger } from '../../src/format/integer.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field, FieldKind } from '../../src/jetstream/fields/field.ts';
import { readInput, writeInput } from '../../src/jetstream/fields/input.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';

const all = (fields: readonly Field[]): readonly Field[] =>
	fields.flatMap((field) => [field, ...all(field.fields ?? [])]);
const fields = all([...streamFields, ...consumerFields]);

function fieldOf(name: string): Field {
	const field = fields.find((known) => known.name === name);
	if (field === undefined) throw new Error(`no field ${name}`);
	return field;
}

const integer = fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(exactInteger);
const filled = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.isWellFormed());
const typed = fc.oneof(filled, fc.stringMatching(/^[ "',=[{\\a-z\n]{1,8}$/));
const word = typed.map((text) => text.replace(/[\s"{[,]/g, '')).filter((text) => text !== '');
const object = fc.dictionary(fc.stringMatching(/^[a-z_]+$/), fc.oneof(typed, integer, fc.boolean(), fc.array(typed)), {
	minKeys: 1,
});
const source = fc.oneof(
	word.map((name) => ({ name })),
	typed.map((name) => ({ name })),
	object,
);
const list = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.array(value, { minLength: 1, maxLength: 4 });
const natural = integer.filter((n) => n >= 0);

const valuesOf: Readonly<Record<FieldKind, (field: Field) => fc.Arbitrary<unknown>>> = {
	name: () => typed,
	text: () => typed,
	subject: () => typed,
	subjects: () => list(typed),
	texts: () => list(typed),
	count: ({ unlimited }) => (unlimited === -1 ? integer : natural),
	sequence: () => natural,
	bytes: ({ unlimited }) => (unlimited === -1 ? integer : natural),
	'bit-rate': () => natural,
	duration: () => natural,
	durations: () => list(integer),
	percent: () => fc.tuple(fc.nat(100), fc.constantFrom('', '%')).map(([n, sign]) => `${n}${sign}`),
	enum: ({ values = [] }) => fc.constantFrom(...values.map(({ value }) => value)),
	flag: () => fc.boolean(),
	timestamp: () =>
		fc
			.tuple(
				fc.date({ min: new Date('0002-01-01T00:00:00Z'), max: new Date('9998-01-01T00:00:00Z'), noInvalidDate: true }),
				fc.stringMatching(/^(\.\d{1,9})?(Z|[+-]1[0-4]:[0-5]\d)$/),
			)
			.map(([at, rest]) => at.toISOString().slice(0, 19) + rest),
	metadata: () => fc.dictionary(fc.oneof(fc.constant(''), typed), fc.oneof(fc.constant(''), typed), { minKeys: 1 }),
	placement: () => object,
	source: () => source,
	sources: () => list(source),
	external: () => object,
	'consumer-source': () => object,
	republish: () => object,
	transform: () => object,
	transforms: () => list(object),
	'consumer-limits': () => object,
};

describe('what is written for editing', () => {
	it('is read back as it was, in every field', () => {
		for (const field of fields) {
			fc.assert(
				fc.property(valuesOf[field.kind](field), (value) => {
					const text = writeInput(field, value);
					expect(text).not.toMatch(/[\n\r]/);
					expect(readInput(field, text)).toEqual({ ok: true, value });
				}),
				{ numRuns: 60 },
			);
		}
	});

	test.each([
		['max_bytes', 10 * 2 ** 30, '10 GiB'],
		['max_bytes', -1, 'unlimited'],
		['max_age', 129_600_000_000_000, '1d12h'],
		['max_age', 0, 'unlimited'],
		['idle_heartbeat', 0, 'off'],
		['first_seq', 0, '0'],
		['max_msgs', 1_000_000, '1_000_000'],
		['subjects', ['orders.>', 'a,b'], 'orders.>, "a,b"'],
		['metadata', { team: 'pay roll', note: 'a, b' }, 'team=pay roll, note="a, b"'],
		['backoff', [1e9, 6e10], '1s, 1m'],
		['mirror', { name: 'ORDERS' }, 'ORDERS'],
		['sources', [{ name: 'A' }, { name: 'B' }], 'A, B'],
		['sources', [{ name: 'A', opt_start_seq: 2n ** 63n }], '[{"name":"A","opt_start_seq":9223372036854775808}]'],
		['description', 'two\nlines', '"two\\nlines"'],
		['opt_start_time', '0001-01-01T00:00:00Z', ''],
		['max_age', 'soon', '"soon"'],
	])('%s of %s', (name, value, text) => expect(writeInput(fieldOf(name), value)).toBe(text));
});

describe('what is typed', () => {
	test.each([
		['max_age', '1d12h', 129_600_000_000_000],
		['max_age', 'Never', 0],
		['max_bytes', '10GiB', 10 * 2 ** 30],
		['max_bytes', '-1', -1],
		['max_msgs', 'unlimited', -1],
		['num_replicas', '3', 3],
		['subjects', 'orders.> logs.*,audit', ['orders.>', 'logs.*', 'audit']],
		['subjects', '', undefined],
		['retention', 'Work Queue', 'workqueue'],
		['deliver_policy', 'by start-time', 'by_start_time'],
		['deny_delete', 'Yes', true],
		['metadata', 'a=1, b="x, y",c=', { a: '1', b: 'x, y', c: '' }],
		['metadata', '{"a": "1"}', { a: '1' }],
		['backoff', '1s 5s 1m', [1e9, 5e9, 6e10]],
		['backoff', '1 s, 1 min', [1e9, 6e10]],
		['sample_freq', '50%', '50%'],
		['idle_heartbeat', 'off', 0],
		['opt_start_time', '+1h', '2026-11-24T11:00:00Z'],
		['opt_start_time', '1h', '2026-11-24T09:00:00Z'],
		['opt_start_time', '-1h', '2026-11-24T09:00:00Z'],
		['pause_until', '1h', '2026-11-24T11:00:00Z'],
		['placement', '{"tags": ["ssd"]}', { tags: ['ssd'] }],
		['placement', 'none', undefined],
		['mirror', 'ORDERS', { name: 'ORDERS' }],
		['description', 'unlimited "fun", really', 'unlimited "fun", really'],
	])('%s: %s', (name, text, value) =>
		expect(readInput(fieldOf(name), text, Date.parse('2026-11-24T10:00:00Z'))).toEqual({ ok: true, value }),
	);

	test.each([
		['max_age', 'soon', 'Max age needs a duration such as 1d12h or 90s, or unlimited.'],
		['max_bytes', '10 XB', 'Max bytes needs a size such as 512KiB, 10GiB or 1_000_000, or unlimited.'],
		['num_replicas', 'three', 'Replicas needs a whole number such as 3, 1_000 or 10k'],
		['retention', 'forever', 'Retention needs one of limits, interest, workqueue.'],
		['deny_delete', 'maybe', 'Deny delete needs yes or no.'],
		['deny_delete', 'toString', 'Deny delete needs yes or no.'],
		['sample_freq', '101', 'Sample frequency needs a percentage from 0 to 100, such as 50%.'],
		['placement', '[1]', 'Placement needs JSON such as {"cluster": "eu", "tags": ["ssd"]}.'],
		['idle_heartbeat', 'x', 'Idle heartbeat needs a duration such as 1d12h or 90s, or off.'],
	])('%s: %s is refused by the name of the field', (name, text, message) =>
		expect(readInput(fieldOf(name), text)).toEqual({ ok: false, message: expect.stringContaining(message) }),
	);

	test.each([
		['metadata', 'a', 1, 'Metadata needs pairs such as team=payments, note="a, b".'],
		['metadata', ' a=1,  b, c=2', 8, 'Metadata needs pairs'],
		['metadata', '{"a": }', 7, 'Metadata needs pairs'],
		['backoff', '1s, soon', 5, 'Back-off needs durations separated by commas, such as 1s, 10s, 1m.'],
		['backoff', '  1s 2 s', 6, 'Back-off needs durations'],
		['backoff', '1s,,2s', 4, 'Back-off needs durations'],
		['subjects', '"a', 1, 'Subjects needs subjects separated by commas, such as orders.>, logs.*.'],
		['subjects', 'a, b,  "c" "d', 12, 'Subjects needs subjects'],
		['placement', '{"tags": [ssd]}', 11, 'Placement needs JSON'],
		['sources', '[{"name": A}]', 11, 'Sources needs names of streams'],
	])('%s: %s is refused with column %i', (name, text, column, message) =>
		expect(readInput(fieldOf(name), text)).toEqual({
			ok: false,
			message: expect.stringContaining(message),
			column,
		}),
	);
});
