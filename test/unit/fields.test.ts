import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateTime } from '../../src/format/duration.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { describeConfig } from '../../src/jetstream/fields/describe.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import {
	consumerLimitsFields,
	placementFields,
	republishFields,
	transformFields,
} from '../../src/jetstream/fields/nested.ts';
import { consumerSourceFields, externalFields, sourceFields } from '../../src/jetstream/fields/source.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { inWords } from '../../src/jetstream/fields/words.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { apiTable, readReference, readReferenceJson } from '../support/reference.ts';

const tables: readonly (readonly [type: string, fields: readonly Field[]])[] = [
	['StreamConfig', streamFields],
	['ConsumerConfig', consumerFields],
	['Placement', placementFields],
	['ExternalStream', externalFields],
	['StreamSource', sourceFields],
	['StreamConsumerSource', consumerSourceFields],
	['RePublish', republishFields],
	['SubjectTransformConfig', transformFields],
	['StreamConsumerLimits', consumerLimitsFields],
];

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name);

describe.each(tables)('the fields of %s', (type, fields) => {
	it('are those of the servers, with the same versions', () => {
		const expected = apiTable(type).toSorted(byName);
		expect(expected.length).toBeGreaterThan(1);
		// What the technical preview had is older than all lines of the reference.
		const rows = fields.map(({ name, since, gone }) => ({
			name,
			since: since === '2.2' ? '2.9' : since,
			gone: gone !== undefined,
		}));
		expect(rows.toSorted(byName)).toEqual(expected);
	});

	it('explain themselves on one line', () => {
		for (const { label, help } of fields) expect(`${label}: ${help}`).toMatch(/^\p{Lu}[^\n]+: \p{Lu}[^\n]{5,120}\.$/u);
	});

	it('have a default among their values', () => {
		for (const field of fields.filter(({ kind }) => kind === 'enum')) {
			expect(field.values?.map(({ value }) => value)).toContain(field.default);
		}
	});
});

interface Schema {
	readonly properties: Readonly<Record<string, { readonly enum?: readonly string[]; readonly default?: unknown }>>;
}

describe.each([
	// `template_owner` is gone from the newest servers, which the schemas describe.
	['stream_configuration', streamFields, ['template_owner']],
	['consumer_configuration', consumerFields, []],
] as const)('the schema %s', (name, fields, onlyHere) => {
	const { properties } = readReferenceJson(`schemas/${name}.json`) as Schema;

	it('has the same keys', () => {
		const rows = fields.map((field) => field.name).filter((key) => !(onlyHere as readonly string[]).includes(key));
		expect(rows.sort()).toEqual(Object.keys(properties).sort());
	});

	it('has the same values', () => {
		const enums = Object.fromEntries(
			fields.flatMap((field) =>
				field.values === undefined ? [] : [[field.name, field.values.map(({ value }) => value).sort()]],
			),
		);
		const expected = Object.fromEntries(
			Object.entries(properties).flatMap(([key, value]) =>
				value.enum === undefined ? [] : [[key, value.enum.filter((one) => one !== '').sort()]],
			),
		);
		expect(enums).toMatchObject(expected);
	});
});

