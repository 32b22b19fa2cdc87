import { describe, expect, it } from 'vitest';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { describeConfig } from '../../src/jetstream/fields/describe.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { features, supportsOf } from '../../src/jetstream/server-features.ts';
import { connect } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

describe.each(serverLines)('the field tables and a server of the %s line', (line: ServerLine) => {
	it('agree on what a configuration that says nothing becomes', async () => {
		const server = await startServer({ line });
		const link = await connect(server);
		const { server: connected } = await reached(link, 'connected');
		const api = openApi(link, { readOnly: false });
		const known = features(connected.version, connected.apiLevel);
		const supports = supportsOf(known);

		const stream = await api.request('stream.create', { stream: 'PLAIN' }, { name: 'PLAIN' });
		if (!stream.ok) throw new Error(stream.problem.message);
		expect(different(describeConfig(streamFields, stream.value.config, known))).toEqual({
			name: 'PLAIN',
			subjects: 'PLAIN',
		});

		const config = { durable_name: 'C', name: 'C', ack_policy: 'explicit' };
		const params = { stream: 'PLAIN', consumer: 'C' };
		const consumer = await api.request('consumer.create', params, { stream_name: 'PLAIN', config });
		if (!consumer.ok) throw new Error(consumer.problem.message);
		expect(different(describeConfig(consumerFields, consumer.value.config, known))).toEqual({
			name: 'C',
			durable_name: 'C',
			ack_policy: 'explicit',
		});
		for (const known of [stream.value.config, consumer.value.config]) {
			const rows = [...streamFields, ...consumerFields].filter(({ name }) => name in known);
			expect(rows.filter(({ since }) => !supports(since)).map(({ name }) => name)).toEqual([]);
		}
	});
});

/** The lines that are not defaults, and all unknown ones. */
function different(lines: ReturnType<typeof describeConfig>): Readonly<Record<string, string>> {
	return Object.fromEntries(lines.filter(({ isDefault }) => !isDefault).map(({ name, value }) => [name, value]));
}
