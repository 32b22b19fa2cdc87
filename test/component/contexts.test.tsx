import { afterEach, describe, expect, test } from 'vitest';
import type { ContextEntry, FoundContexts } from '../../src/commands/host.ts';
import type { DeckState } from '../../src/store/state.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw, stillHost } from '../support/draw.tsx';
import { driver } from '../support/driver.ts';
import { sampleState } from '../support/state.ts';
import { until } from '../support/until.ts';

let drawing: Drawing | undefined;
let opened: string[] = [];
afterEach(() => {
	drawing?.end();
	drawing = undefined;
	opened = [];
});

const entry = (name: string, parts: Partial<ContextEntry> = {}): ContextEntry => ({
	name,
	detail: `nats://${name}.example:4222`,
	current: false,
	production: false,
	...parts,
});

const entries = [entry('dev'), entry('preprod'), entry('prod', { production: true }), entry('prod-eu')];
const folder = '/home/ops/.config/nats/context';
const picker = keyBytes('ctrl+k');

function show(contexts: () => Promise<FoundContexts>, parts: Partial<DeckState> = {}): Drawing {
	const openContext = async (name: string): Promise<undefined> => void opened.push(name);
	const begun = { label: 'nats://begun:4222', open: () => void opened.push('begun') };
	const openDemo = async (): Promise<undefined> => void opened.push('demo');
	drawing = draw(sampleState(parts), { host: { ...stillHost().host, contexts, openContext, openDemo, begun } });
	return drawing;
}

const found = async (): Promise<FoundContexts> => ({ folder, entries });
const nextOpened = () => until(() => opened.length > 0, { what: 'something to be opened' });

describe('the contexts', () => {
	test('are filtered by what is typed, and enter opens the one under the cursor', async () => {
		const { type, text, ...drawing } = show(found);
		type(picker);
		const contexts = driver({ type, ...drawing })
			.dialog()
			.title(`Contexts in ${folder}`);
		await contexts.fill('prod').says('▸ prod (production)').text();
		expect(text()).not.toContain('dev');
		await contexts.take('prod (production)');
		await nextOpened();
		expect(opened).toEqual(['prod']);
	});

	test('beside them is the address in use, and what the deck was started with', async () => {
		const drawing = show(found);
		drawing.type(picker);
		const contexts = driver(drawing).dialog();
		await contexts
			.says('▸ nats://127.0.0.1:4222 (current) the address in use, without a context')
			.fill('begun')
			.take('nats://begun:4222');
		await nextOpened();
		expect(opened).toEqual(['begun']);
	});

	test('that are in use are the address too', async () => {
		const current = entry('dev', { current: true });
		const target = {
			...sampleState().target,
			label: 'dev',
			beforeServer: undefined,
			context: { name: 'dev', production: false },
		};
		const { typeFor, text } = show(async () => ({ folder, entries: [current] }), { target });
		await typeFor(picker, '▸ dev (current)');
		expect(text()).not.toContain('in use');
	});

	test('where there are none, the folder that was looked in is said', async () => {
		const { typeFor } = show(async () => ({ folder, entries: [] }));
		await typeFor(picker, `No contexts in ${folder}`);
	});
});

describe('what is typed before the contexts are read', () => {
	test('is for the list, and opens only what it names whole', async () => {
		let answer = (_: FoundContexts): void => {};
		const { typeFor, type, shows } = show(
			() =>
				new Promise((resolve) => {
					answer = resolve;
				}),
		);
		await typeFor(`${picker}pro\r`, 'Reading the contexts…');
		expect(opened).toEqual([]);
		answer({ folder, entries });
		await shows('▸ prod (production)');
		expect(opened).toEqual([]);
		type('\r');
		await nextOpened();
		expect(opened).toEqual(['prod']);
	});
});

describe(':ctx with a name', () => {
	test('opens the context of that name', async () => {
		const { typeFor, type } = show(found);
		await typeFor(':ctx prod-eu', '│ :ctx prod-eu ');
		type('\r');
		await nextOpened();
		expect(opened).toEqual(['prod-eu']);
	});

	test('offers what is like it where there is none', async () => {
		const { typeFor } = show(found);
		await typeFor(':ctx eu', '│ :ctx eu ');
		await typeFor('\r', '▸ prod-eu');
		expect(opened).toEqual([]);
	});
});

describe('the contexts of an account', () => {
	const key = (name: string): string => `A${name.toUpperCase().padEnd(55, 'A')}`;
	const server = { name: 'n1', id: 'N1', tags: [], jetstream: true };
	const before = sampleState();
	const state: Partial<DeckState> = {
		views: [{ kind: 'accounts' }],
		system: { own: true },
		servers: {
			...before.servers,
			entries: new Map([['n1', { name: 'n1', server }]]),
			accounts: {
				...before.servers.accounts,
				entries: new Map([[key('app'), { id: key('app'), name: 'APP' }]]),
				gathered: { phase: 'ready', value: {}, at: before.now },
			},
		},
	};
	const opens = (accounts: Readonly<Record<string, string>>, parts: Partial<DeckState> = {}): Drawing => {
		const openContext = async (name: string): Promise<undefined> => void opened.push(name);
		const accountOfContext = async (name: string): Promise<string | undefined> => accounts[name];
		const host = { ...stillHost().host, contexts: found, openContext, accountOfContext };
		drawing = draw(sampleState({ ...state, ...parts }), { host });
		drawing.type('o');
		return drawing;
	};

	test('are those with its credentials: even a single one is only offered, since its servers may be others', async () => {
		const { shows: seen, text } = opens({ dev: key('other'), 'prod-eu': key('app') });
		await seen('Contexts of account APP in');
		expect(text()).toContain('prod-eu');
		expect(text()).not.toMatch(/\bdev\b/);
		expect(opened).toEqual([]);
	});

	test('are those that logged in to these servers before: a single one is opened', async () => {
		const loggedIn = new Map([['prod-eu', { account: key('app'), server: 'N1' }]]);
		opens({ dev: key('other') }, { loggedIn });
		await nextOpened();
		expect(opened).toEqual(['prod-eu']);
	});

	test('are chosen from if there are several, one of them since it logged in to these servers before', async () => {
		const loggedIn = new Map([
			['dev', { account: key('app'), server: 'N1' }],
			// Another cluster may have an account of the same name.
			['prod', { account: key('app'), server: 'N9' }],
		]);
		const { shows: seen, text } = opens({ preprod: key('app') }, { loggedIn });
		await seen('Contexts of account APP in');
		expect(text()).toMatch(/dev.*preprod/s);
		expect(text()).not.toContain('prod (production)');
	});

	test('are unknown where no login says its account, which is said; those of other accounts are left out', async () => {
		const { shows: seen, text } = opens({ dev: key('other') });
		await seen('No context is known for account APP: choose one in');
		expect(text()).toContain('prod-eu');
		expect(text()).not.toMatch(/\bdev\b/);
		expect(opened).toEqual([]);
	});

	test('are none if all log in to others', async () => {
		const { shows: seen } = opens(Object.fromEntries(entries.map(({ name }) => [name, key('other')])));
		await seen('No context is known for account APP: add one with nats context add');
	});
});
