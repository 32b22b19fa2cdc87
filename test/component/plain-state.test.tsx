import { afterEach, describe, expect, test } from 'vitest';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import { commands } from '../../src/commands/all.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { open, showOverlay } from '../../src/store/nav.ts';
import type { Overlay } from '../../src/store/overlay.ts';
import type { DeckState } from '../../src/store/state.ts';
import { type Drawing, draw, stillHost } from '../support/draw.tsx';
import { sampleState, streamInfo, withStreams } from '../support/state.ts';
import { until } from '../support/until.ts';

const drawings: Drawing[] = [];
afterEach(() => {
	for (const drawing of drawings.splice(0)) drawing.end();
});

function show(state: DeckState): Drawing {
	const drawing = draw(state);
	drawings.push(drawing);
	return drawing;
}

const infos = ['LOGS', 'ORDERS'].map((name) => streamInfo(name));
const state = sampleState(withStreams(infos));

const run =
	(id: string, argument?: string) =>
	({ deck }: Drawing): void =>
		commands.find((command) => command.id === id)?.run(contextOf(deck, stillHost().host), argument);

/** Every way in which each kind of overlay comes up. */
const ways: { readonly [Kind in Overlay['kind']]: readonly ((drawing: Drawing) => void)[] } = {
	filter: [run('list.filter')],
	find: [run('find.begin')],
	palette: [run('deck.palette')],
	help: [run('deck.help')],
	choice: [run('deck.context'), run('change.menu'), run('stream.purge'), run('take.copy')],
	prompt: [run('file.apply'), run('take.save'), goTo],
	wait: [({ deck }) => deck.propose('Looking', () => new Promise(() => {}))],
	confirm: [
		({ deck }) => deck.propose('Delete', () => planStreamDelete(infos.map((info) => ({ info, warnings: [] })))),
	],
	fault: [({ deck }) => deck.store.setState(showOverlay({ kind: 'fault', message: 'It broke.' }))],
};

function goTo(drawing: Drawing): void {
	drawing.deck.store.setState((now) => open(now, { kind: 'stream', stream: 'LOGS', pane: 'messages' }));
	run('messages.goto')(drawing);
}

describe('the whole state is plain data', () => {
	test.each(Object.entries(ways).flatMap(([kind, each]) => each.map((way, at) => [kind, at + 1, way] as const)))(
		'under a %s (%i): a copy of it is drawn alike',
		async (kind, _at, way) => {
			const drawing = show(state);
			way(drawing);
			await until(() => drawing.deck.store.getState().overlay?.kind === kind, { what: kind });
			const now = drawing.deck.store.getState();
			await drawing.flushed();
			const copy = show(structuredClone(now));
			await until(() => copy.text() === drawing.text(), { what: 'the same frame', seen: copy.text });
			expect(structuredClone(now).overlay).toEqual(now.overlay);
		},
	);

	test('what is picked and typed in a copy does the same', async () => {
		const drawing = show(state);
		run('stream.purge')(drawing);
		const choosing = show(structuredClone(drawing.deck.store.getState()));
		await choosing.shows('▸ everything');
		choosing.type('newest');
		await choosing.typeFor('', '▸ keep the newest');
		await choosing.typeFor('\r', 'Keep the newest');
		const asked = show(structuredClone(choosing.deck.store.getState()));
		await asked.typeFor('none\r', 'The number must be a whole number from 1');
	});
});
