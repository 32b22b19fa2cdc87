import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hclLabel, hclText } from '../../src/format/hcl.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { consumerAttributes } from '../../src/jetstream/terraform/consumer-attributes.ts';
import { streamAttributes } from '../../src/jetstream/terraform/stream-attributes.ts';
import { terraformConsumer, terraformStream } from '../../src/jetstream/terraform.ts';

const DAY = 86_400_000_000_000;

describe('a stream as a resource', () => {
	it('has what is not the default, and where the provider has another one', () => {
		const config = {
			name: 'LOGS',
			subjects: ['logs.>'],
			retention: 'limits',
			max_age: DAY,
			max_bytes: 10737418240,
			max_msgs: -1,
		};
		expect(terraformStream(config)).toBe(`resource "jetstream_stream" "LOGS" {
  name             = "LOGS"
  subjects         = ["logs.>"]
  storage          = "file"
  max_bytes        = 10737418240
  max_age          = 86400
  duplicate_window = 120
  allow_direct     = false
}
`);
	});

	it('has blocks, maps, and comments for what the provider lacks', () => {
		const config = {
			name: '1.st',
			description: 'Costs $' + '{x}, 100%' + '{y}\n"quoted"',
			metadata: { owner: 'ops', 'team name': 'x', '_nats.ver': '2.15.1' },
			no_ack: true,
			placement: { cluster: 'c1', tags: ['ssd'] },
			republish: { dest: 'copy.>' },
			sources: [
				{ name: 'A', opt_start_seq: 5, external: { api: '$JS.hub.API' } },
				{ name: 'B', subject_transforms: [{ src: 'a.*', dest: 'b.{{wildcard(1)}}' }] },
			],
			consumer_limits: { inactive_threshold: 60_000_000_000 },
			max_age: 1_500_000_000,
			duplicate_window: 2_000_000_000,
			allow_msg_ttl: true,
			tomorrow: ['x\ny'],
		};
		expect(terraformStream(config)).toBe(`resource "jetstream_stream" "_1_st" {
  name                  = "1.st"
  description           = "Costs $\${x}, 100%%{y}\\n\\"quoted\\""
  storage               = "file"
  duplicate_window      = 2
  inactive_threshold    = 60
  placement_cluster     = "c1"
  placement_tags        = ["ssd"]
  allow_direct          = false
  ack                   = false
  republish_source      = ">"
  republish_destination = "copy.>"

  metadata = {
    "owner"     = "ops"
    "team name" = "x"
  }

  source {
    name      = "A"
    start_seq = 5

    external {
      api = "$JS.hub.API"
    }
  }

  source {
    name = "B"

    subject_transform {
      source      = "a.*"
      destination = "b.{{wildcard(1)}}"
    }
  }

  # Not in the provider: "max_age":1500000000
  # Not in the provider: "allow_msg_ttl":true
  # Not in the provider: "tomorrow":["x\\ny"]
}
`);
	});

	it('is a comment where only a part of a value has an attribute', () => {
		const mirror = { name: 'A', consumer: { name: 'c', deliver_subject: 'd' } };
		expect(terraformStream({ name: 'M', mirror })).toContain(
			'# Not in the provider: "mirror":{"name":"A","consumer":{"name":"c","deliver_subject":"d"}}',
		);
	});
});

describe('a consumer as a resource', () => {
	it('refers to its stream', () => {
		const config = {
			durable_name: 'TAIL',
			name: 'TAIL',
			ack_policy: 'explicit',
			filter_subjects: ['logs.a', 'logs.b.>'],
			backoff: [1_000_000_000, 60_000_000_000],
			sample_freq: '50%',
			priority_groups: ['g'],
		};
		expect(terraformConsumer('LOGS', config)).toBe(`resource "jetstream_consumer" "LOGS_TAIL" {
  stream_id       = jetstream_stream.LOGS.id
  durable_name    = "TAIL"
  deliver_all     = true
  filter_subjects = ["logs.a", "logs.b.>"]
  ack_policy      = "explicit"
  backoff         = [1, 60]
  max_ack_pending = 1000
  sample_freq     = 50

  # Not in the provider: "priority_groups":["g"]
}
`);
	});

	it.each([
		[{ deliver_policy: 'by_start_sequence', opt_start_seq: 9007199254740993n }, 'stream_sequence = 9007199254740993'],
		[
			{ deliver_policy: 'by_start_time', opt_start_time: '2026-03-31T10:00:00Z' },
			'start_time      = "2026-03-31T10:00:00Z"',
		],
		[{ deliver_policy: 'last_per_subject', filter_subject: 'a' }, 'deliver_last_per_subject = true'],
		[{ ack_policy: 'explicit', max_ack_pending: -1 }, '# Not in the provider: "max_ack_pending":-1'],
		[{ ack_policy: 'flow_control', deliver_subject: 'd' }, '# Not in the provider: "ack_policy":"flow_control"'],
		[{ sample_freq: '0.5%' }, '# Not in the provider: "sample_freq":"0.5%"'],
	])('%o', (config, line) => {
		expect(terraformConsumer('S', { durable_name: 'C', ...config })).toContain(`  ${line}\n`);
	});

	it('says what becomes of an ephemeral one', () => {
		expect(terraformConsumer('S', { name: 'E' })).toMatch(
			/durable_name {4}= "E"\n[\s\S]*# The provider makes durable consumers only\./,
		);
	});
});

describe('the tables of attributes', () => {
	it.each([
		['stream', streamAttributes, streamFields],
		['consumer', consumerAttributes, consumerFields],
	] as const)('of a %s name each field at most once, and only fields', (_kind, rows, fields) => {
		const names = rows.map(({ field }) => field);
		expect(new Set(names).size).toBe(names.length);
		for (const name of names) expect(fields.map((field) => field.name)).toContain(name);
	});
});

describe('a text in HCL', () => {
	it('is on one line, and fills nothing in', () => {
		const anyText = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.string({ unit: fc.constantFrom(...'$%{}abfu0"\\\f\b\n\u007F') }),
		);
		fc.assert(
			fc.property(anyText, (text) => {
				const written = hclText(text);
				expect(written).toMatch(/^"(?:[^"\\\p{Cc}]|\\(?:[nrt"\\]|u[0-9a-f]{4}))*"$/su);
				const back = written.replaceAll(/([$%])\1(?=\{)/g, (_all, sign: string) => sign);
				expect(JSON.parse(back)).toBe(text);
			}),
		);
	});

	it('is a label without what a label cannot have', () => {
		fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => /^[A-Za-z_][\w-]*$/.test(hclLabel(text))));
	});
});
