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
