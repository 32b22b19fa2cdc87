import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeckState } from '../../src/store/state.ts';
import type { ListId } from '../../src/store/view.ts';
import { cellsOf, fittedColumns } from '../../src/views/cells.ts';
import { columnsOf } from '../../src/views/columns.ts';
import { fitColumns, GAP, GUTTER } from '../../src/views/fit.ts';
import { deckState, streamInfo, withStreams } from '../support/state.ts';

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

	it('grow no wider than they may, and leave the rest to those beside them', () => {
		const head = { title: '', align: 'left', width: 10, rank: 0, needs: 'name' } as const;
		const columns = [
			{ ...head, id: 'what', grow: 6, most: 30 },
			{ ...head, id: 'where', grow: 2 },
		];
		const widths = (width: number): readonly number[] => fitColumns(columns, width).map((column) => column.width);
		expect(widths(GUTTER + GAP + 28)).toEqual([16, 12]);
		expect(widths(GUTTER + GAP + 100)).toEqual([30, 70]);
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

	it('of 300 columns show all that there is of streams and consumers', () => {
		expect(fitColumns(columnsOf('streams'), 300)).toHaveLength(columnsOf('streams').length);
		expect(fitColumns(columnsOf('stream-consumers:S'), 300)).toHaveLength(columnsOf('stream-consumers:S').length);
	});
});

describe('health', () => {
	const long = 'a-server-of-a-long-name.example offline';
	const state = (columns: number) => {
		const replicas = [{ name: 'a-server-of-a-long-name.example', current: false, offline: true, active: 1e9, lag: 0 }];
		const info = { cluster: { name: 'C1', leader: 'n1', replicas: [...replicas, ...peers] } };
		const config = { num_replicas: 3, description: 'what it is for, in some words' };
		return deckState({ ...withStreams([streamInfo('S', { info, config })]), size: { columns, rows: 24 } });
	};
	const peers = [{ name: 'n3', current: true, active: 1e6, lag: 0 }];

	it('is not cut as long as the age, the oldest message or the number of subjects is there', () => {
		for (let columns = 60; columns <= 320; columns++) {
			const fitted = fittedColumns(state(columns), 'streams');
			const others = fitted.filter(({ id }) => ['created', 'oldest', 'distinct'].includes(id));
			const [health] = cellsOf(state(columns), 'streams', 'S', fitted).filter((_, at) => fitted[at]?.id === 'health');
			if (others.length > 0) expect(health?.text.trim()).toBe(long);
		}
		expect(fittedColumns(state(320), 'streams').map(({ id }) => id)).toContain('created');
	});

	it('grows on a wide screen with the subjects and the description, before others are there', () => {
		const widths = new Map(fittedColumns(state(220), 'streams').map(({ id, width }) => [id, width]));
		expect(widths.get('subjects')).toBeGreaterThan(20);
		expect(widths.get('description')).toBeGreaterThan(20);
		expect(widths.get('health')).toBeGreaterThanOrEqual(long.length);
	});

	it('stands beside leader and replicas in a cluster alone', () => {
		const ids = (each: DeckState) => fittedColumns(each, 'streams').map(({ id }) => id);
		expect(ids(state(240))).toEqual(expect.arrayContaining(['leader', 'replicas']));
		const alone = deckState({ ...withStreams([streamInfo('S')]), size: { columns: 300, rows: 24 } });
		expect(ids(alone)).not.toContain('replicas');
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
