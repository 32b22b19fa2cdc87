import { expect, it } from 'vitest';
import type { StreamInfo } from '../../src/jetstream/wire.ts';
import type { Link } from '../../src/nats/link.ts';
import { startCluster, type TestCluster } from '../support/cluster.ts';
import { connect, createStreams } from '../support/jetstream.ts';
import { serverLines } from '../support/server-binaries.ts';
import { until } from '../support/until.ts';

async function infoOf(link: Link, stream: string): Promise<StreamInfo | undefined> {
	const reply = await link.request(`$JS.API.STREAM.INFO.${stream}`, '');
	const info = reply.ok ? JSON.parse(new TextDecoder().decode(reply.message.data)) : {};
	return info.error === undefined ? info : undefined;
}

function leaderOf(link: Link, stream: string): Promise<string> {
	return until(async () => (await infoOf(link, stream))?.cluster?.leader || undefined, {
		what: `a leader of ${stream}`,
		within: 30_000,
	});
}

async function peersOf(link: Link, stream: string): Promise<readonly (string | undefined)[]> {
	const cluster = (await infoOf(link, stream))?.cluster;
	return [cluster?.leader, ...(cluster?.replicas ?? []).map(({ name }) => name)];
}

/** A server other than this one. */
function otherThan(cluster: TestCluster, name: string) {
	const other = cluster.servers.find((server) => server.name !== name);
	if (other === undefined) throw new Error('it is the only one');
	return other;
}

it.each(serverLines)(
	'starts three servers of the %s line that outlive the loss of their leader',
	{ timeout: 120_000 },
	async (line) => {
		const cluster = await startCluster({ line });
		const before = await cluster.leader();
		const link = await connect(otherThan(cluster, before.name));
		await createStreams(link, ['R3'], { num_replicas: 3 });
		const info = await infoOf(link, 'R3');
		expect(info?.cluster?.replicas).toHaveLength(2);
		await before.stop();
		const after = await cluster.leader();
		expect(after.name).not.toBe(before.name);
		expect(await leaderOf(link, 'R3')).not.toBe(before.name);
		await before.start();
		await cluster.whole();
		await until(
			async () => (await infoOf(link, 'R3'))?.cluster?.replicas?.every(({ offline, current }) => current && !offline),
			{
				what: 'both replicas to be current',
				within: 30_000,
			},
		);
	},
);

it.each(['2.10', 'newest'] as const)('forgets a server on the %s line', { timeout: 120_000 }, async (line) => {
	const cluster = await startCluster({ line });
	const lost = otherThan(cluster, (await cluster.leader()).name);
	const link = await connect(otherThan(cluster, lost.name));
	await createStreams(link, ['R3'], { num_replicas: 3 });
	await lost.stop();
	await leaderOf(link, 'R3');
	expect(await peersOf(link, 'R3')).toContain(lost.name);
	await cluster.forget(lost.name);
	await until(async () => !(await peersOf(link, 'R3')).includes(lost.name), {
		what: 'its copy to be forgotten',
		within: 30_000,
	});
});
