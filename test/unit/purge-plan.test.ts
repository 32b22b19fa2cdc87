import { expect, it } from 'vitest';
import { planPurge } from '../../src/changes/plan/stream-purge.ts';
import type { Loss } from '../../src/jetstream/loss/loss.ts';
import { streamInfo } from '../support/state.ts';

it.each<[string, Loss, boolean]>([
	['something goes', { messages: 3, exact: true }, true],
	['something may go', { messages: 0, exact: false }, true],
	['Nothing is lost.', { messages: 0, exact: true }, false],
])('a purge warns that messages cannot be brought back only where some may go: %s', (_, loss, warns) => {
	const { consequences } = planPurge([{ info: streamInfo('LOGS'), loss }], {});
	expect(consequences.some(({ text }) => text.includes('cannot be restored'))).toBe(warns);
});
