import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfigFiles } from '../../src/jetstream/config-folder/assets.ts';
import type { ExportedStream } from '../../src/jetstream/export/asset.ts';
import { type ExportFormatName, exportFormatNames } from '../../src/jetstream/export/format-names.ts';
import { exportFormats, exportText } from '../../src/jetstream/export/formats.ts';
import { leftOver } from '../../src/jetstream/export/left-over.ts';
import { fileStem } from '../../src/jetstream/export/names.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { wishedNames } from '../../src/store/export-account.ts';

const newest = features('2.15.1', undefined);

const orders: ExportedStream = {
	config: {
		retention: 'limits',
		name: 'ORDERS',
		subjects: ['orders.>'],
		max_age: 86_400_000_000_000,
		max_msgs: -1,
		sealed: false,
		consumer_limits: {},
		description: `costs \${MUCH}, $\${x}, \${`,
		tomorrow: 'yes',
	},
	consumers: [
		{
			name: 'worker',
			durable_name: 'worker',
			ack_policy: 'explicit',
			ack_wait: 30_000_000_000,
			filter_subject: 'orders.a',
		},
	],
};
const copy: ExportedStream = { config: { name: 'COPY', mirror: { name: 'ORDERS' } }, consumers: [] };

const files = (format: ExportFormatName, ...streams: readonly ExportedStream[]) =>
	exportFormats[format].files(streams, newest);

const textOf = (format: ExportFormatName, name: string, ...streams: readonly ExportedStream[]): string =>
	files(format, ...streams).find((file) => file.name === name)?.text ?? '';

