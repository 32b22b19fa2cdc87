import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import type { DeckState } from '../../src/store/state.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { sampleState, streamInfo, withStreams } from '../support/state.ts';
import { until } from '../support/until.ts';

const open: Drawing[] = [];
beforeEach(() => {
	vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
	for (const drawing of open.splice(0)) drawing.end();
	vi.restoreAllMocks();
});

function show(parts: Partial<DeckState>): Drawing {
	const drawing = draw(sampleState({ size: { columns: 80, rows: 24 }, ...parts }));
	open.push(drawing);
	return drawing;
}

const broken = (): never => {
	throw new Error('broken on \u001b[31mpurpose');
};

/** A stream that throws as long as `faulty.now`, where its overview is made. */
const faulty = { now: true };
const spoilt = {
	...streamInfo('LOGS'),
	get created(): string {
		return faulty.now ? broken() : '2026-03-30T12:00:00Z';
	},
};
const overview = { kind: 'stream', stream: 'LOGS', pane: 'overview' } as const;

beforeEach(() => {
	faulty.now = true;
});

describe('a screen that throws', () => {
	it('shows the fault in its place, and esc leaves it', async () => {
		const drawing = show({ ...withStreams([spoilt]), views: [{ kind: 'streams' }, overview] });
		expect(drawing.text()).toContain('A bug of jetdeck broke this screen');
		expect(drawing.text()).toContain('broken on ␛[31mpurpose');
		expect(drawing.lines()).toHaveLength(24);
		expect(drawing.lines()[0]).toMatch(/^jetdeck {2}/);
		expect(drawing.lines()[1]).toContain('LOGS › overview');
		expect(drawing.text()).toContain('? help');
		await drawing.typeFor(keyBytes('esc'), 'Streams 1');
		expect(drawing.text()).not.toContain('A bug of jetdeck broke');
	});

	it('is tried anew with the next poll', async () => {
		const drawing = show({ ...withStreams([spoilt]), views: [{ kind: 'streams' }, overview] });
		expect(drawing.text()).toContain('A bug of jetdeck broke');
		faulty.now = false;
		drawing.deck.store.setState({ lastTick: { at: 1, ms: 1 } });
		await drawing.shows('Configuration');
		expect(drawing.text()).not.toContain('A bug of jetdeck broke');
	});
});

it('a dialog that throws takes no key but those that close it', async () => {
	const drawing = show({});
	const plan = planStreamDelete([{ info: streamInfo('LOGS'), consumers: [], warnings: [] }]);
	if ('refusal' in plan) throw new Error('it is refused');
	const { typed: _, ...rest } = plan;
	drawing.deck.propose('it', () => ({
		...rest,
		get consequences() {
			return broken();
		},
	}));
	await drawing.shows('A bug of jetdeck broke this dialog');
	for (const key of ['y', 'enter', 'ctrl+y']) drawing.type(keyBytes(key));
	expect(drawing.asked()).toEqual([]);
	drawing.type(keyBytes('esc'));
	await until(() => !drawing.text().includes('A bug of jetdeck broke this dialog'), { what: 'the dialog to go' });
	expect(drawing.text()).toContain('Streams');
});

it('a toast that throws is dropped', async () => {
	const drawing = show({});
	const toast = {
		id: 1,
		tone: 'info',
		until: Number.POSITIVE_INFINITY,
		get text(): string {
			return broken();
		},
	} as const;
	drawing.deck.store.setState({ toasts: [toast] });
	await until(() => drawing.deck.store.getState().toasts.length === 0, { what: 'the toast to go' });
	expect(drawing.lines()[0]).toMatch(/^jetdeck {2}/);
});

it('a header that throws leaves the rest as it is', () => {
	const target = {
		...sampleState().target,
		beforeServer: undefined,
		get label(): string {
			return broken();
		},
	};
	const drawing = show({ target });
	expect(drawing.lines()[0]).toContain('The header cannot be drawn');
	expect(drawing.lines()).toHaveLength(24);
	expect(drawing.text()).toContain('LOGS');
});

describe('a key whose command throws', () => {
	it('is shown, and the deck goes on', async () => {
		const drawing = show({});
		Object.defineProperty(drawing.deck, 'refresh', { value: broken });
		await drawing.typeFor('r', 'The key r failed: a bug of jetdeck (broken on ␛[31mpurpose).');
		await drawing.typeFor('?', 'Keys');
	});

	it('keeps esc from nothing', async () => {
		const drawing = show({ ...withStreams([streamInfo('LOGS')]), views: [{ kind: 'streams' }, overview] });
		Object.defineProperty(drawing.deck, 'cancelSweep', { value: broken });
		drawing.deck.store.setState({ sweep: { kind: 'streams', done: 1, total: 2, startedAt: 0 } });
		await drawing.typeFor(keyBytes('esc'), 'The key esc failed');
		expect(drawing.deck.store.getState().views).toEqual([{ kind: 'streams' }]);
	});
});
