import { planConfiguration, type Wanted, withWarnings } from '../changes/configure.ts';
import { type ReadConfiguration, readConfiguration } from '../jetstream/config-file.ts';
import { viewAt } from '../store/nav.ts';
import { showPrompt } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { pathOf } from './path-of.ts';
import { pathsOf, readPathLine } from './path-words.ts';
import { proposePlan, showPlan } from './plan.ts';
import { selection } from './selection.ts';
import { readOnly } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'apply-file': object;
	}
}

/** Configurations from files. */
export const applyCommands: readonly Command[] = [
	{
		id: 'file.apply',
		title: 'Apply a configuration file',
		more: 'JSON, YAML, or a folder of them',
		keys: [],
		scopes: ['everywhere'],
		group: 'change',
		aliases: ['apply'],
		argument: 'FILE|FOLDER',
		disabled: ({ state }) => readOnly(state),
		run: (context, argument) => void begin(context, argument?.trim() ?? ''),
	},
];

/** A file that cannot be read leaves its name there to be corrected. */
async function begin(context: CommandContext, path: string): Promise<void> {
	const error = path === '' ? undefined : await apply(context, path);
	if (path === '' || error !== undefined) askForFile(context, path, error);
}

/** Asks for a file until one can be applied; `error` says why `path` could not be. */
export function askForFile(context: CommandContext, path: string, error?: string): void {
	const prompt = {
		title: 'Apply file',
		help: `A bare configuration, or a whole INFO reply. Relative to ${context.host.folder}.`,
		secret: false,
		path: 'words',
		asks: { kind: 'apply-file' },
	} as const;
	context.deck.store.setState(showPrompt(prompt, path, error));
}

export function applyAnswered(context: CommandContext, path: string): Promise<string | undefined> | string {
	return path === '' ? 'Type a file name, or press esc.' : apply(context, path);
}

/** Proposes the change in a file; returns a sentence if there is none. */
async function apply(context: CommandContext, typed: string): Promise<string | undefined> {
	const line = readPathLine(typed);
	const [path, ...more] = await pathsOf(context.host, line);
	const isAlone = path !== undefined && more.length === 0 && line.flags.length === 0;
	return isAlone && (await isOneJson(context, path)) ? applyOne(context, path) : applyFolder(context, typed);
}

/** One JSON file is about what is in view, where it does not say more. */
async function isOneJson({ host }: CommandContext, path: string): Promise<boolean> {
	if (/\.ya?ml$/i.test(path)) return false;
	const found = await host.readPaths([path]);
	return !found.ok || (found.files.length === 1 && found.files[0]?.path === path);
}

async function applyFolder(context: CommandContext, typed: string): Promise<string | undefined> {
	const error = await showPlan(context, typed);
	const state = context.deck.store.getState();
	const isShown = error === undefined && viewAt(state, 'plan') !== undefined;
	if (isShown && (state.folderPlan?.plan.changes.length ?? 0) > 0) proposePlan(context);
	return error;
}

async function applyOne({ deck, host }: CommandContext, path: string): Promise<string | undefined> {
	const file = await host.read(pathOf(host, path));
	if (!file.ok) return file.message;
	const read = readConfiguration(file.text, undefined, deck.store.getState().features.dialect);
	if (!read.ok) return `${path}: ${read.message}`;
	const state = deck.store.getState();
	const wanted = wantedOf(read, selection(state).stream);
	if (wanted === undefined)
		return `${path} describes a consumer without its stream: open the stream, and apply the file there.`;
	deck.propose(`Apply ${path}`, async (api, signal) => {
		const plan = await planConfiguration(wanted, { api, state, signal });
		const isBeside = 'refusal' in plan && plan.unchanged && read.isPart;
		return isBeside ? { refusal: `${plan.refusal} ${onlyConfig(path, read)}` } : withWarnings(plan, read.notes);
	});
	return undefined;
}

/** A person who changed other keys of the file would wonder why nothing came of it. */
function onlyConfig(path: string, { notes }: Extract<ReadConfiguration, { ok: true }>): string {
	return notes.length > 0 ? notes.join(' ') : `Only the keys in config of ${path} count.`;
}

function wantedOf(read: Extract<ReadConfiguration, { ok: true }>, here: string | undefined): Wanted | undefined {
	if (read.kind === 'stream') return read;
	const stream = read.stream ?? here;
	return stream === undefined ? undefined : { kind: 'consumer', stream, config: read.config };
}
