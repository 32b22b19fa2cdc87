import { expect, it } from 'vitest';
import type { Run } from '../../src/changes/run.ts';
import { runLines } from '../../src/views/confirm-lines.ts';
import { now } from '../support/state.ts';

/** The line of a backup that does this. */
function lineOf(activity: Run['activity'], progress?: Run['progress']): string {
	const wire = { kind: 'transfer', endpoint: 'transfer.backup', subject: '', params: {} } as const;
	const steps = [{ asset: { kind: 'stream', stream: 'LOGS' }, wire }] as const;
	const proposal: Run['proposal'] = {
		title: 'Back up stream LOGS',
		doing: 'backing up',
		done: 'Done.',
		effect: 'change',
		consequences: [],
		steps,
	};
	const run: Run = {
		id: '1',
		proposal,
		startedAt: now,
		results: [],
		activity,
		stopping: false,
		...(progress && { progress }),
	};
	return runLines(run, { now }, 76)
		.map((line) => line.map(({ text }) => text).join(''))
		.join('\n');
}

it('a transfer that reads is receiving only once it is sent', () => {
	expect(lineOf('checking')).toBe('checking that nothing changed meanwhile…');
	expect(lineOf('sending')).toBe('receiving…');
	expect(lineOf('finding out')).toMatch(/^no reply came/);
});