describe('an export', () => {
	it.each(exportFormatNames)('as %s says all of every stream and consumer', (format) => {
		const made = files(format, copy, orders);
		const text = made.map((file) => file.text).join('');
		for (const said of ['ORDERS', 'COPY', 'worker', 'orders.a', 'orders.>']) expect(text).toContain(said);
		expect(made.map(({ name }) => name)).toEqual(
			{
				json: ['COPY.json', 'ORDERS.json', 'ORDERS.worker.json'],
				yaml: ['COPY.yaml', 'ORDERS.yaml', 'ORDERS.worker.yaml'],
				terraform: ['COPY.tf', 'ORDERS.tf', 'ORDERS.worker.tf'],
				nats: ['jetstream.sh'],
				nack: ['COPY.yaml', 'ORDERS.yaml', 'ORDERS.worker.yaml'],
			}[format],
		);
	});

	it('as JSON has what is set in the order of the table, and what looks like a variable as text', () => {
		expect(textOf('json', 'ORDERS.json', orders)).toBe(`{
  "name": "ORDERS",
  "description": "costs $\${MUCH}, $$\${x}, \${",
  "subjects": [
    "orders.>"
  ],
  "retention": "limits",
  "max_msgs": -1,
  "max_age": 86400000000000,
  "tomorrow": "yes"
}
`);
		expect(JSON.parse(textOf('json', 'ORDERS.worker.json', orders))).toEqual({
			stream_name: 'ORDERS',
			config: { durable_name: 'worker', filter_subject: 'orders.a', ack_policy: 'explicit', ack_wait: 30_000_000_000 },
		});
	});

	it.each(['json', 'yaml'] as const)(
		'as %s is read back as it was, whatever its texts are, also as one text',
		(format) => {
			const anyText = fc.oneof(
				fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
				fc.string({ unit: fc.constantFrom(...`$\{}A_ \n#:-"'\\`) }),
				fc.constantFrom('yes', 'no', '1', '0x10', 'null', '~', '2026-01-01', '1_000', 'on: off'),
			);
			fc.assert(
				fc.property(anyText, fc.bigInt({ min: 1n, max: 2n ** 63n }), (text, first_seq) => {
					const stream: ExportedStream = {
						...orders,
						config: { ...orders.config, description: text, first_seq, metadata: { key: text } },
					};
					const made = files(format, stream);
					const whole = exportFormats[format].together(made.map((file) => file.text));
					for (const given of [
						made.map(({ name: path, text: said }) => ({ path, text: said })),
						[{ path: `x.${format}`, text: whole }],
					]) {
						const { assets, faults } = readConfigFiles(given, { variables: {} });
						expect(faults).toEqual([]);
						expect(assets.map((asset) => asset.stream)).toEqual(['ORDERS', 'ORDERS']);
						const {
							description = '',
							metadata,
							first_seq: first,
						} = { ...assets[0]?.config } as Record<string, unknown>;
						expect([description, BigInt(first as number), metadata]).toEqual([text, first_seq, { key: text }]);
					}
				}),
			);
		},
	);

	it('as Terraform has consumers that refer to their stream, and blocks that import what is there', () => {
		expect(textOf('terraform', 'ORDERS.worker.tf', orders)).toBe(`resource "jetstream_consumer" "ORDERS_worker" {
  stream_id       = jetstream_stream.ORDERS.id
  durable_name    = "worker"
  deliver_all     = true
  filter_subject  = "orders.a"
  ack_policy      = "explicit"
  max_ack_pending = 1000
}

import {
  to = jetstream_consumer.ORDERS_worker
  id = "JETSTREAM_STREAM_ORDERS_CONSUMER_worker"
}
`);
		const odd: ExportedStream = { config: { name: 'A_CONSUMER' }, consumers: [{ name: 'c', durable_name: 'c' }] };
		const made = files('terraform', odd);
		const why = 'The provider cannot manage this consumer: the name of its stream has _CONSUMER_ in it.';
		expect(made.at(-1)).toMatchObject({ unsaid: [why], text: `# ${why}\n` });
		expect(exportFormats.terraform.beside.map(({ name }) => name)).toEqual(['terraform.tf']);
	});

	it('as NACK has resources of Kubernetes, and comments for what they do not say', () => {
		expect(parse(textOf('nack', 'ORDERS.worker.yaml', orders))).toEqual({
			apiVersion: 'jetstream.nats.io/v1beta2',
			kind: 'Consumer',
			metadata: { name: 'orders-worker' },
			spec: {
				streamName: 'ORDERS',
				durableName: 'worker',
				filterSubject: 'orders.a',
				ackPolicy: 'explicit',
				ackWait: '30s',
			},
		});
		const made = files('nack', orders)[0];
		expect(made?.unsaid).toEqual(['NACK has no key for "tomorrow":"yes"']);
		expect(made?.text).toMatch(/^# NACK has no key for "tomorrow":"yes"\napiVersion: /);
		expect(files('nack', copy)[0]?.unsaid).toEqual([expect.stringContaining('a max_age of a year')]);
	});

	it('as a script makes origins first, then consumers, by flags where there are some', () => {
		const sealed: ExportedStream = { config: { name: 'Z', subjects: ['z'], sealed: true }, consumers: [] };
		const filed: ExportedStream = {
			config: { name: 'F', subjects: ["it's"], sources: [{ name: 'Z', filter_subject: 'z' }] },
			consumers: [],
		};
		const { text = '', isProgram } = files('nats', copy, filed, orders, sealed)[0] ?? {};
		expect(isProgram).toBe(true);
		expect(execFileSync('sh', ['-n'], { input: text }).toString()).toBe('');
		const steps = text.split('\n').filter((line) => /^(nats|printf|checked ")/.test(line));
		expect(steps).toEqual([
			expect.stringMatching(/^checked "\$\(nats req --raw '\$JS.API.STREAM.CREATE.ORDERS' '\{/),
			'nats stream add COPY --defaults --mirror=ORDERS --no-allow-direct',
			'nats stream add Z --defaults --subjects=z --no-allow-direct',
			'nats stream seal Z --force',
			expect.stringMatching(
				/^printf %s '\{"name":"F","subjects":\["it'\\''s"\].*\}' \| nats stream add F --config=\/dev\/stdin$/,
			),
			'nats consumer add ORDERS worker --defaults --filter=orders.a --pull --ack=explicit',
		]);
	});

	it('of names that become the same gives each a name of its own, the same in every export', () => {
		const named = (...names: readonly string[]) =>
			names.map((name): ExportedStream => ({ config: { name }, consumers: [] }));
		const stems = (format: ExportFormatName, ...names: readonly string[]) =>
			files(format, ...named(...names)).map(({ name }) => name);
		const both = stems('json', 'orders', 'ORDERS', 'terraform');
		expect(both).toEqual([
			expect.stringMatching(/^orders-\w{6}\.json$/),
			expect.stringMatching(/^ORDERS-\w{6}\.json$/),
			'terraform.json',
		]);
		expect(stems('json', 'ORDERS', 'x', 'orders')).toEqual([both[1], 'x.json', both[0]]);
		expect(stems('terraform', 'terraform')).toEqual([expect.stringMatching(/^terraform-\w{6}\.tf$/)]);
		const heads = files('terraform', ...named('A:B', 'A_B')).map(({ text }) => /"(A_B.*)" \{/.exec(text)?.[1]);
		expect(heads).toEqual([expect.stringMatching(/^A_B-\w{6}$/), 'A_B']);
	});

	it('never has a file name that a file system takes for something else', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }), (name) => {
				const stem = fileStem(name);
				expect(stem).toMatch(/^[^\s./\\:*?"<>|\p{Cc}]+$/u);
				expect(Buffer.byteLength(stem)).toBeLessThanOrEqual(110);
			}),
		);
	});

	it('as one text of a stream has its consumers too', () => {
		expect(parseAllDocuments(exportText('nack', orders, newest))).toHaveLength(2);
		expect(exportText('terraform', orders, newest).match(/^resource /gm)).toHaveLength(2);
	});
});

describe('what an export is about', () => {
	it('are streams with names like the patterns', () => {
		const like = (...patterns: readonly string[]) =>
			['ORDERS', 'ORDERS_EU', 'a.b', 'x(y'].filter(wishedNames(patterns));
		expect(like()).toHaveLength(4);
		expect(like('ORDERS')).toEqual(['ORDERS']);
		expect(like('ORDERS*')).toEqual(['ORDERS', 'ORDERS_EU']);
		expect(like('*(*', '*_*')).toEqual(['ORDERS_EU', 'x(y']);
		expect(like('a-b')).toEqual([]);
	});

	it('leaves files of deleted assets over, not those of streams that it left out', () => {
		expect(leftOver(['GONE.json', 'OTHER.json', 'OTHER.c.json'], ['OTHER'])).toEqual(['GONE.json']);
	});
});

describe('the column of NACK', () => {
	const named = (fields: readonly Field[]): readonly string[] =>
		fields.flatMap(({ nack, fields: inner = [] }) => {
			if (nack === 'parts') return named(inner);
			return typeof nack === 'object' ? [nack.name] : [];
		});

	it.each([
		['stream', streamFields],
		['consumer', consumerFields],
	] as const)('of a %s names each key once', (_kind, fields) => {
		const names = named(fields);
		expect(names.length).toBeGreaterThan(25);
		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((name) => !/^[a-z][A-Za-z]+$/.test(name))).toEqual([]);
	});
});
