import { describe, expect, it } from 'vitest';
import { consumerRequest, streamRequest } from '../../src/jetstream/request-config.ts';

describe('a configuration as a request sends it', () => {
	it('has what the schema requires, as the server would take it', () => {
		expect(streamRequest({ name: 'S', max_age: 5 })).toEqual({
			name: 'S',
			retention: 'limits',
			storage: 'file',
			max_msgs: -1,
			max_bytes: -1,
			max_age: 5,
			max_consumers: -1,
			num_replicas: 1,
		});
		expect(consumerRequest({ name: 'C' })).toEqual({ name: 'C', deliver_policy: 'all' });
	});

	it('is otherwise as it was', () => {
		const whole = streamRequest({ name: 'S', tomorrow: 1 });
		expect(streamRequest(whole)).toBe(whole);
		const config = { deliver_policy: 'new', ack_wait: 5 } as const;
		expect(consumerRequest(config)).toBe(config);
	});

	it('does not wait zero for acknowledgements, which the schema has no word for', () => {
		expect(consumerRequest({ deliver_policy: 'all', ack_wait: 0 })).toEqual({ deliver_policy: 'all' });
	});
});
