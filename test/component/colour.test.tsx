import { beforeAll, describe, expect, test } from 'vitest';
import type { DeckState } from '../../src/store/state.ts';
import type { Drawing } from '../support/draw.tsx';
import { rates, sampleState, streamInfo, withStreams } from '../support/state.ts';

/** Red to cyan, and their bright kin; and everything that is a colour at all. */
const isFine = (code: number): boolean => (code >= 31 && code <= 36) || (code >= 91 && code <= 96);
const isColour = (code: number): boolean => (code >= 30 && code <= 49 && code !== 39 && code !== 49) || code >= 90;

let draw: (state: DeckState, options?: { readonly incremental?: boolean }) => Drawing;
let stylesIn: (written: string) => readonly number[];

beforeAll(async () => {
	// Ink's colour library looks once, when it is loaded.
	process.env.FORCE_COLOR = '1';
	({ draw, stylesIn } = await import('../support/draw.tsx'));
});

function rows(amount: number, messages: (at: number) => number) {
	const infos = Array.from({ length: amount }, (_, at) =>
		streamInfo(`STREAM-${String(at).padStart(5, '0')}`, {
			state: { messages: messages(at), last_ts: '2026-03-31T11:00:00Z' },
		}),
	);
	const busy = infos.map(({ config }) => [config.name, { rates: rates({ messagesPerSecond: 12.5 }) }] as const);
	return withStreams(infos, Object.fromEntries(busy));
}

const size = { columns: 120, rows: 40 };

/** Bytes written for a change, as soon as anything was. */
async function cost(drawing: Drawing, change: () => void): Promise<number> {
	drawing.written();
	change();
	let bytes = 0;
	for (let quiet = 0; quiet < 5; ) {
		await new Promise((resolve) => setTimeout(resolve, 10));
		const more = Buffer.byteLength(drawing.written());
		bytes += more;
		quiet = bytes > 0 && more === 0 ? quiet + 1 : 0;
	}
	return bytes;
}

describe('colour', () => {
	test('is used, but never black or white, which a theme may have as its background', () => {
		const drawing = draw(sampleState());
		const colours = stylesIn(drawing.raw()).filter(isColour);
		expect(colours).not.toEqual([]);
		expect(colours.filter((code) => !isFine(code))).toEqual([]);
		drawing.end();
	});
});

describe('what is written to a terminal of 120×40', () => {
	test('for one row that changed is at most 400 bytes', async () => {
		const drawing = draw(sampleState({ ...rows(100, () => 812), size }), { incremental: true });
		const bytes = await cost(drawing, () => drawing.deck.store.setState(rows(100, (at) => (at === 17 ? 813 : 812))));
		expect(bytes).toBeGreaterThan(0);
		expect(bytes).toBeLessThanOrEqual(400);
		drawing.end();
	});

	test('for a key does not depend on how many streams there are', async () => {
		const costs: number[] = [];
		for (const amount of [100, 10_000]) {
			const drawing = draw(sampleState({ ...rows(amount, () => 812), size }), { incremental: true });
			costs.push(await cost(drawing, () => drawing.type('j')));
			drawing.end();
		}
		expect(costs[1]).toBeLessThanOrEqual((costs[0] ?? 0) + 20);
		expect(costs[0]).toBeLessThanOrEqual(1200);
	});

	test('for a poll that changed nothing on the screen is nothing', async () => {
		const state = sampleState({ ...rows(100, () => 812), size });
		const drawing = draw(state, { incremental: true });
		drawing.written();
		drawing.deck.store.setState(({ streams, lastTick }) => ({
			streams: { ...streams },
			lastTick: lastTick && { ...lastTick },
		}));
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(drawing.written()).toBe('');
		drawing.end();
	});
});
