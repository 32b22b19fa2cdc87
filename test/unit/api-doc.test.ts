import { describe, expect, it } from 'vitest';
import { apiMarkdown } from '../../src/jetstream/api-doc.ts';
import { endpoints } from '../../src/jetstream/endpoints.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';

describe('docs/api.md', () => {
	const text = apiMarkdown();

	it('has a row for every endpoint and every field', () => {
		const first = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell);
		expect(first).toEqual(expect.arrayContaining(endpoints.map(({ subject }) => subject)));
		expect(first).toEqual(expect.arrayContaining([...streamFields, ...consumerFields].map(({ name }) => name)));
	});

	it('is made of tables whose rows are as wide as their heads', () => {
		const tables = text
			.trimEnd()
			.split('\n\n')
			.filter((part) => part.startsWith('|'));
		expect(tables.length).toBeGreaterThan(8);
		for (const table of tables) {
			const widths = table.split('\n').map((row) => row.replaceAll('\\|', '').split('|').length);
			expect(new Set(widths).size, table.slice(0, 60)).toBe(1);
		}
	});
});
