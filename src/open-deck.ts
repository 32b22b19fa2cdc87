import { tmpdir } from 'node:os';
import { contextSettings } from './cli/context-settings.ts';
import { wrongCommandLine } from './cli/exit-codes.ts';
import type { DeckChoices } from './cli/invocation.ts';
import { complain } from './cli/outlet.ts';
import type { Deck } from './commands/deck-handle.ts';
import type { Outside } from './commands/host.ts';
import { Logins } from './commands/logins.ts';
import { mostLines } from './console/history.ts';
import { createDeck } from './create-deck.ts';
import { inSentences } from './jetstream/problem.ts';
import { contextFolder, listContexts } from './nats/context.ts';
import { accountOf } from './nats/credentials.ts';
import { type ConnectionOptions, resolveSettings } from './nats/settings.ts';
import type { Settings } from './nats/settings-types.ts';
import { stateFolder } from './terminal/append-file.ts';
import { applyColourChoice } from './terminal/colour.ts';
import { journalFile } from './terminal/journal-file.ts';
import { keptLines } from './terminal/kept-lines.ts';
import { removeLeftEdits } from './terminal/left-edits.ts';
import { openLog } from './terminal/quiet-console.ts';
import { firstContent } from './views/first-content.ts';

export interface DeckStart {
	readonly settings: Settings;
	/** From the command line: a switch of context replaces only the server and the login. */
	readonly connection: ConnectionOptions;
	readonly choices: DeckChoices;
	/** Runs after the last frame, however the deck ends. */
	readonly onLeave?: () => Promise<void>;
}

/** A near server answers within this time after Ink is loaded; a frame without its data would only delay the one with it. */
const firstLookMs = 60;

/**
 * The deck with its screen. It starts to connect before Ink is loaded, so that both happen at the same time.
 * @returns the process's exit code
 */
export async function openDeck(start: DeckStart): Promise<number> {
	const { settings, choices } = start;
	if (!process.stdout.isTTY || !process.stdin.isTTY) {
		complain('The screen needs a terminal. Without one, use jetdeck report streams, or jetdeck report --help.');
		return 1;
	}
	const system =
		choices.systemContext === undefined ? undefined : await contextSettings(start.connection, choices.systemContext);
	if (system?.ok === false) {
		complain(`--system-context: ${inSentences(system.problem)}`);
		return wrongCommandLine;
	}
	const log = openLog(process.env.JETDECK_LOG);
	if (typeof log === 'string') {
		complain(log);
		return wrongCommandLine;
	}
	// Ink reads the colour variables when it is loaded.
	applyColourChoice(process.env, { color: choices.color });
	const folder = stateFolder(process.env);
	const history = folder === undefined ? undefined : keptLines(`${folder}/history`, mostLines);
	const deck = createDeck({
		settings,
		readOnly: choices.readOnly,
		journalValues: choices.journalValues,
		intervalMs: choices.intervalMs,
		lagLimits: choices.lagLimits,
		journal: journalFile(process.env),
		...(history !== undefined && { history }),
		size: { columns: process.stdout.columns, rows: process.stdout.rows },
	});
	const closing: (() => Promise<void>)[] = [() => deck.close()];
	const logins = new Logins(deck);
	if (settings.needs !== undefined) logins.connect(settings);
	if (system !== undefined) logins.connectSystem(system.settings);
	const outside = outsideOf(deck, logins, start, closing);
	const { runDeck } = await import('./ui/run.tsx');
	await firstContent(deck.store, firstLookMs);
	// The first frame does not wait for it.
	setTimeout(() => void removeLeftEdits(tmpdir()), 1000).unref();
	if (start.onLeave) closing.push(start.onLeave);
	const leave = async (): Promise<void> => {
		await Promise.allSettled(closing.map((close) => close()));
	};
	return runDeck(deck, outside, leave, log);
}

/** What the commands of the deck need besides the terminal. */
function outsideOf(
	deck: Deck,
	logins: Logins,
	{ connection, settings: begun }: Pick<DeckStart, 'connection' | 'settings'>,
	closing: (() => Promise<void>)[],
): Outside {
	const connect = (settings: Settings): void => logins.connect(settings);
	const open = async (name: string, go: (settings: Settings) => void): Promise<string | undefined> => {
		const resolved = await contextSettings(connection, name);
		if (!resolved.ok) return inSentences(resolved.problem);
		go(resolved.settings);
		return undefined;
	};
	return {
		folder: process.cwd(),
		contexts: async () => {
			// A context with another URL, or of another folder, is not in the list.
			const { label, context } = deck.store.getState().target;
			const found = await listContexts(process.env, connection.production);
			const entries = found.map(({ name, description, url, production, problem }) => ({
				name,
				detail: [description, url].filter((part) => part !== undefined && part !== '').join(', '),
				current: name === context?.name && name === label,
				production,
				...(problem !== undefined && { problem }),
			}));
			return { folder: contextFolder(process.env), entries };
		},
		accountOfContext: async (name) => {
			const resolved = await contextSettings(connection, name, false);
			return resolved.ok ? accountOf(resolved.settings) : undefined;
		},
		begun: { label: begun.target.label, open: () => connect(begun) },
		openContext: (name) => open(name, connect),
		openSystem: (name) => open(name, (settings) => logins.connectSystem(settings)),
		logIn: (login, password) => logins.logIn(login, password),
		openDemo: async (say) => {
			const { startDemo } = await import('./demo/demo.ts');
			const demo = await startDemo({ env: process.env, onProgress: say });
			if (!demo.ok) return demo.message;
			closing.push(() => demo.stop());
			const resolved = await resolveSettings({ server: demo.url, context: false }, {}, process.env);
			if (!resolved.ok) return resolved.problem.message;
			connect(resolved.settings);
			return undefined;
		},
	};
}
