import { expect, it } from 'vitest';
import { countPurge } from '../../src/jetstream/loss/count-purge.ts';
import { readWindow } from '../../src/jetstream/messages/read-window.ts';
import type { MessageSource } from '../../src/jetstream/messages/source.ts';
import type { Link } from '../../src/nats/link.ts';
import { type ClusterServer, startCluster, type TestCluster } from '../support/cluster.ts';
import { connect, raw } from '../support/jetstream.ts';
import { infoOf, makeStream, type Planned, sourceOf } from '../support/messages.ts';
import { until } from '../support/until.ts';

const range = (from: number, upTo: number): number[] => Array.from({ length: upTo - from + 1 }, (_, at) => from + at);

/** Enough to keep a replica busy for a while. */
const MANY = 3_000;
const bulk = 'x'.repeat(1_000);

const some: readonly Planned[] = range(1, 40).map((seq) => ({ subject: `S.${seq % 2 ? 'odd' : 'even'}` }));

/** Forty messages in three copies. A stream that was just created may have no leader yet that takes them. */
async function fill(link: Link): Promise<void> {
	const config = { num_replicas: 3, allow_direct: true };
	await makeStream(link, 'S', config, []);
	await until(async () => (await link.request('S.odd', '')).ok, { what: 'the first message', within: 30_000 });
	await makeStream(link, 'S', config, some.slice(1));
}

/** A server that holds a copy of the stream, and leads neither it nor the cluster. */
async function followerOf(cluster: TestCluster): Promise<ClusterServer> {
	const leaders = [(await cluster.leader()).name, (await infoOf(await connect(cluster), 'S')).cluster?.leader];
	const follower = cluster.servers.find(({ name }) => !leaders.includes(name));
	if (follower === undefined) throw new Error('every server leads something');
	return follower;
}

/** Waits until a server answers direct gets of the stream itself: only then does it not pass them on to the leader. */
async function answersItself(server: ClusterServer): Promise<void> {
	const link = await connect(server, { user: 'sys', password: 'sys' });
	const status = link.status();
	const id = status.phase === 'connected' ? status.server.id : '';
	const body = JSON.stringify({ subscriptions: true, account: '$G', test: '$JS.API.DIRECT.GET.S' });
	const subscribed = async (): Promise<boolean> => {
		const reply = await link.request(`$SYS.REQ.SERVER.${id}.SUBSZ`, body);
		return reply.ok && new TextDecoder().decode(reply.message.data).includes('"subject":"$JS.API.DIRECT.GET.S"');
	};
	await until(subscribed, { what: 'a replica that answers direct gets', within: 30_000 });
}

// Earlier servers answer no batches: their messages are read from the leader.
it('messages are those of the leader where a replica that is behind answers', { timeout: 120_000 }, async () => {
	const cluster = await startCluster();
	await fill(await connect(cluster));
	await cluster.whole();
	const follower = await followerOf(cluster);
	await answersItself(follower);
	const other = await connect(cluster.servers.find(({ name }) => name !== follower.name) ?? cluster);
	const link = await connect(follower, { timeout: 5000 });
	const { api, features } = await sourceOf(link, 'S');
	await follower.freeze();
	await raw(other, '$JS.API.STREAM.MSG.DELETE.S', { seq: 5 });
	for (let at = 0; at < MANY; at += 1) other.publish('S.even', bulk);
	const info = await until(
		async () => {
			const now = await infoOf(other, 'S');
			return now.state.last_seq === 40 + MANY && now;
		},
		{ what: 'what the leader takes', within: 30_000 },
	);
	const source: MessageSource = { api, features, info };
	// The requests wait at the server, and are answered before all is copied that the leader has taken meanwhile.
	const reading = readWindow(source, { from: 'first', count: 2 * MANY, maxBytes: 1e9, direction: 'forward' });
	const counting = countPurge(source, { seq: 20, filter: 'S.odd' });
	follower.thaw();
	const read = await reading;
	if (!read.ok) throw new Error(read.problem.message);
	const seqs = read.value.entries.map(({ seq }) => seq);
	expect(seqs).toHaveLength(39 + MANY);
	expect(seqs).not.toContain(5);
	const loss = await counting;
	if (loss.exact) expect(loss.messages).toBe(9);
	else expect(loss.messages).toBeGreaterThanOrEqual(9);
});
