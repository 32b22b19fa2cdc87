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
