import { describe, it } from 'vitest';
import { type CheckChoices, check } from '../../src/cli/check/check.ts';
import { checkText } from '../../src/cli/check/check-text.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { defaultLagLimits } from '../../src/store/lag-limits.ts';
import { startCluster } from '../support/cluster.ts';
import { connect, createConsumers, createStreams } from '../support/jetstream.ts';
import { until } from '../support/until.ts';

const usual: CheckChoices = {
	what: 'cluster',
	stream: '',
	consumer: '',
	limits: defaultLagLimits,
	json: false,
	withinMs: 60_000,
};

describe.each(['2.10', 'newest'] as const)('a check of a cluster of the %s line', (line) => {
	it('sees its servers, one that stops, and the copies that are missing once it is removed', {
		timeout: 240_000,
	}, async () => {
		const cluster = await startCluster({ line });
		const lead = await cluster.leader();
		const link = await connect(lead, { timeout: 15_000 });
		await createStreams(link, ['R3'], { num_replicas: 3 });
		await createConsumers(link, 'R3', ['C']);
		const metadata = { 'io.nats.monitor.lag-critical': '5', 'io.nats.monitor.seen-critical': '5m' };
		await createStreams(link, ['COPY'], { mirror: { name: 'R3' }, metadata });
		const api = openApi(link, { readOnly: true });
		let text = '';
		const says = (expected: RegExp, choices: Partial<CheckChoices> = {}) =>
			until(
				async () => {
					text = checkText(await check(api, AbortSignal.timeout(60_000), { ...usual, ...choices }));
					return expected.test(text);
				},
				{ what: String(expected), within: 90_000, every: 500, seen: () => text },
			);

		await says(
			/^OK cluster: nothing wrong: 3 servers seen \(n1, n2, n3\) in 2 streams, 1 consumer; .* \| servers=3 servers_lost=0 leaderless=0 copies_lost=0 copies_behind=0$/,
		);
		await says(/^OK stream R3: .* peers=3 peer_lag=0/, { what: 'stream', stream: 'R3' });
		await says(/^OK stream COPY: .* lag=0;;5 active=\d+\.\d+s;;300\.000/, { what: 'stream', stream: 'COPY' });
		await says(/^OK consumer R3 > C: nothing wrong /, { what: 'consumer', stream: 'R3', consumer: 'C' });

		const down = cluster.servers.find(({ name }) => name !== lead.name) ?? lead;
		await down.stop('SIGTERM');
		await says(
			new RegExp(
				`^WARNING server ${down.name}: (The copy|\\d of the \\d copies|All \\d copies) on it (is|are) unreachable`,
				'm',
			),
		);

		await cluster.forget(down.name);
		await says(/^WARNING stream R3: It has 2 of the 3 copies that num_replicas asks for/m);
		await says(/^WARNING consumer R3 > C: It has 2 of the 3 copies/, { what: 'consumer', stream: 'R3', consumer: 'C' });
	});
});
