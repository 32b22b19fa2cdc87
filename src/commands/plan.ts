import { type FolderInView, takenIn, toggled } from '../changes/folder/folder-in-view.ts';
import type { FolderPlanned } from '../changes/folder/plan-folder.ts';
import { proposalOf } from '../changes/folder/proposal-of.ts';
import type { FolderChoices } from '../changes/folder/wanted.ts';
import { waitFor } from '../changes/propose.ts';
import { plural } from '../format/integer.ts';
import { inSentences } from '../jetstream/problem.ts';
import { isStandalone } from '../jetstream/standalone.ts';
import { latest } from '../store/datum.ts';
import { moveCursorBy, open } from '../store/nav.ts';
import { toast } from '../store/toast.ts';
import { listHeight } from '../views/layout.ts';
import { currentList } from '../views/places.ts';
import { rowsOf } from '../views/rows.ts';
import { showPrompt } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { pathOf } from './path-of.ts';
import { pathsOf, readPathLine } from './path-words.ts';
import { selection } from './selection.ts';
import { readOnly } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'plan-folder': object;
	}
}

/** Folders of configurations. */
export const planCommands: readonly Command[] = [
	{
		id: 'folder.plan',
		title: 'Plan a folder',
		more: 'the changes that bring the account to its files',
		keys: [],
		scopes: ['everywhere'],
		group: 'change',
		aliases: ['plan'],
		argument: 'FOLDER [--merge] [--prune]',
		run: (context, argument) => void begin(context, argument?.trim() ?? ''),
	},
	{
		id: 'plan.open',
		title: 'Open the change',
		short: 'open',
		keys: ['enter', 'l', 'right', 'd'],
		scopes: ['plan'],
		group: 'go',
		rank: 100,
		disabled: nothingPlanned,
		run: ({ deck, state }) => {
			const { change } = selection(state);
			if (change !== undefined) deck.store.setState(open(state, { kind: 'planned-change', change }));
		},
	},
	{
		id: 'plan.leave-out',
		title: 'Leave out or include',
		short: 'leave out',
		keys: ['space'],
		scopes: ['plan', 'planned-change'],
		group: 'change',
		rank: 90,
		disabled: nothingPlanned,
		run: leaveOut,
	},
	{
		id: 'plan.apply',
		title: 'Apply the included changes',
		short: 'apply',
		keys: ['a'],
		scopes: ['plan', 'planned-change'],
		group: 'change',
		rank: 95,
		disabled: ({ state }) => readOnly(state) ?? unready(state.folderPlan),
		run: proposePlan,
	},
	{
		id: 'plan.again',
		title: 'Plan again',
		short: 'plan again',
		keys: ['p'],
		scopes: ['plan', 'planned-change'],
		group: 'change',
		rank: 60,
		disabled: ({ state }) => (state.folderPlan === undefined ? 'There is no plan.' : undefined),
		run: (context) => {
			const { folderPlan } = context.state;
			if (folderPlan !== undefined) void planAgain(context, folderPlan);
		},
	},
];

function nothingPlanned({ state }: CommandContext): string | undefined {
	return selection(state).change === undefined ? 'There is nothing to change.' : undefined;
}

function unready(folder: FolderInView | undefined): string | undefined {
	if (folder === undefined) return 'There is no plan.';
	const taken = takenIn(folder);
	const refused = taken.filter(({ action }) => action === 'refused').length;
	if (refused > 0)
		return `${plural(refused, 'change')} ${refused === 1 ? 'is' : 'are'} impossible: leave ${refused === 1 ? 'it' : 'them'} out with space first.`;
	return taken.length === 0 ? 'There is nothing to change.' : undefined;
}

function leaveOut({ deck, state }: CommandContext): void {
	const { change } = selection(state);
	const { folderPlan } = state;
	if (change === undefined || folderPlan === undefined) return;
	const { proposed: _, ...rest } = toggled(folderPlan, change);
	deck.store.setState({ folderPlan: rest });
	deck.store.setState((now) => {
		const id = currentList(now);
		return moveCursorBy(now, id, rowsOf(now, id), 1, listHeight(now));
	});
}

