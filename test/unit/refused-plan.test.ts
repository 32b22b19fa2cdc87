import { describe, expect, it } from 'vitest';
import { wiresOf } from '../../src/changes/propose.ts';
import type { TransferWire } from '../../src/changes/wire.ts';
import type { Overlays } from '../../src/store/overlay.ts';
import { stillDeck } from '../support/draw.tsx';
import { deckState } from '../support/state.ts';
import { until } from '../support/until.ts';

const asked: Overlays['prompt'] = {
	kind: 'prompt',
	prompt: { title: 'Put a file', help: '', secret: false, asks: { kind: 'object-put', bucket: 'FILES' } },
	text: 'nope.bin',
};

describe('a refused plan', () => {
	it.each([
		['at once', () => ({ refusal: 'It does not exist.' })],
		['later', async () => ({ refusal: 'It does not exist.' })],
	])('returns to the prompt that it came from, with what was typed, %s', async (_when, plan) => {
		const { deck } = stillDeck(deckState({ overlay: asked }));
		deck.propose('Put nope.bin', plan);
		await until(() => deck.store.getState().overlay?.kind === 'prompt', { what: 'the prompt to come back' });
		expect(deck.store.getState().overlay).toEqual({ ...asked, error: 'It does not exist.' });
		expect(deck.store.getState().toasts).toEqual([]);
	});

	it('is a toast where nothing was asked', async () => {
		const { deck } = stillDeck(deckState());
		await deck.propose('Delete', () => ({ refusal: 'It does not exist.' }));
		expect(deck.store.getState().toasts.at(-1)?.text).toBe('It does not exist.');
	});
});

it('a plan says what it does from its first step on', async () => {
	const { deck } = stillDeck(deckState());
	const proposed = deck.propose('Balance', async (_api, _signal, say) => {
		say('Reading the streams');
		return { refusal: 'None.' };
	});
	expect(deck.store.getState().overlay).toMatchObject({ kind: 'wait', doing: 'Reading the streams' });
	await proposed;
});

it('a transfer that no request starts shows and copies none', () => {
	const { deck } = stillDeck(deckState());
	const wire: TransferWire = {
		kind: 'transfer',
		endpoint: 'transfer.object-describe',
		subject: '$O.FILES.M.YQ==',
		params: { stream: 'OBJ_FILES' },
		body: { seq: 1 },
		makesMessages: true,
	};
	const asset = { kind: 'stream', stream: 'OBJ_FILES' } as const;
	const proposal = { title: 'Describe', doing: 'describing', done: '', effect: 'change', consequences: [] } as const;
	const shown = wiresOf(deck.api(), { ...proposal, steps: [{ asset, wire }] }, deck.link().target);
	if ('refusal' in shown) throw new Error(shown.refusal);
	expect(shown.wires[0]).toMatchObject({ payload: '', request: expect.stringMatching(/^# /) });
});
