import { beforeAll, expect, test } from 'vitest';
import { applyColourChoice } from '../../src/terminal/colour.ts';
import { sampleState } from '../support/state.ts';

beforeAll(() => {
	process.env.NO_COLOR = '1';
	process.env.FORCE_COLOR = '3';
	applyColourChoice(process.env, { color: true });
});

test('NO_COLOR: nothing is coloured; the selected row is marked and inverse all the same', async () => {
	const { draw, stylesIn } = await import('../support/draw.tsx');
	const drawing = draw(sampleState());
	expect(new Set(stylesIn(drawing.raw()))).toEqual(new Set([7, 27]));
	expect(drawing.raw()).toContain('\u001b[7m▸ LOGS');
	drawing.end();
});

test('NO_COLOR: a form shows its cursor, its faults and its choices by signs', async () => {
	const { draw, stylesIn } = await import('../support/draw.tsx');
	const { openNewStream } = await import('../../src/forms/open.ts');
	const { keyBytes } = await import('../../src/terminal/key-name.ts');
	const state = sampleState();
	const drawing = draw({ ...state, ...openNewStream(state) });
	await drawing.shows('▸ Event log');
	drawing.type(keyBytes('enter'));
	await drawing.shows('step 2 of');
	await drawing.typeFor('a b', '✗ Name');
	drawing.type(keyBytes('ctrl+n').repeat(2));
	await drawing.shows('‹ file ›');
	expect(new Set(stylesIn(drawing.raw()))).toEqual(new Set([7, 27]));
	drawing.end();
});

test('NO_COLOR: a text that typing replaces is inverse', async () => {
	const { draw } = await import('../support/draw.tsx');
	const { showPrompt } = await import('../../src/commands/ask.ts');
	const prompt = { title: 'Pause', help: '', secret: false, asks: { kind: 'password', login: 'own' } } as const;
	const drawing = draw(sampleState(showPrompt(prompt, '10m')));
	await drawing.shows('> 10m');
	expect(drawing.raw()).toContain('\u001b[7m10m \u001b[27m');
	drawing.end();
});
