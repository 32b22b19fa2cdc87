import { expect, it } from 'vitest';
import type { Section } from '../../src/views/line.ts';
import { sectionLines } from '../../src/views/section-lines.ts';

const table = (title: string, titles: readonly string[]): Section => ({
	kind: 'table',
	title,
	columns: titles.map((each) => ({ title: each, align: 'left' })),
	rows: [titles.map(() => ({ text: '1' }))],
	empty: 'None.',
});
const facts: Section = { kind: 'facts', title: 'State', facts: [{ label: 'Messages', value: '5' }] };
const drawn = (sections: readonly Section[], columns: number): readonly string[] =>
	sectionLines(sections, columns).map((line) =>
		line
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);
const titles = ['CONNECTION', 'ACCOUNT', 'ROUND TRIP', 'PENDING', 'MESSAGES IN', 'MESSAGES OUT'];

it('puts sections beside each other in a wide terminal, but for a table whose titles would be cut there', () => {
	const lines = drawn([facts, table('Routes', titles), table('Gateways', ['NAME']), facts], 120);
	expect(lines).toEqual([
		'  State',
		'  Messages  5',
		'',
		'  Routes',
		`  ${titles.join('  ')}`,
		expect.stringMatching(/^ {2}1 +1 +1 +1 +1 +1$/),
		'',
		expect.stringMatching(/^ {2}Gateways +State$/),
		expect.stringMatching(/^ {2}NAME +Messages {2}5$/),
		'  1',
	]);
	expect(drawn([facts, table('Gateways', ['NAME'])], 120)[0]).toMatch(/^ {2}State +Gateways$/);
	expect(drawn([facts, table('Routes', titles)], 250)[0]).toMatch(/^ {2}State +Routes$/);
});
