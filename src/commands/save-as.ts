import { bytes } from '../format/bytes.ts';
import { closeOverlay } from '../store/nav.ts';
import { toast } from '../store/toast.ts';
import { choose, showPrompt } from './ask.ts';
import type { CommandContext } from './command.ts';
import { pathOf } from './path-of.ts';
import { unquoted } from './path-words.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		/** Under another name than `path`. */
		'save-elsewhere': { readonly file: SavedFile; readonly path: string };
		'replace-file': { readonly file: SavedFile; readonly path: string };
	}
	interface Questions {
		/** Under which name. */
		save: { readonly file: SavedFile };
	}
}

/** Something to be saved. */
export interface SavedFile {
	/** What it is, as the prompt says it: `the configuration`. */
	readonly what: string;
	/** The name that is offered. */
	readonly name: string;
	readonly data: string | Uint8Array;
}

/** Asks for a file name and saves there. An existing file is replaced only after a confirmation. */
export function saveAs(context: CommandContext, file: SavedFile, given = ''): void {
	askName(context, file, given.trim() || file.name);
}

/** Saves under the name at once; if that fails, asks for another one, or whether to replace the file. */
export async function saveAt(context: CommandContext, file: SavedFile): Promise<void> {
	const { store } = context.deck;
	const saved = await save(context, file, file.name, false);
	if (saved.ok) return;
	// It took some time, and another question is open meanwhile.
	if (store.getState().overlay !== undefined) toast(store, 'warn', `Not saved. ${saved.message}`);
	else if (saved.exists) askToReplace(context, file, file.name);
	else askName(context, file, file.name, saved.message);
}

async function save({ deck, host }: CommandContext, { data }: SavedFile, path: string, replaces: boolean) {
	const saved = await host.save(pathOf(host, unquoted(path)), data, replaces);
	if (saved.ok) toast(deck.store, 'good', `Saved ${saved.path}, ${bytes(Buffer.byteLength(data))}.`);
	return saved;
}

export function askName({ deck, host }: CommandContext, file: SavedFile, text: string, error?: string): void {
	const asks = { kind: 'save', file } as const;
	const prompt = {
		title: `Save ${file.what} as`,
		help: `Relative to ${host.folder}.`,
		secret: false,
		path: 'line',
		asks,
	} as const;
	deck.store.setState(showPrompt(prompt, text, error));
}

export async function saveAnswered(
	context: CommandContext,
	file: SavedFile,
	path: string,
): Promise<string | undefined> {
	if (path === '') return 'Type a file name, or press esc.';
	const saved = await save(context, file, path, false);
	if (saved.ok) return undefined;
	if (saved.exists) askToReplace(context, file, path);
	return saved.message;
}

/** Pressing enter once more keeps the file. */
function askToReplace(context: CommandContext, file: SavedFile, path: string): void {
	choose(context, 'The file already exists', [
		{ label: 'Keep it', detail: `type another name`, pick: { kind: 'save-elsewhere', file, path } },
		{
			label: 'Replace it',
			detail: `overwrite ${path} with ${file.what}`,
			tone: 'bad',
			pick: { kind: 'replace-file', file, path },
		},
	]);
}

export async function replaceFile(context: CommandContext, file: SavedFile, path: string): Promise<void> {
	context.deck.store.setState(closeOverlay());
	const saved = await save(context, file, path, true);
	if (!saved.ok) askName(context, file, path, saved.message);
}
