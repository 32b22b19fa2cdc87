import { afterEach, describe, expect, test } from 'vitest';
import { replaceView } from '../../src/store/nav.ts';
import type { DeckState } from '../../src/store/state.ts';
import type { View } from '../../src/store/view.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { driver } from '../support/driver.ts';
import { deckState, ready, sampleState, streamInfo, subjectCounts, withStreams } from '../support/state.ts';
import { until } from '../support/until.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

function show(parts: Partial<DeckState> = {}): Drawing {
	drawing = draw(sampleState(parts));
	return drawing;
}

const esc = keyBytes('esc');
const five = withStreams(['alpha', 'beta', 'gamma', 'delta', 'omega'].map((name) => streamInfo(name)));
const subjects: View = { kind: 'stream', stream: 'LOGS', pane: 'subjects' };

describe('esc after a filter', () => {
	test('leaves the cursor on the row that it is on', async () => {
		const { typeFor, text } = show(five);
		await typeFor('/ta\r', '▸ beta');
		await typeFor('j', '▸ delta');
		await typeFor(esc, 'gamma');
		expect(text()).toContain('▸ delta');
	});

	test('leaves the cursor on the first match, where nobody moved', async () => {
		const { typeFor, text } = show(five);
		await typeFor('j/mma\r', '▸ gamma');
		await typeFor(esc, 'alpha');
		expect(text()).toContain('▸ gamma');
	});

	test('that is still typed goes back to the row of before', async () => {
		const { typeFor, text } = show(five);
		await typeFor('jj', '▸ delta');
		await typeFor('/omega', '▸ omega');
		await typeFor(esc, 'alpha');
		expect(text()).toContain('▸ delta');
	});

	test('leaves rows as far down the screen as they were', async () => {
		const many = withStreams(Array.from({ length: 200 }, (_, at) => streamInfo(`S${String(at).padStart(3, '0')}`)));
		const { typeFor, lines } = show(many);
		await typeFor('/S1\rG', '▸ S199');
		const row = (): number => lines().findIndex((line) => line.includes('▸'));
		const before = row();
		await typeFor(esc, 'Streams 200');
		expect(row()).toBe(before);
	});
});

describe('esc from messages of a subject', () => {
	const counts = ready(
		subjectCounts([
			['logs.a', 3],
			['logs.b', 2],
		]),
	);

	test('returns to the subjects where one left them', async () => {
		const { typeFor, deck } = show({
			subjects: { entries: new Map([['LOGS', counts]]) },
			views: [{ kind: 'streams' }, subjects],
		});
		await typeFor('j', '▸ logs.b');
		await typeFor('\r', 'subject logs.b');
		await typeFor(esc, '▸ logs.b');
		expect(deck.store.getState().views).toEqual([{ kind: 'streams' }, subjects]);
	});

	test('returns to all messages where the filter was set there', async () => {
		const drawn = show({
			views: [{ kind: 'streams' }, { kind: 'stream', stream: 'LOGS', pane: 'messages' }],
		});
		const { shows, deck } = drawn;
		const person = driver(drawn);
		for (const subject of ['logs.x', 'logs.y']) {
			person.run('messages.subject');
			await person.dialog().title('Filter by subject').fill(subject).enter();
			await shows(`subject ${subject}`);
		}
		person.run('go.back');
		await until(() => deck.store.getState().views.length === 2, { what: 'the way back' });
		expect(deck.store.getState().views.at(-1)).not.toHaveProperty('subject');
	});
});

describe('another pane', () => {
	test('is no step that esc takes back, nor is the one that one came from', () => {
		const messages: View = { ...subjects, pane: 'messages', subject: 'logs.a' };
		const state = deckState({ views: [{ kind: 'streams' }, subjects, messages] });
		expect(replaceView(state, subjects).views).toEqual([{ kind: 'streams' }, subjects]);
		const json: View = { ...subjects, pane: 'json' };
		expect(replaceView(state, json).views).toEqual([{ kind: 'streams' }, subjects, json]);
	});
});