/** Puts the changes that are not left out to the person, as one. */
export function proposePlan({ deck }: CommandContext): void {
	const { folderPlan } = deck.store.getState();
	const why = unready(folderPlan);
	if (folderPlan === undefined || why !== undefined) {
		toast(deck.store, 'warn', why ?? '');
		return;
	}
	const proposal = proposalOf(takenIn(folderPlan), folderPlan.paths.join(' '));
	if (proposal === undefined) return;
	deck.store.setState({ folderPlan: { ...folderPlan, proposed: proposal } });
	deck.propose(proposal.title, () => proposal);
}

/** What cannot be planned leaves its name there to be corrected. */
async function begin(context: CommandContext, typed: string): Promise<void> {
	const error = typed === '' ? undefined : await showPlan(context, typed);
	if (typed !== '' && error === undefined) return;
	const prompt = {
		title: 'Plan folder',
		help: `JSON and YAML files, or a folder of them. Relative to ${context.host.folder}.`,
		secret: false,
		path: 'words',
		asks: { kind: 'plan-folder' },
	} as const;
	context.deck.store.setState(showPrompt(prompt, typed, error));
}

export function planAnswered(context: CommandContext, typed: string): Promise<string | undefined> | string {
	return typed === '' ? 'Type the name of a folder, or press esc.' : showPlan(context, typed);
}

const flags = ['--merge', '--prune'];

/**
 * Plans the typed line, `FOLDER --merge`, and shows the plan.
 * @returns why it cannot be planned, in sentences
 */
export async function showPlan(context: CommandContext, typed: string): Promise<string | undefined> {
	const line = readPathLine(typed);
	const given = line.flags.map(([name]) => name);
	const unknown = given.find((name) => !flags.includes(name));
	if (unknown !== undefined) return `:plan does not know the flag ${unknown}: use ${flags.join(' or ')}.`;
	const paths = await pathsOf(context.host, line);
	if (paths.length === 0) return 'Type the name of a folder.';
	const choices = { merge: given.includes('--merge'), prune: given.includes('--prune'), named: [] };
	return plan(context, paths, choices);
}

async function planAgain(context: CommandContext, { paths, choices }: FolderInView): Promise<void> {
	const error = await plan(context, paths, choices);
	if (error !== undefined) toast(context.deck.store, 'bad', error);
}

async function plan(
	context: CommandContext,
	paths: readonly string[],
	choices: FolderChoices,
): Promise<string | undefined> {
	const { deck, host } = context;
	const read = await host.readPaths(paths.map((path) => (path.startsWith('~/') ? pathOf(host, path) : path)));
	if (!read.ok) return severalInWords(read.messages);
	const planned = await waitFor(deck.store, `Plan ${paths.join(' ')}`, (signal) =>
		planFiles(context, read.files, choices, signal),
	);
	if (planned === undefined) return undefined;
	if ('problem' in planned) return inSentences(planned.problem);
	if ('faults' in planned)
		return severalInWords(
			planned.faults.map(({ file, line, message }) => `${file}${line ? `:${line}` : ''}: ${message}`),
		);
	const folderPlan: FolderInView = { paths, choices, plan: planned, at: Date.now(), leftOut: new Set() };
	deck.store.setState((state) => ({ ...open(state, { kind: 'plan' }), folderPlan }));
	return undefined;
}

function severalInWords([first = '', ...more]: readonly string[]): string {
	return more.length === 0 ? first : `${first} And ${plural(more.length, 'more fault')}.`;
}

/** Loaded when needed: few people start the deck for it. */
async function planFiles(
	{ deck, host }: CommandContext,
	files: readonly { readonly path: string; readonly text: string }[],
	choices: FolderChoices,
	signal: AbortSignal,
): Promise<FolderPlanned> {
	const [{ readConfigFiles }, { planFolder }] = await Promise.all([
		import('../jetstream/config-folder/assets.ts'),
		import('../changes/folder/plan-folder.ts'),
	]);
	const { features, account, link, target } = deck.store.getState();
	const isOne = link.phase === 'connected' && isStandalone(link.server, target);
	return planFolder(readConfigFiles(files, { variables: host.variables, dialect: features.dialect }), choices, {
		api: deck.api(),
		features,
		account: latest(account),
		...(isOne && { servers: 1 }),
		signal,
	});
}
