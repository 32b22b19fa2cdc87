import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/store/console/line.ts';
import { shellLineOf } from '../../src/store/show/console/exchange-lines.ts';
import { exchange } from '../support/exchanges.ts';

describe('a line of nats that sends the same', () => {
	it.each([
		['a', "nats req a ''"],
		['req --replies 3 --timeout 2s a', "nats req a '' --replies=3 --timeout=2000ms"],
		['req --replies all a', "nats req a '' --replies=0"],
		['a --timeout 1m', "nats req a '' --timeout=60000ms"],
	])('%s', (text, wanted) => {
		const line = shellLineOf(exchange(['{}'], { text, subject: 'a', payload: '' }));
		expect(line).toBe(wanted);
		// What is copied can be pasted here.
		const [typed, copied] = [parseLine(text), parseLine(line ?? '')];
		if (typed.kind !== 'line' || copied.kind !== 'line') throw new Error('no line');
		expect(copied.line).toMatchObject({
			subject: typed.line.subject,
			...(typed.line.replies !== undefined && { replies: typed.line.replies }),
			...(typed.line.timeoutMs !== undefined && { timeoutMs: typed.line.timeoutMs }),
		});
	});
});
