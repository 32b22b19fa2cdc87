import { expect, it } from 'vitest';
import { planKvPut } from '../../src/changes/plan/kv-put.ts';
import { isOver, type StepResult } from '../../src/changes/run.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect } from '../support/jetstream.ts';
import { bucketOf, createBucket, latest, textOf } from '../support/kv.ts';
import { begun, over } from '../support/proposals.ts';
import { startServer } from '../support/servers.ts';

/** More of them by hand: KV_KILLS=20. */
const kills = Number(process.env.KV_KILLS ?? 3);
const putsAtOnce = 12;

/** What the deck says of a put; undefined where it says that it does not know. */
function saidOf(result: StepResult | undefined): boolean | undefined {
	if (result?.kind === 'done') return true;
	return result?.kind === 'found' ? result.applied : result?.kind === 'unknown' ? undefined : false;
}

type Kind = 'acknowledged' | 'found out' | 'unknown' | 'not sent';

const kinds: Readonly<Record<string, Kind>> = { done: 'acknowledged', found: 'found out', unknown: 'unknown' };

it('a put that was acknowledged is there after the server was killed, and the deck finds out about every other one', {
	timeout: 60_000 + kills * 60_000,
}, async () => {
	const server = await startServer();
	await createBucket(await connect(server), 'B', { storage: 'file', max_msgs_per_subject: 2 });
	const deck = await openTestDeck({ server: server.url, timeout: 700 });
	const counts: Record<Kind, number> = { acknowledged: 0, 'found out': 0, unknown: 0, 'not sent': 0 };
	let underWay = 0;
	for (let round = 0; round < kills; round += 1) {
		await seen(
			deck,
			'a connection',
			({ link, features }) => link.phase === 'connected' && features.version !== undefined,
		);
		const open = await bucketOf(deck, 'B');
		const value = new TextEncoder().encode(`of round ${round}`);
		const ids = Array.from({ length: putsAtOnce }, (_, at) =>
			begun(deck, planKvPut(open, { key: `k${at}`, value }, undefined)),
		);
		// From before the first leaves until most are acknowledged.
		for (let turn = 0; turn < (round * 9) % 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
		underWay += deck.store.getState().runs.filter((run) => ids.includes(run.id) && !isOver(run)).length;
		await server.stop('SIGKILL');
		await server.start();
		const runs = await Promise.all(ids.map((id) => over(deck, id)));
		await seen(deck, 'the connection back', ({ link }) => link.phase === 'connected');
		for (const [at, { results }] of runs.entries()) {
			const [result] = results;
			const said = saidOf(result);
			const truth = textOf(await latest(deck, 'B', `k${at}`)) === `of round ${round}`;
			expect(said ?? truth, `round ${round}, k${at}: ${JSON.stringify(result)}`).toBe(truth);
			counts[kinds[result?.kind ?? ''] ?? 'not sent'] += 1;
		}
	}
	if (kills > 3) console.log(JSON.stringify({ ...counts, underWay }));
	expect(underWay).toBeGreaterThan(0);
});
