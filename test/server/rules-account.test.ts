import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../src/format/json.ts';
import type { StreamSituation } from '../../src/jetstream/rules/situation.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { AccountInfo, StreamInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { connect } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { ask, tryConsumer, tryStream } from '../support/rule-trials.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

const limits =
	'max_mem: 1000, max_store: 10000, max_streams: 3, max_consumers: 2, max_ack_pending: 50, mem_max_stream_bytes: 800';
const config = (more: string): string => `
accounts {
	LIMITED { jetstream: { ${limits}${more} }, users: [{ user: u, password: p }] }
	SYS { users: [{ user: s, password: p }] }
}
system_account: SYS
`;

async function situationOf(link: Link): Promise<StreamSituation> {
	const { server } = await reached(link, 'connected');
	const account = (await ask(link, 'INFO', undefined)) as unknown as AccountInfo;
	const listed = (await ask(link, 'STREAM.LIST', undefined)) as { readonly streams?: readonly StreamInfo[] | null };
	const streams = (listed.streams ?? []).map((info) => info.config);
	return { features: features(server.version, server.apiLevel), streams, account, servers: 1 };
}

const sizes = fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: 1, max: 12_000 }));
const anyStream = fc.record(
	{
		name: fc.constantFrom('A', 'B', 'C', 'D'),
		storage: fc.constantFrom('file', 'memory'),
		max_bytes: sizes,
		max_consumers: fc.constantFrom(-1, 1, 2, 3),
	},
	{ requiredKeys: ['name'] },
);

describe.each(serverLines)('our rules and an account of the %s line with limits', (line: ServerLine) => {
	it.each(['', ', max_bytes_required: true'])('agree on what is left for streams%s', async (more) => {
		const server = await startServer({ line, config: config(more) });
		const link = await connect(server, { user: 'u', password: 'p' });
		let refused = 0;
		await fc.assert(
			fc.asyncProperty(anyStream, async (stream) => {
				const situation = await situationOf(link);
				const old = situation.streams.find(({ name }) => name === stream.name);
				const existing = old && ((await ask(link, `STREAM.INFO.${stream.name}`, undefined)) as unknown as StreamInfo);
				const after = old === undefined ? stream : { ...old, max_bytes: stream.max_bytes ?? -1 };
				const { faults, refusal } = await tryStream(link, after, { ...situation, ...(existing && { existing }) });
				expect(faults.length > 0, stringifyJson({ after, faults, refusal, situation })).toBe(refusal !== undefined);
				if (refusal === undefined) return;
				refused += 1;
				expect(faults.map(({ errCode }) => errCode)).toContain(refusal.errCode);
				// Room for others.
				if (refused % 3 === 0 && old !== undefined) await ask(link, `STREAM.DELETE.${old.name}`, undefined);
			}),
			{ numRuns: 150 },
		);
		expect(refused).toBeGreaterThan(10);
	});

	it('agree on what is left for consumers', async () => {
		const server = await startServer({ line, config: config('') });
		const link = await connect(server, { user: 'u', password: 'p' });
		const stream = (await ask(link, 'STREAM.CREATE.S', { name: 'S', max_bytes: 100 })) as unknown as StreamInfo;
		const { features: known, account } = await situationOf(link);
		const names: string[] = [];
		const expected = [
			['A', 51, 10_121],
			['A', 50, undefined],
			['B', undefined, undefined],
			['C', undefined, 10_026],
		] as const;
		for (const [name, most, errCode] of expected) {
			const wish = { name, durable_name: name, ack_policy: 'explicit', ...(most && { max_ack_pending: most }) };
			const situation = { features: known, stream, consumers: [], names, servers: 1, ...(account && { account }) };
			const { faults, refusal } = await tryConsumer(link, wish, situation);
			expect([faults[0]?.errCode, refusal?.errCode]).toEqual([errCode, errCode]);
			if (refusal === undefined) names.push(name);
		}
	});
});
