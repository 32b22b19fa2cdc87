import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { App } from '../../src/ui/app.tsx';
import { endsLine } from '../../src/ui/parts/ends.ts';
import { footerLines } from '../../src/ui/parts/footer.tsx';
import { LineOfText, textOf } from '../../src/ui/parts/line.tsx';
import { spoken } from '../../src/ui/parts/spoken.ts';
import { lineWidth } from '../../src/views/spans.ts';
import { stillDeck, stillHost } from '../support/draw.tsx';
import { sampleState } from '../support/state.ts';
import { until } from '../support/until.ts';

afterEach(cleanup);

describe('a line', () => {
	test('is its spans one after the other', () => {
		const { lastFrame } = render(
			<LineOfText
				line={[
					{ text: 'ORDERS', tone: 'strong' },
					{ text: '  ', tone: 'plain' },
					{ text: 'lag 12', tone: 'warn' },
				]}
			/>,
		);
		expect(lastFrame()).toBe('ORDERS  lag 12');
	});

	test('takes its line on the screen also when it is empty', () => {
		const { lastFrame } = render(
			<>
				<LineOfText line={[]} />
				<LineOfText line={[{ text: 'below', tone: 'plain' }]} />
			</>,
		);
		expect(lastFrame()).toBe('\nbelow');
	});
});

describe('two ends', () => {
	test.each([10, 20, 40])('take exactly %i columns, the left one giving way', (columns) => {
		const left = [{ text: 'a long place to be at', tone: 'plain' }] as const;
		const line = endsLine({ left, right: [{ text: 'live', tone: 'good' }] }, columns);
		expect(lineWidth(line)).toBe(columns);
		expect(textOf(line)).toMatch(/live$/);
	});
});

describe('the footer', () => {
	const hints = [
		...['open', 'consumers', 'filter', 'subjects'].map((short) => ({ key: short.charAt(0), short })),
		{ key: '?', short: 'help' },
	];
	const position = [{ text: '38/10,000', tone: 'dim' }] as const;

	test.each([
		{ columns: 60, height: 1 },
		{ columns: 30, height: 1 },
		{ columns: 24, height: 2 },
		{ columns: 200, height: 2 },
	])('has the help and the position in $height lines of $columns', ({ columns, height }) => {
		const lines = footerLines(hints, position, columns, height);
		expect(lines).toHaveLength(height);
		for (const line of lines) expect(lineWidth(line)).toBe(columns);
		expect(lines.map(textOf).join('\n')).toContain('? help');
		expect(textOf(lines.at(-1) ?? [])).toMatch(/ 38\/10,000$/);
	});

	test('shows the first hints first and leaves out the last', () => {
		const [line = []] = footerLines(hints, position, 45, 1);
		expect(textOf(line)).toMatch(/^o open {2}c consumers {2}\? help +38/);
	});
});

describe('words for signs', () => {
	test.each([
		['● live 2s', 'live 2s'],
		['Streams › ORDERS · by name ↓', 'Streams, ORDERS, by name descending'],
		['Storage            2.1 MiB', 'Storage, 2.1 MiB'],
		['0.8  ▇▆▇▆', '0.8, '],
	])('%s', (text, said) => {
		expect(spoken([{ text, tone: 'plain' }]).trim()).toBe(said.trim());
	});
});

describe('the app', () => {
	test('takes a key and draws what it did', async () => {
		const { deck } = stillDeck(sampleState());
		const { host, asked } = stillHost();
		const { stdin, lastFrame } = render(<App deck={deck} host={host} />);
		expect(lastFrame()).toContain('▸ LOGS');
		stdin.write('j');
		await until(() => lastFrame()?.includes('▸ ORDERS'), { what: 'the cursor on ORDERS' });
		stdin.write('q');
		expect(asked).toEqual(['quit']);
	});
});
