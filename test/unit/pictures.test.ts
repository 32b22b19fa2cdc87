import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/build.ts';
import { layoutOf } from '../support/pictures/layout.ts';
import type { Run } from '../support/pictures/picture.ts';
import { scenes } from '../support/pictures/scenes.ts';
import { cellWidth, isShape } from '../support/pictures/shapes.ts';
import { svgOf, textOfSvg } from '../support/pictures/svg.ts';

const names = scenes.map(({ name }) => `${name}.svg`);
const svgs = names.map((name) => [name, readFileSync(join(root, 'docs/pictures', name), 'utf8')] as const);

describe('docs/pictures', () => {
	it('has a picture of each scene and no other, and the README shows them', () => {
		expect(readdirSync(join(root, 'docs/pictures'))).toEqual(names.toSorted());
		const readme = readFileSync(join(root, 'README.md'), 'utf8');
		const shown = [...readme.matchAll(/^!\[\S[^\]]+\]\(docs\/pictures\/([^)]+)\)$/gm)].map(([, name]) => name);
		expect(shown.toSorted()).toEqual(names.toSorted());
	});

	it.each(svgs)('%s names no folder of a machine', (_, svg) => {
		expect(svg).not.toMatch(/\/(home|root|tmp|Users|var|work)\b|~\//);
	});

	it.each(svgs)('%s has each letter in its cell, whatever the font', (_, svg) => {
		const texts = [...svg.matchAll(/<text[^>]* x="([^"]+)" y="[^"]+" textLength="([^"]+)">/g)];
		expect(texts.length).toBe(svg.split('<text').length - 1);
		for (const length of texts.flatMap(([, x, width]) => [Number(x) - 18, Number(width)])) {
			const cells = length / cellWidth;
			expect(Math.abs(cells - Math.round(cells))).toBeLessThan(0.01);
		}
		const letters = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].flatMap(([, text = '']) => Array.from(text));
		expect(letters.filter(isShape)).toEqual([]);
		// What no shape is made for would be drawn by a font, with gaps.
		expect(letters.filter((letter) => /[\u2500-\u259f]/.test(letter))).toEqual([]);
	});
});

describe('a picture', () => {
	const plain = { bold: false, dim: false, underline: false, inverse: false, colour: -1 };
	const rows: readonly (readonly Run[])[] = [
		[{ ...plain, column: 0, width: 5, text: '╭─ <&' }],
		[
			{ ...plain, column: 0, width: 2, text: '📦' },
			{ ...plain, inverse: true, column: 2, width: 3, text: 'a  ' },
		],
	];
	const svg = svgOf({ columns: 5, rows }, 'A title');

	it('keeps its text', () => {
		expect(textOfSvg(svg)).toEqual(['╭─ <&', '📦a']);
	});

	it('draws lines as lines, wide letters in two cells, and what is inverse on a bar', () => {
		expect(svg.match(/<path.*/g)).toHaveLength(1);
		expect(svg).toContain('<text x="18" y="51" textLength="16.8">📦</text>');
		expect(svg).toContain('<rect x="34.8" y="37" width="25.2" height="19"');
		expect(svg).toContain('<text class="i" x="34.8" y="51" textLength="8.4">a</text>');
	});
});

describe('the layout of a screen', () => {
	const screen = [
		'jetdeck  nats://127.0.0.1:4222 · 6.4 ms',
		'  NAME  BYTES',
		'▸ A     9.8 KiB',
		'  B     12 B',
		'',
		'q quit  1/2',
	];
	const layout = layoutOf(screen, /NAME/);

	it('is the same with other figures and in another order', () => {
		const later = [
			'jetdeck  nats://127.0.0.1:1 · 12 ms',
			'  NAME  BYTES',
			'▸ B   1.0 GiB',
			'  A     0 B',
			'',
			'q quit  2/2',
		];
		expect(layoutOf(later, /NAME/)).toEqual(layout);
	});

	it.each([
		['a title', '  NAME  BYTES', '  NAME  SIZE'],
		['a name', '  B     12 B', '  C     12 B'],
		['a key', 'q quit  1/2', 'x quit  1/2'],
	])('is another one with another %s', (_, line, other) => {
		const changed = screen.map((each) => (each === line ? other : each));
		expect(layoutOf(changed, /NAME/)).not.toEqual(layout);
	});
});
