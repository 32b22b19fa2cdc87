import { expect, it } from 'vitest';
import { fitting } from '../../src/jetstream/messages/fitting.ts';
import { streamInfo } from '../support/state.ts';

it.each([
	['small ones', 1_000, 100_000, 160_000],
	['large ones', 40, 40 * 8_000_000, 2],
	['larger ones, one at a time', 2, 2 * 64_000_000, 1],
	['none', 0, 0, 16_000_000],
])('so many messages fit: %s', (_what, messages, bytes, fit) => {
	expect(fitting(streamInfo('A', { state: { messages, bytes } }), 16_000_000)).toBe(fit);
});
