import { describe, expect, it } from 'vitest';
import { jsonBody } from '../../src/views/console/json-body.ts';

const reply = { config: { name: 'LOGS', subjects: ['logs.>', 'a "b"'], max_msgs: -1, sealed: false, placement: {} } };
const body = jsonBody(Buffer.from(JSON.stringify(reply)), { toggled: new Set(), name: '1/', columns: 80 });

/** Lines that hold a text, as they are drawn. */
const found = (text: string): readonly string[] =>
	body.hits(text).map(({ row }) =>
		body
			.line(row)
			.map((part) => part.text)
			.join('')
			.trim(),
	);

describe('a text that is looked for in JSON', () => {
	it.each([
		['config', ['"config": {']],
		['"config": {', ['"config": {']],
		['"max_msgs": -1', ['"max_msgs": -1,']],
		['max_msgs: -1', ['"max_msgs": -1,']],
		['"subjects": [', ['"subjects": [']],
		['"LOGS"', ['"name": "LOGS",']],
		['a "b', ['"a \\"b\\""']],
		['a \\"b', ['"a \\"b\\""']],
		['"nothing"', []],
		['object', []],
	])('%s is found as it is meant and as it stands there', (text, lines) => {
		expect(found(text)).toEqual(lines);
	});
});
