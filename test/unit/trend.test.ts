import { describe, expect, it } from 'vitest';
import { barsInAscii } from '../../src/format/bar.ts';
import { type Rates, streamRates, trendStepMs } from '../../src/store/rates.ts';
import { isAscii } from '../../src/terminal/ascii.ts';
import { cellsOf, fittedColumns } from '../../src/views/cells.ts';
import { before, deckState, now, rates, streamInfo, withStreams } from '../support/state.ts';

const start = Math.floor(now / trendStepMs) * trendStepMs;

/** The rates after looks at these times, seconds after the beginning of a step. */
function looked(...looks: readonly (readonly [seconds: number, sequence: number])[]): Rates | undefined {
	return looks.reduce<Rates | undefined>((rates, [seconds, sequence]) => {
		const ts = new Date(start + seconds * 1000).toISOString();
		const info = streamInfo('S', { state: { last_seq: sequence }, info: { ts, created: before(1e9) } });
		return streamRates(rates, info, now);
	}, undefined);
}

describe('the trend of a rate', () => {
	it('has one figure for each step, of all that came in it', () => {
		expect(looked([0, 0])?.trend).toEqual([]);
		expect(looked([0, 0], [4, 8])?.trend).toEqual([2]);
		expect(looked([0, 0], [4, 8], [10, 50])?.trend).toEqual([5]);
		expect(looked([0, 0], [10, 50], [19, 95], [21, 96], [25, 101])?.trend).toEqual([5, 1]);
	});

	it('has gaps where nobody looked, and no more than the last minutes', () => {
		expect(looked([0, 0], [10, 50], [70, 60])?.trend).toEqual([5, undefined, undefined, 10 / 60]);
		const many = Array.from({ length: 60 }, (_, at) => [at * 20, at * 20] as const);
		expect(looked(...many)?.trend).toEqual(Array.from({ length: 15 }, () => 1));
	});

	it('begins anew with another stream of the same name', () => {
		expect(looked([0, 100], [4, 108], [8, 3])?.trend).toEqual([]);
	});

	it.each([
		[[0, 4, 8, undefined, 2], '▁▄█ ▂', 'rising, from 0 to 2 a second, at most 8'],
		[[8, 8, 1], '██▁', 'falling, from 8 to 1 a second, at most 8'],
		[[5, 5], '██', 'steady, 5 a second, at most 5'],
		[[0, 0], '▁▁', 'none'],
	])('%j is drawn as bars and said in words', (trend, drawn, said) => {
		const entries = { S: { rates: rates({ trend }) } };
		const state = deckState({ ...withStreams([streamInfo('S')], entries), size: { columns: 180, rows: 24 } });
		const columns = fittedColumns(state, 'streams');
		const cell = cellsOf(state, 'streams', 'S', columns)[columns.findIndex(({ id }) => id === 'trend')];
		expect([cell?.text.trim(), cell?.spoken]).toEqual([drawn, said]);
	});
});

describe('a terminal of another character set', () => {
	it('is known by its locale', () => {
		expect(isAscii({ LANG: 'en_US.ISO-8859-1' })).toBe(true);
		expect(isAscii({ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'de_DE.ISO-8859-15' })).toBe(false);
		for (const LANG of ['C', 'en_US.utf8', '', undefined]) expect(isAscii({ LANG })).toBe(false);
	});

	it('is drawn bars in signs that it has', () => {
		expect(barsInAscii('▁▂▃▄▅▆▇█ █▋░ é')).toBe('_.,-=+*# #=. é');
	});
});
