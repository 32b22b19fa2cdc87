import { bytes } from '../format/bytes.ts';
import { showOverlay } from '../store/nav.ts';
import { toast } from '../store/toast.ts';
import type { CommandContext } from './command.ts';
import { pathOf } from './path-of.ts';

/** Something to be saved. */
export interface SavedFile {
	/** What it is, as the prompt says it: `the configuration`. */
	readonly what: string;
	/** The name that is offered. */
	readonly name: string;
	readonly data: string | Uint8Array;
}

/** Asks for a file name and saves there; a file that is there is replaced only when the same name is given once more. */
export function saveAs(context: CommandContext, file: SavedFile, given = ''): void {
	ask(context, file, saver(context, file.data), given.trim() || file.name);
}

/** Saves under the name at once; asks for another one, or whether to replace what is there, where that fails. */
export async function saveAt(context: CommandContext, file: SavedFile): Promise<void> {
	const { store } = context.deck;
	const save = saver(context, file.data);
	const error = await save(file.name);
	if (error === undefined) return;
	// It took its time, and somebody is asked something else meanwhile.
	if (store.getState().overlay !== undefined) toast(store, 'warn', `Not saved. ${error}`);
	else ask(context, file, save, file.name, error);
}

type Save = (typed: string) => Promise<string | undefined>;

/** Answers with a sentence where it could not be saved; the second time a file that is there is replaced. */
function saver({ deck, host }: CommandContext, data: SavedFile['data']): Save {
	let refused: string | undefined;
	return async (typed) => {
		const path = typed.trim();
		if (path === '') return 'Type a file name, or press esc.';
		const saved = await host.save(pathOf(host, path), data, path === refused);
		if (saved.ok) {
			toast(deck.store, 'good', `Saved ${saved.path}, ${bytes(Buffer.byteLength(data))}.`);
			return undefined;
		}
		refused = saved.exists ? path : undefined;
		return saved.exists ? `${path} is there already: press enter once more to replace it.` : saved.message;
	};
}

function ask({ deck, host }: CommandContext, { what }: SavedFile, submit: Save, text: string, error?: string): void {
	const prompt = { title: `Save ${what} as`, help: `Relative to ${host.folder}`, secret: false, submit };
	const shown = { kind: 'prompt' as const, prompt, text };
	deck.store.setState(showOverlay(error === undefined ? shown : { ...shown, error }));
}
