import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hclLabel, hclText } from '../../src/format/hcl.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field } from '../../src/jetstream/fields/field.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { terraformConsumer, terraformStream } from '../../src/jetstream/terraform.ts';

const newest = features('2.15.1', undefined);
const stream = (config: Readonly<Record<string, unknown>>): string => terraformStream(config, newest);
const consumer = (name: string, config: Readonly<Record<string, unknown>>): string =>
	terraformConsumer(name, config, newest);

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
		expect(stream(config)).toBe(`resource "jetstream_stream" "LOGS" {
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
		expect(stream(config)).toBe(`resource "jetstream_stream" "_1_st" {
  name                  = "1.st"
  description           = "Costs $\${x}, 100%%{y}\\n\\"quoted\\""
  storage               = "file"
  max_age               = 2
  duplicate_window      = 2
  inactive_threshold    = 60
  placement_cluster     = "c1"
  placement_tags        = ["ssd"]
  allow_direct          = false
  ack                   = false
  republish_source      = ">"
  republish_destination = "copy.>"
  allow_msg_ttl         = true

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

  # max_age is rounded up from 1s500ms: the provider takes whole seconds.
  # Every plan shows a change of inactive_threshold, because the provider reads it back in nanoseconds. Applying it changes nothing.
  # The provider has no attribute for "tomorrow":["x\\ny"]
}
`);
	});

	it('has the part of a value that has attributes, and a comment for the rest, where it belongs', () => {
		const mirror = { name: 'A', consumer: { name: 'c', deliver_subject: 'd', tomorrow: 1 } };
		expect(stream({ name: 'M', mirror })).toContain(`
  mirror {
    name = "A"

    consumer {
      name            = "c"
      deliver_subject = "d"

      # The provider has no attribute for "tomorrow":1
    }
  }

  # Set mirror_direct = true if stream A has allow_direct: the server refuses the mirror otherwise.
`);
		expect(stream({ name: 'M', mirror, mirror_direct: true })).not.toContain('Set mirror_direct');
		expect(stream({ name: 'M', mirror: { ...mirror, external: { api: 'x' } } })).not.toContain('Set mirror_direct');
	});

	it.each([
		[
			{ subject_delete_marker_ttl: 60e9 },
			['allow_msg_ttl = true', 'allow_rollup_hdrs = true', 'subject_delete_marker_ttl = 60'],
		],
		[{ allow_msg_schedules: true }, ['allow_rollup_hdrs = true', 'allow_msg_schedules = true']],
		[{ max_age: 500e6 }, ['max_age = 1', 'duplicate_window = 1']],
		[{ placement: { preferred: 'n1' } }, ['placement_preferred = "n1"']],
		[
			{ placement: { tags: ['ssd'] } },
			[
				'placement_tags = ["ssd"]',
				'# The provider sends placement_tags only with placement_cluster: without it, it creates or changes the stream without tags.',
			],
		],
		[{ first_seq: 7, persist_mode: 'async' }, ['first_seq = 7', 'persist_mode = "async"']],
		[
			{ allow_atomic: true, allow_batched: true, allow_msg_counter: true },
			['allow_atomic = true', 'allow_batched = true', 'allow_msg_counter = true'],
		],
		[{ sources: [{ name: 'A' }] }, ['duplicate_window = 0']],
		[{ sources: [{ name: 'A', subject_transforms: [{ src: '', dest: '' }] }] }, ['source = ">"', 'destination = ""']],
		[{ max_msgs: 2n ** 63n }, ['# The provider cannot express "max_msgs":9223372036854775808']],
		[{ first_seq: 1 }, ['first_seq = 1']],
		[
			{ description: 'cafe\u0301', metadata: { a: 'e\u0301' } },
			[
				'# Terraform composes the characters of description (Unicode NFC): what it creates or changes has other bytes.',
				'# Terraform composes the characters of metadata (Unicode NFC): what it creates or changes has other bytes.',
			],
		],
		[
			{ mirror: { name: 'A', opt_start_time: '2026-03-31T10:00:00.5Z' } },
			['# The server refuses a changed start of a mirror: Terraform can import this stream, but not change it.'],
		],
		[{ sealed: true }, ['# The provider has no attribute for "sealed":true']],
	])('of %o has what follows from it', (config, lines) => {
		const text = stream({ name: 'S', ...config }).replaceAll(/ +/g, ' ');
		for (const line of lines) expect(text).toContain(` ${line}\n`);
	});

	it('has one line for a comment, whatever a server names', () => {
		const text = stream({ name: 'S', mirror: { name: 'A\nresource "x" "y" {}' } });
		expect(text.match(/^.*resource.*$/gm)).toEqual([
			'resource "jetstream_stream" "S" {',
			'    name = "A\\nresource \\"x\\" \\"y\\" {}"',
			'  # Set mirror_direct = true if stream A resource "x" "y" {} has allow_direct: the server refuses the mirror otherwise.',
		]);
	});

	it('keeps the window that servers before 2.14 keep of a stream that has sources', () => {
		const older = features('2.12.4', undefined);
		expect(terraformStream({ name: 'S', sources: [{ name: 'A' }] }, older)).toContain('duplicate_window = 120\n');
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
		expect(consumer('LOGS', config)).toBe(`resource "jetstream_consumer" "LOGS_TAIL" {
  stream_id       = jetstream_stream.LOGS.id
  durable_name    = "TAIL"
  deliver_all     = true
  filter_subjects = ["logs.a", "logs.b.>"]
  ack_policy      = "explicit"
  ack_wait        = 1
  backoff         = [1, 60]
  max_ack_pending = 1000
  sample_freq     = 50
  priority_groups = ["g"]
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
		[
			{ deliver_policy: 'by_start_time', opt_start_time: '2026-03-31T10:00:00.75+02:00' },
			'start_time      = "2026-03-31T08:00:00Z"',
		],
		[
			{ deliver_policy: 'by_start_time', opt_start_time: '2026-03-31T10:00:00.75+02:00' },
			'# start_time is rounded down from 2026-03-31T10:00:00.75+02:00: the provider takes whole seconds.',
		],
		[{ ack_policy: 'explicit', max_ack_pending: -1 }, 'max_ack_pending = -1'],
		[{ ack_policy: 'none', max_ack_pending: -1 }, 'max_ack_pending = -1'],
		[{ ack_policy: 'none' }, 'max_ack_pending = 0'],
		[{ ack_policy: 'none' }, 'ack_wait        = 0'],
		[{ ack_policy: 'explicit', backoff: [500e6, 2e9] }, 'ack_wait        = 1'],
		[{ ack_policy: 'explicit', backoff: [500e6, 2e9] }, 'backoff         = [1, 2]'],
		[
			{ ack_policy: 'explicit', backoff: [500e6, 2e9] },
			'# backoff is rounded up from 500ms, 2s: the provider takes whole seconds.',
		],
		[{ ack_policy: 'flow_control', deliver_subject: 'd' }, 'ack_policy       = "flow_control"'],
		[{ ack_policy: 'flow_control', deliver_subject: 'd' }, 'ack_wait         = 0'],
		[{ ack_policy: 'flow_control', deliver_subject: 'd' }, 'heartbeat        = 1'],
		[{ ack_policy: 'flow_control', deliver_subject: 'd' }, 'flow_control     = true'],
		[{ ack_policy: 'flow_control', deliver_subject: 'd' }, 'max_ack_pending  = 1000'],
		[{ deliver_subject: 'd', flow_control: true, idle_heartbeat: 100e6 }, 'heartbeat        = 1'],
		[
			{ deliver_policy: 'by_start_time', opt_start_time: '2026-03-31T10:00:00.75+02:00' },
			'# The server refuses a changed start: Terraform can import this consumer, but not change it.',
		],
		[{ deliver_subject: 'd', idle_heartbeat: 100e6 }, 'lifecycle {\n    ignore_changes = [heartbeat]\n  }'],
		[
			{ deliver_subject: 'd', idle_heartbeat: 100e6 },
			'# ignore_changes keeps Terraform from replacing an imported consumer for its heartbeat.',
		],
		[{ filter_subjects: ['a'] }, 'filter_subject  = "a"'],
		[
			{ filter_subjects: ['a'] },
			'# The first plan moves the filter from filter_subjects to filter_subject. Applying it filters the same.',
		],
		[{ priority_policy: 'pinned_client', priority_groups: ['g'] }, 'priority_timeout = 120'],
		[{ sample_freq: '0.5%' }, '# The provider cannot express "sample_freq":"0.5%"'],
		[
			{ pause_until: '2026-03-31T10:00:00Z' },
			'# The provider has no attribute for "pause_until":"2026-03-31T10:00:00Z"',
		],
		[{ idle_heartbeat: -1, deliver_subject: 'd' }, '# The provider cannot express "idle_heartbeat":-1'],
	])('%o: %s', (config, line) => {
		expect(consumer('S', { durable_name: 'C', ...config })).toContain(`  ${line}\n`);
	});

	it('of a consumer that pushes names no max_waiting, which excludes a deliver subject', () => {
		expect(consumer('S', { durable_name: 'C', deliver_subject: 'd' })).not.toContain('max_waiting');
	});

	it('has what the limits of its stream give it', () => {
		const text = terraformConsumer('S', { durable_name: 'C', ack_policy: 'all' }, newest, {
			max_ack_pending: 10,
			inactive_threshold: 60e9,
		});
		expect(text).toContain('  max_ack_pending    = 10\n  inactive_threshold = 60\n');
	});

	it('says that an ephemeral one becomes durable', () => {
		expect(consumer('S', { name: 'E' })).toMatch(
			/durable_name {4}= "E"\n[\s\S]*# The provider creates durable consumers only; this one is ephemeral\./,
		);
	});
});

describe('the column of attributes', () => {
	const named = (fields: readonly Field[]): readonly string[] =>
		fields.flatMap(({ attribute, fields: inner = [] }) => {
			if (attribute === 'parts') return named(inner);
			return typeof attribute === 'object' && 'name' in attribute ? [attribute.name] : [];
		});

	it.each([
		['stream', streamFields],
		['consumer', consumerFields],
	] as const)('of a %s names each attribute once', (_kind, fields) => {
		const names = named(fields);
		expect(names.length).toBeGreaterThan(20);
		expect(new Set(names).size).toBe(names.length);
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