/** The column "Upd" of the tables of section 3 and 4, by field. */
function updateColumn(section: string): ReadonlyMap<string, string> {
	const text = readReference('jetstream-api.md').split(`## ${section}. `)[1]?.split('\n## ')[0] ?? '';
	const rows = [...text.matchAll(/^\| ((?:`[^|]*)) \|(.*)\|$/gm)];
	return new Map(
		rows.flatMap(([, names = '', rest = '']) => {
			// A cell may hold the values of an enumeration, divided by escaped bars.
			const update = rest.replaceAll('\\|', '/').split('|')[3]?.trim() ?? '';
			return [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => [name, update] as const);
		}),
	);
}

describe.each([
	['3', streamFields],
	['4', consumerFields],
] as const)('updates, section %s', (section, fields) => {
	const column = updateColumn(section);

	it.each(fields.map((field) => [field.name, field] as const))('%s', (name, { update }) => {
		const word = column.get(name);
		expect(word, 'in the reference').toBeDefined();
		if (/^Y(?! in cluster| unless)/.test(word ?? '')) expect(update).toBeUndefined();
		else if (word === 'N' || word === '–' || word?.startsWith('N (')) expect(update).toBe('no');
		else if (/^(enable|false→true) only$/.test(word ?? '')) expect(update).toBe('enable-only');
		else if (name === 'first_seq') expect(update).toBe('no');
		else expect(update).toBeTypeOf('object');
	});
});

const field = (fields: readonly Field[], name: string): Field => {
	const found = fields.find((one) => one.name === name);
	if (found === undefined) throw new Error(`no field ${name}`);
	return found;
};

describe('values in words', () => {
	const day = 86_400_000_000_000;

	it.each<readonly [string, unknown, string]>([
		['max_msgs', -1, 'unlimited'],
		['max_msgs', 12_345, '12,345'],
		['max_bytes', 10 * 1024 ** 3, '10 GiB'],
		['max_age', 0, 'unlimited'],
		['max_age', day, '1d'],
		['duplicate_window', 0, 'off'],
		['storage', 'file', 'file'],
		['retention', 'workqueue', 'work queue'],
		['retention', 'of_tomorrow', 'of_tomorrow'],
		['compression', undefined, 'none'],
		['subjects', ['logs.>'], 'logs.>'],
		['subjects', ['logs.>', 'a', 'b'], 'logs.> and 2 more'],
		['subjects', [], 'none'],
		['subjects', 'logs.>', '"logs.>"'],
		['sealed', true, 'yes'],
		['sealed', undefined, 'no'],
		['description', '', 'none'],
		['first_seq', 9007199254740993n, '9,007,199,254,740,993'],
		['placement', undefined, 'anywhere'],
		['placement', { cluster: 'c1', tags: ['ssd', 'eu'] }, 'cluster c1, tags ssd and 1 more'],
		['mirror', { name: 'ORDERS' }, 'ORDERS'],
		[
			'mirror',
			{ name: 'ORDERS', filter_subject: 'a.>', opt_start_seq: 5 },
			'ORDERS (filter subject a.>, start sequence 5)',
		],
		['mirror', { name: 'ORDERS', external: { api: '$JS.hub.API' } }, 'ORDERS (external api prefix $JS.hub.API)'],
		['sources', [{ name: 'A' }, { name: 'B' }], 'A and 1 more'],
		['republish', { src: '', dest: 'copy.>' }, '> → copy.>'],
		['republish', { src: 'a', dest: 'b', headers_only: true }, 'a → b (headers only)'],
		['subject_transform', { src: 'a.*', dest: 'b.{{wildcard(1)}}' }, 'a.* → b.{{wildcard(1)}}'],
		['subject_transform', { src: 'a.*', dest: '' }, 'a.*'],
		['consumer_limits', {}, 'none'],
		['consumer_limits', { max_ack_pending: 100, unheard: [1] }, 'max ack pending 100, unheard [1]'],
		['metadata', { '_nats.ver': '2.15.1', '_nats.level': '5' }, 'none'],
		['metadata', { owner: 'ops', '_nats.ver': '2.15.1' }, 'owner=ops'],
	])('stream %s %o', (name, value, words) => {
		expect(inWords(field(streamFields, name), value)).toBe(words);
	});

	it.each<readonly [string, unknown, string]>([
		['deliver_subject', undefined, 'pull'],
		['deliver_subject', 'push.here', 'push.here'],
		['durable_name', undefined, 'ephemeral'],
		['max_ack_pending', -1, 'unlimited'],
		['max_ack_pending', 1000, '1,000'],
		['max_deliver', -1, 'unlimited'],
		['backoff', [1_000_000_000, 60_000_000_000], '1s, 1m'],
		['deliver_policy', 'last_per_subject', 'last per subject'],
		['filter_subject', '', 'all subjects'],
		['sample_freq', '50%', '50%'],
		['sample_freq', '100', '100%'],
		['num_replicas', 0, 'as the stream'],
		['rate_limit_bps', 8000, '8,000 bit/s'],
		['pause_until', '0001-01-01T00:00:00Z', 'not paused'],
		['pause_until', '2026-03-31T12:00:00+02:00', dateTime('2026-03-31T10:00:00Z')],
		['pause_until', 'soon', 'soon'],
		['inactive_threshold', 0, 'never'],
	])('consumer %s %o', (name, value, words) => {
		expect(inWords(field(consumerFields, name), value)).toBe(words);
	});

	it('never fail, whatever a server sends', () => {
		const everyField = fc.constantFrom(...streamFields, ...consumerFields);
		fc.assert(
			fc.property(everyField, fc.jsonValue(), (any, value) => {
				expect(inWords(any, value)).toEqual(expect.any(String));
			}),
		);
	});
});

describe('a configuration in words', () => {
	const config = {
		name: 'LOGS',
		of_tomorrow: { a: [1, 18446744073709551615n] },
		storage: 'file',
		subjects: ['logs.>'],
		max_bytes: 1024,
	};
	const lines = describeConfig(streamFields, config);

	it('has known fields in the order of the table, then unknown ones as JSON', () => {
		expect(lines.filter(({ name }) => name in config)).toMatchObject([
			{ name: 'name', label: 'Name', value: 'LOGS', isDefault: false, unknown: false },
			{ name: 'subjects', value: 'logs.>', isDefault: false },
			{ name: 'storage', value: 'file', isDefault: true },
			{ name: 'max_bytes', value: '1 KiB', isDefault: false },
			{
				name: 'of_tomorrow',
				label: 'of_tomorrow',
				value: '{"a":[1,18446744073709551615]}',
				isDefault: false,
				unknown: true,
			},
		]);
		expect(lines.at(-1)?.unknown).toBe(true);
	});

	it('leaves out what only servers use, and what the server does not know', () => {
		expect(lines.map(({ name }) => name)).not.toContain('template_owner');
		const old = describeConfig(streamFields, config, features('2.2.0-beta', 0)).map(({ name }) => name);
		expect(old).toContain('max_age');
		expect(old).not.toContain('compression');
		expect(old).not.toContain('discard');
	});
});
