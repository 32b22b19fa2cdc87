import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListId } from '../../src/store/view.ts';
import { columnsOf } from '../../src/views/columns.ts';
import { fitColumns, GAP, GUTTER } from '../../src/views/fit.ts';

const lists: readonly ListId[] = ['streams', 'consumers', 'stream-consumers:any', 'lag', 'subjects:any'];
const screens = fc.record({ list: fc.constantFrom(...lists), width: fc.integer({ min: 20, max: 300 }) });

describe('columns on a screen', () => {
	it('never take more than the width, and always have those of rank 0', () => {
		fc.assert(
			fc.property(screens, ({ list, width }) => {
				const columns = columnsOf(list);
				const fitted = fitColumns(columns, width);
				const taken = GUTTER + fitted.reduce((sum, column) => sum + column.width, 0) + GAP * (fitted.length - 1);
				expect(taken).toBeLessThanOrEqual(width);
				for (const { id } of columns.filter(({ rank }) => rank === 0))
					expect(fitted.map((each) => each.id)).toContain(id);
			}),
		);
	});

	it('use the whole width, for the name grows', () => {
		fc.assert(
			fc.property(screens, ({ list, width }) => {
				const columns = columnsOf(list);
				const fitted = fitColumns(columns, width);
				const taken = GUTTER + fitted.reduce((sum, column) => sum + column.width, 0) + GAP * (fitted.length - 1);
				expect(taken).toBe(width);
			}),
		);
	});

	it('are never narrower than they need from the smallest screen on', () => {
		fc.assert(
			fc.property(screens, ({ list, width }) => {
				fc.pre(width >= 60);
				for (const column of fitColumns(columnsOf(list), width)) {
					const needed = columnsOf(list).find(({ id }) => id === column.id)?.width;
					expect(column.width).toBeGreaterThanOrEqual(needed ?? 0);
				}
			}),
		);
	});

	it('are all those of a narrower screen and perhaps more', () => {
		fc.assert(
			fc.property(screens, ({ list, width }) => {
				const wider = fitColumns(columnsOf(list), width + 1).map(({ id }) => id);
				for (const { id } of fitColumns(columnsOf(list), width)) expect(wider).toContain(id);
			}),
		);
	});

	it('of the smallest screen tell of each list what matters most', () => {
		expect(fitColumns(columnsOf('streams'), 60).map(({ title }) => title)).toEqual([
			'NAME',
			'MESSAGES',
			'BYTES',
			'HEALTH',
		]);
		expect(fitColumns(columnsOf('lag'), 60).map(({ title }) => title)).toEqual([
			'CONSUMER',
			'STREAM',
			'WHAT',
			'PENDING',
		]);
		expect(fitColumns(columnsOf('subjects:S'), 60).map(({ title }) => title)).toEqual(['SUBJECT', 'MESSAGES', 'SHARE']);
	});

	it('of 200 columns show all that there is of streams and consumers', () => {
		expect(fitColumns(columnsOf('streams'), 200)).toHaveLength(columnsOf('streams').length);
		expect(fitColumns(columnsOf('stream-consumers:S'), 200)).toHaveLength(columnsOf('stream-consumers:S').length);
	});
});

describe('letters', () => {
	it('sort by one column each and leave the capitals of other keys alone', () => {
		for (const list of lists) {
			const letters = columnsOf(list).flatMap(({ letter }) => letter ?? []);
			expect(new Set(letters).size).toBe(letters.length);
			for (const letter of letters) expect(letter).toMatch(/^[A-FH-OQ-Z]$/);
		}
	});

	it('belong to columns whose title has room for the arrow', () => {
		for (const list of lists)
			for (const { letter, title, width } of columnsOf(list))
				if (letter !== undefined) expect(width, title).toBeGreaterThan(title.length);
	});
});
