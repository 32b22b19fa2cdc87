import { isAbsolute, join } from 'node:path';
import { bytes } from '../format/bytes.ts';
import { showOverlay } from '../store/nav.ts';
import { toast } from '../store/toast.ts';
import type { CommandContext } from './command.ts';

/** Something to be saved. */
export interface SavedFile {
	/** What it is, as the prompt says it: `the configuration`. */
	readonly what: string;
	/** The name that is offered. */
	readonly name: string;
	readonly data: string | Uint8Array;
}

/** Asks for a file name and saves there; a file that is there is replaced only when the same name is given once more. */
export function saveAs({ deck, host }: CommandContext, { what, name, data }: SavedFile, given = ''): void {
	let refused: string | undefined;
	const submit = async (typed: string): Promise<string | undefined> => {
		const path = typed.trim();
		if (path === '') return 'Type a file name, or press esc.';
		const saved = await host.save(isAbsolute(path) ? path : join(host.folder, path), data, path === refused);
		if (saved.ok) {
			toast(deck.store, 'good', `Saved ${saved.path}, ${bytes(Buffer.byteLength(data))}.`);
			return undefined;
		}
		refused = saved.exists ? path : undefined;
		return saved.exists ? `${path} is there already: press enter once more to replace it.` : saved.message;
	};
	const prompt = { title: `Save ${what} as`, help: `Relative to ${host.folder}`, secret: false, submit };
	deck.store.setState(showOverlay({ kind: 'prompt', prompt, text: given.trim() || name }));
}
