import { afterEach, expect, it } from 'vitest';
import { systemEndpointById } from '../../src/jetstream/endpoints/system.ts';
import { readServerReply, type ServerReply } from '../../src/jetstream/system/server-reply.ts';
import type { Datum } from '../../src/store/datum.ts';
import type { Patch } from '../../src/store/resource.ts';
import type { DeckState } from '../../src/store/state.ts';
import { serverAsks } from '../../src/store/system/one-server.ts';
import { noServers } from '../../src/store/system/servers.ts';
import { withStatsOf } from '../../src/store/system/servers-resources.ts';
import { serverPanes } from '../../src/store/view.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { readReference } from '../support/reference.ts';
import { deckState, hostileTexts, isHarmless, now } from '../support/state.ts';

let drawing: Drawing | undefined;

afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

interface Recorded {
	readonly server: Readonly<Record<string, unknown>>;
	readonly statsz: Readonly<Record<string, unknown>>;
}

const recorded: readonly Recorded[] = readReference('system/statsz.jsonl')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line).reply);

/** What a deck with the system account knows after these replies. */
function told(bodies: readonly unknown[], missing: readonly string[] = [], parts: Partial<DeckState> = {}): DeckState {
	const replies = bodies.flatMap((body) => {
		const data = new TextEncoder().encode(JSON.stringify(body));
		const message = { subject: '', data, headers: [] };
		return readServerReply(systemEndpointById('server.statsz'), message, { at: now - 200, ms: 1.4 }) ?? [];
	});
	const gathered = { phase: 'ready', value: { replies: replies.length }, at: now } as const;
	const state = deckState({
		system: { own: true },
		servers: { ...noServers(), gathered },
		views: [{ kind: 'servers' }],
		...parts,
	});
	const patch: Patch = withStatsOf(replies, missing);
	return { ...state, ...patch(state) };
}

it('puts who does not answer first, since when, over the whole line', () => {
	drawing = draw(told(recorded.slice(0, 2), ['c15-n3']));
	const lines = drawing.lines();
	const at = lines.findIndex((line) => line.includes('no answer since'));
	expect(lines[at]).toMatch(/c15-n3 +! no answer since \d\d:\d\d:\d\d/);
	expect(lines[at + 1]).toMatch(/c15-n1 \*/);
});

it('shows the meta group in the words of its leader, and asks who is to be removed', () => {
	drawing = draw(told(recorded.slice(0, 2), ['c15-n3'], { views: [{ kind: 'meta' }] }));
	const { text } = drawing;
	expect(text()).toContain('c15-n1 leads the meta group of 3 peers; 2 must run.');
	expect(text()).toMatch(/c15-n3 +! no answer since[\s\S]*c15-n1 \* +leader[\s\S]*c15-n2 +current/);
});

it('lists the servers of a meta group without a leader, and says what cannot be done', () => {
	const leaderless = recorded.slice(0, 3).map(({ server, statsz }) => {
		const jetstream = statsz.jetstream as { readonly meta: object };
		const { leader: _, replicas: __, ...meta } = { leader: '', replicas: [], ...jetstream.meta };
		return { server, statsz: { ...statsz, jetstream: { ...jetstream, meta } } };
	});
	drawing = draw(told(leaderless, [], { views: [{ kind: 'meta' }] }));
	expect(drawing.text()).toMatch(/! The meta group has no leader[\s\S]*2 of 3 peers must run/);
	for (const name of ['c15-n1', 'c15-n2', 'c15-n3']) expect(drawing.text()).toMatch(new RegExp(`${name} +replies`));
});

it('says what is missing without the system account, and opens no server', async () => {
	const state = deckState({ views: [{ kind: 'servers' }], servers: told(recorded.slice(0, 1)).servers });
	drawing = draw(state);
	expect(drawing.text()).toMatch(/Account ORDERS sees only what servers grant every user/);
	await drawing.typeFor('\r', 'Only the system account may ask a server');
});

it.each(hostileTexts)('draws a server that calls itself %j', (text) => {
	const [first] = recorded;
	const server = { ...first?.server, name: text, ver: text, cluster: text, domain: text, tags: [text], id: text };
	const meta = {
		name: text,
		leader: text,
		replicas: [{ name: text, peer: text, active: -1, lag: 1e300 }],
		pending: 2 ** 63,
	};
	const statsz = {
		...first?.statsz,
		cpu: -5,
		mem: 1e30,
		jetstream: { meta, config: { domain: text, max_storage: -1 } },
	};
	const rows = [
		{ remote_name: text, rtt: text, name: text, account: text, ip: text, port: -1, error: text, in_bytes: 1e300 },
	];
	const value = {
		...{ routes: rows, leafs: rows, account_details: rows, errors: rows, go: text, system_account: text, uptime: text },
		...{
			outbound_gateways: { [text]: { connection: rows[0] } },
			inbound_gateways: { [text]: rows },
			host: text,
			port: 1,
		},
	};
	const panes = serverPanes.map((pane) => ({ kind: 'server', server: text, pane }) as const);
	for (const view of [{ kind: 'servers' } as const, { kind: 'meta' } as const, ...panes]) {
		drawing?.end();
		const state = told([{ server, statsz }], [`${text}2`], { views: [view] });
		const reply = { server: { name: text, id: text, tags: [], jetstream: true }, value, at: now, ms: 1 };
		const raft = { ...reply, value: { [text]: { [text]: { state: text, committed: 5, applied: -1 } } } };
		const asked = new Map<string, Datum<ServerReply>>([
			...Object.keys(serverAsks).map((ask) => [`${text}\0${ask}`, { phase: 'ready', value: reply, at: now }] as const),
			[`${text}\0raft ${text}`, { phase: 'ready', value: raft, at: now }] as const,
		]);
		drawing = draw({ ...state, servers: { ...state.servers, asked } });
		const lines = drawing.lines();
		expect(lines.join('\n')).not.toContain('A bug of jetdeck');
		for (const line of lines) expect(isHarmless(line)).toBe(true);
	}
});
