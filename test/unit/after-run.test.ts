import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { JournalEntry } from '../../src/changes/journal.ts';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import { planPurge } from '../../src/changes/plan/stream-purge.ts';
import type { Plan } from '../../src/changes/proposal.ts';
import type { Run } from '../../src/changes/run.ts';
import { afterRun } from '../../src/commands/after-run.ts';
import { commandFor } from '../../src/commands/dispatch.ts';
import { exactly } from '../../src/jetstream/loss/loss.ts';
import { goTo } from '../../src/store/nav.ts';
import { sampleState, streamInfo, withStreams } from '../support/state.ts';

const logs = streamInfo('LOGS', { state: { messages: 3, bytes: 300 } });

/** What is said once a plan was carried out, each of its requests in the journal with the configuration before, or without. */
function toldAfter(plan: Plan, before?: JournalEntry['before']): string | undefined {
	if ('refusal' in plan) throw new Error(plan.refusal);
	const state = sampleState();
	const journal = plan.steps.map(
		({ asset, wire }, at): JournalEntry => ({
			id: `run-${at}`,
			time: '2026-11-30T12:00:00Z',
			target: state.target.label,
			title: plan.title,
			effect: plan.effect,
			asset,
			endpoint: wire.endpoint,
			subject: '$JS.API',
			...(before !== undefined && { before }),
			outcome: { kind: 'done', reply: {}, ms: 1 },
		}),
	);
	const store = createStore(() => ({ ...state, journal }));
	const results = plan.steps.map(() => ({ kind: 'done', reply: {}, ms: 1, came: [] }) as const);
	const run: Run = { id: 'run', proposal: plan, startedAt: 0, results, activity: 'over', stopping: false };
	afterRun(store, run);
	return store.getState().toasts.at(-1)?.text;
}

describe('after a deletion', () => {
	const one = planStreamDelete([{ info: logs, warnings: [] }]);

	it('the toast names :undo, and says that no message comes back', () => {
		expect(toldAfter(one, { ...logs.config })).toBe(
			'Stream LOGS is deleted. :undo creates it again, without messages.',
		);
		const both = planStreamDelete([
			{ info: logs, warnings: [] },
			{ info: streamInfo('MORE'), warnings: [] },
		]);
		expect(toldAfter(both, { ...logs.config })).toMatch(/ :undo creates the last again, without messages\.$/);
	});

	it('it does not where nothing can be brought back', () => {
		expect(toldAfter(one)).toBe('Stream LOGS is deleted.');
		const purge = planPurge([{ info: logs, loss: exactly(3, 300) }], {});
		expect(toldAfter(purge, { ...logs.config })).not.toContain(':undo');
	});
});

describe('m', () => {
	it.each(['consumers', 'lag'] as const)('shows the messages of the stream of the row in %s', (kind) => {
		const state = sampleState(withStreams([logs]));
		expect(commandFor({ ...state, ...goTo(state, { kind }) }, 'm')?.id).toBe('stream.messages');
	});
});
