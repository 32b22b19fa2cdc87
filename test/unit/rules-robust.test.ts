import fc from 'fast-check';
import { describe, test } from 'vitest';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { checkConsumer } from '../../src/jetstream/rules/check-consumer.ts';
import { checkStream } from '../../src/jetstream/rules/check-stream.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { StreamConfig } from '../../src/jetstream/wire.ts';
import { consumerInfo, streamInfo } from '../support/state.ts';

/** Configurations of any keys of ours with any values, right ones among them: what a person has typed half of. */
function halfTyped(names: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
	const value = fc.oneof(
		fc.jsonValue({ maxDepth: 2 }),
		fc.constantFrom('limits', 'workqueue', 'file', 'pull', 'explicit', 'by_start_time', '', '>', 'a.>', '*'),
		fc.array(fc.constantFrom('a.>', '*', '', 'b', 'a..b'), { maxLength: 3 }),
		fc.constantFrom({}, { name: '' }, { name: 'LOGS' }, { src: '', dest: '' }, { external: {} }),
		fc.array(fc.constantFrom({}, { name: '' }, { name: 'LOGS', filter_subject: '' }), { maxLength: 2 }),
		fc.integer(),
		fc.boolean(),
	);
	return fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 });
}

const versions = ['2.9.10', '2.10.27', '2.15.1', undefined] as const;
const existing = streamInfo('LOGS');

describe('rules are asked of what is half typed', () => {
	test('of streams, and never throw', () => {
		const names = streamFields.map(({ name }) => name);
		fc.assert(
			fc.property(halfTyped(names), fc.constantFrom(...versions), fc.boolean(), (config, version, edit) => {
				const situation = { features: features(version, undefined), streams: [existing.config], names: ['LOGS'] };
				checkStream(config as StreamConfig, edit ? { ...situation, existing, consumers: [] } : situation);
			}),
			{ numRuns: 3000 },
		);
	});

	test('of consumers, and never throw', () => {
		const names = consumerFields.map(({ name }) => name);
		const consumer = consumerInfo('LOGS', 'tail');
		fc.assert(
			fc.property(halfTyped(names), fc.constantFrom(...versions), fc.boolean(), (config, version, edit) => {
				const situation = { features: features(version, undefined), stream: existing, consumers: [consumer.config] };
				checkConsumer(config, edit ? { ...situation, existing: consumer } : situation);
			}),
			{ numRuns: 3000 },
		);
	});
});
