import { afterEach, describe, expect, test } from 'vitest';
import { showPrompt } from '../../src/commands/ask.ts';
import type { Prompt } from '../../src/store/overlay.ts';
import type { DeckState } from '../../src/store/state.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { consumerInfo, sampleState, streamInfo, withConsumers, withStreams } from '../support/state.ts';
import { until } from '../support/until.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

function show(parts: Partial<DeckState> = {}, screenReader = false): Drawing {
	drawing = draw(sampleState(parts), { screenReader });
	return drawing;
}

const prompt: Prompt = { title: 'Pause', help: 'How long', secret: false, asks: { kind: 'apply-file' } };
const asked = (parts: Partial<Prompt> = {}) => showPrompt({ ...prompt, ...parts }, '10m');
/** With the cursor behind it. */
const selected = (text: string): string => `\u001b[7m${text} \u001b[27m`;

const textOf = ({ overlay }: DeckState): string | undefined =>
	overlay?.kind === 'prompt' || overlay?.kind === 'filter' ? overlay.text : undefined;

async function typed({ deck, type }: Drawing, keys: string, text: string): Promise<void> {
	type(keys);
	const now = () => textOf(deck.store.getState());
	await until(() => now() === text, { what: `"${text}" typed`, within: 3000, seen: () => String(now()) });
}

describe('a text that a prompt brings along', () => {
	test.each([
		['a letter', '2h', '2h'],
		['a paste', '\u001b[200~2h\u001b[201~', '2h'],
		['a letter after an arrow', `${keyBytes('left')}0`, '100m'],
		['a letter after end', `${keyBytes('end')}s`, '10ms'],
		['a letter after home', `${keyBytes('home')}1`, '110m'],
		['backspace', keyBytes('backspace'), '10'],
		['backspace, then letters', `${keyBytes('backspace')}5h`, '105h'],
		['ctrl+u', keyBytes('ctrl+u'), ''],
		['a key that means nothing, then a letter', `${keyBytes('ctrl+x')}2`, '2'],
	])('%s', async (_, keys, text) => {
		const shown = show(asked());
		await shown.shows('> 10m');
		await typed(shown, keys, text);
		// What was typed is no text that was brought along.
		await typed(shown, '7', keys.includes('\u001b[D') ? '1007m' : keys.includes('\u001b[H') ? '1710m' : `${text}7`);
	});

	test('is shown as selected until it is edited', async () => {
		const { raw, shows, typeFor } = show(asked());
		await shows('> 10m');
		expect(raw()).toContain(selected('10m'));
		await typeFor(keyBytes('backspace'), '> 10 ');
		expect(raw()).not.toContain(selected('10'));
	});

	test('is said to be selected to a screen reader', async () => {
		const { shows, typeFor, text } = show(asked(), true);
		await shows('10m');
		expect(text()).toMatch(/>\s+10m\s+, selected: typing replaces it/);
		expect(text()).not.toMatch(/10m {3}/);
		await typeFor('2', '>  2');
		expect(text()).not.toContain('selected: typing');
	});

	test('that was not taken is still replaced, and what was typed is not', async () => {
		const shown = show(asked());
		await shown.typeFor('\r', 'There is no file');
		await typed(shown, '3h', '3h');
		await shown.typeFor('\r', 'There is no file');
		await typed(shown, '0', '3h0');
	});

	test('of one prompt after another begins anew', async () => {
		const shown = show(asked());
		await shown.shows('> 10m');
		await typed(shown, `${keyBytes('left')}0`, '100m');
		shown.deck.store.setState(showPrompt({ ...prompt, title: 'Keep' }, '20m'));
		await shown.shows('> 20m');
		expect(shown.raw()).toContain(selected('20m'));
		await typed(shown, '5', '5');
	});
});

describe('typing replaces what is offered', () => {
	const places: Partial<DeckState> = {
		...withStreams([streamInfo('LOGS')]),
		...withConsumers([consumerInfo('LOGS', 'tail')]),
		views: [{ kind: 'consumer', stream: 'LOGS', consumer: 'tail', pane: 'overview' }],
	};

	test.each([
		['the time of a pause', 'p', '> 10m'],
		['the count to fetch', 'f', '> 1'],
		['the name of a file', 'w', '> LOGS_tail'],
	])('%s', async (_, key, text) => {
		const shown = show(places);
		await shown.typeFor(key, text);
		await typed(shown, '2x', '2x');
	});

	test('a filter that is kept', async () => {
		const shown = show(withStreams(['alpha', 'beta', 'gamma'].map((name) => streamInfo(name))));
		await shown.typeFor('/bet\r', 'filter bet');
		await shown.typeFor('/', '/bet');
		expect(shown.raw()).toContain(selected('bet'));
		await typed(shown, 'gam', 'gam');
		await shown.typeFor(keyBytes('esc'), 'filter bet');
		await shown.typeFor('/', '/bet');
		await typed(shown, `${keyBytes('end')}a`, 'beta');
	});
});
