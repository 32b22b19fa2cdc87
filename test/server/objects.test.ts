import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectClient, type ObjectStore } from 'nats';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planGet } from '../../src/changes/objects/plan-get.ts';
import { planPut } from '../../src/changes/objects/plan-put.ts';
import type { Proposal } from '../../src/changes/proposal.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { carriedOut } from '../support/proposals.ts';
import { serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

const versions = { '2.9': '2.9.10', '2.10': '2.10.27', newest: '2.15.1' } as const;

/** By both ways, and fewer large ones unless more are asked for. */
const objects = Number(process.env.OBJECTS ?? 14);

async function world(line: (typeof serverLines)[number]) {
	const server = await startServer({ line });
	const deck = await openTestDeck({ server: server.url, timeout: 10_000 });
	await seen(deck, 'a connection', ({ link }) => link.phase === 'connected');
	const client = await connectClient({ servers: server.url });
	onTestFinished(() => client.close());
	const store = await client.jetstream().views.os('FILES');
	const home = mkdtempSync(join(tmpdir(), 'jetdeck-objects-'));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	return { server, deck, store, home, around: { api: deck.api(), features: features(versions[line], undefined) } };
}

type World = Awaited<ReturnType<typeof world>>;

const agreed = (plan: Proposal | { readonly refusal: string }): Proposal => {
	if ('refusal' in plan) throw new Error(plan.refusal);
	return plan;
};

async function put({ deck, home, around }: World, name: string, content: Uint8Array, more: object = {}) {
	const file = join(home, 'content');
	writeFileSync(file, content);
	const wish = { bucket: 'FILES', name, file, maxPayload: 1024 * 1024, now: Date.now(), ...more };
	return carriedOut(deck, agreed(await planPut(wish, around)));
}

async function got({ deck, home, around }: World, name: string): Promise<Buffer> {
	const file = join(home, 'got');
	rmSync(file, { force: true });
	const [result] = await carriedOut(deck, agreed(await planGet({ bucket: 'FILES', name, file }, around)));
	expect(result).toMatchObject({ kind: 'done' });
	return readFileSync(file);
}

async function gotByClient(store: ObjectStore, name: string): Promise<Buffer> {
	const found = await store.getBlob(name);
	if (found === null) throw new Error(`${name} is not there`);
	return Buffer.from(found);
}

/** Mostly small, and the first ones at the edges of a chunk. */
function sizeOf(at: number): number {
	const edges = [0, 1, 131_071, 131_072, 131_073, 262_144];
	return edges[at] ?? Math.floor((at % 20 === 7 ? 20_000_000 : 300_000) * Math.random() ** 2);
}

/** The client library (nats.js 2.29) writes a name such as ä as Latin-1, and does not look for it as UTF-8. */
const names = ['h.txt', 'a/b c.txt', '.', 'x', '*', 'a>b', ' ', '=?'];
const nameOf = (at: number): string => `${names[at % names.length]}${at < names.length ? '' : at}`;

describe.each(serverLines)('objects on %s', (line) => {
	it('are the same for jetdeck and the client library, whoever put them', async () => {
		const here = await world(line);
		for (let at = 0; at < objects; at += 1) {
			const content = randomBytes(sizeOf(at));
			const name = nameOf(at);
			if (at % 2 === 0) {
				expect(await put(here, name, content)).toMatchObject([{ kind: 'done' }]);
				expect((await gotByClient(here.store, name)).equals(content), name).toBe(true);
			} else await here.store.putBlob({ name }, content);
			expect((await got(here, name)).equals(content), name).toBe(true);
		}
	}, 600_000);
});
