import { afterEach, describe, expect, it } from 'vitest';
import type { FolderInView } from '../../src/changes/folder/folder-in-view.ts';
import type { PlannedChange } from '../../src/changes/folder/plan-folder.ts';
import { proposalOf } from '../../src/changes/folder/proposal-of.ts';
import { usualChoices } from '../../src/changes/folder/wanted.ts';
import { planConsumerCreate } from '../../src/changes/plan/consumer-configuration.ts';
import { planStreamCreate } from '../../src/changes/plan/stream-configuration.ts';
import type { Plan, Proposal } from '../../src/changes/proposal.ts';
import type { Run } from '../../src/changes/run.ts';
import { features } from '../../src/jetstream/server-features.ts';
import { keyBytes } from '../../src/terminal/key-name.ts';
import { type Drawing, draw } from '../support/draw.tsx';
import { now, sampleState } from '../support/state.ts';
import { until } from '../support/until.ts';

let drawing: Drawing | undefined;
afterEach(() => {
	drawing?.end();
	drawing = undefined;
});

function planned(plan: Plan): Proposal {
	if ('refusal' in plan) throw new Error(plan.refusal);
	return plan;
}

const from = { file: 'deploy/orders.yaml', line: 3 };
const after = { path: 'subjects', label: 'Subjects', after: 'new.>' };
const changes: readonly PlannedChange[] = [
	{
		id: 'stream NEW',
		action: 'create',
		asset: { kind: 'stream', stream: 'NEW' },
		from,
		difference: [after],
		why: [],
		proposal: planned(planStreamCreate({ name: 'NEW', subjects: ['new.>'] })),
	},
	{
		id: 'consumer NEW > c',
		action: 'create',
		asset: { kind: 'consumer', stream: 'NEW', consumer: 'c' },
		from,
		difference: [],
		why: [],
		proposal: planned(planConsumerCreate('NEW', { durable_name: 'c' }, { features: features('2.15.1', 5) })),
	},
	{
		id: 'stream FIXED',
		action: 'refused',
		asset: { kind: 'stream', stream: 'FIXED' },
		from,
		difference: [{ path: 'storage', label: 'Storage', before: 'memory', after: 'file' }],
		why: ['Storage cannot be changed after creation.'],
	},
];
const folderPlan: FolderInView = {
	paths: ['deploy'],
	choices: usualChoices,
	plan: { changes, unchanged: 4, undeleted: [], warnings: [] },
	at: now,
	leftOut: new Set(),
};

const show = (more: Partial<Parameters<typeof sampleState>[0]> = {}): Drawing => {
	drawing = draw(sampleState({ views: [{ kind: 'streams' }, { kind: 'plan' }], folderPlan, ...more }));
	return drawing;
};

describe('the plan of a folder', () => {
	it('has a row a change, in the order in which they are made, and says what cannot be done', () => {
		const text = show().text();
		expect(text).toMatch(/▸ \+ stream NEW +subjects new\.>/);
		expect(text).toMatch(/ {2}\+ consumer NEW > c/);
		expect(text).toMatch(/ {2}! stream FIXED.*impossible/);
		expect(text).toContain('1 change is impossible: press space to leave one out.');
		expect(text).toContain('2 to create, 1 impossible; 4 unchanged.');
	});

	it('opens a change with its difference and its file', async () => {
		const { typeFor, text } = show();
		await typeFor('G\r', '! stream FIXED (deploy/orders.yaml:3)');
		expect(text()).toContain('storage  memory → file');
		expect(text()).toContain('✗ Storage cannot be changed after creation.');
		await typeFor(keyBytes('esc'), '▸ ! stream FIXED');
	});

	it('is applied only without what cannot be done, by one agreement', async () => {
		const { typeFor, asked } = show();
		await typeFor('a', '1 change is impossible: leave it out with space first.');
		await typeFor('G ', 'left out');
		await typeFor('a', 'Apply 2 changes of deploy');
		expect(asked).not.toContain('agree Apply 2 changes of deploy');
	});

	it('leaves the consumers of a stream out with it, and takes the stream in with one of them', async () => {
		const { typeFor, text } = show();
		await typeFor(' ', '2 changes left out');
		expect(text().match(/left out/g)).toHaveLength(3);
		await typeFor('gj ', '2 to create, 1 impossible; 4 unchanged.');
		await until(() => !text().includes('left out'), { what: 'nothing to be left out' });
	});

	it('shows what became of each', () => {
		const taken = changes.slice(0, 2);
		const proposed = proposalOf(taken, 'deploy');
		if (proposed === undefined) throw new Error('nothing to apply');
		const run: Run = {
			id: 'r',
			proposal: proposed,
			startedAt: now,
			activity: 'over',
			stopping: false,
			results: [{ kind: 'done', reply: {}, ms: 1, came: [] }, { kind: 'stopped' }],
		};
		const text = show({
			folderPlan: { ...folderPlan, leftOut: new Set(['stream FIXED']), proposed },
			runs: [run],
		}).text();
		expect(text).toMatch(/stream NEW .*done/);
		expect(text).toMatch(/consumer NEW > c .*not sent/);
	});
});
