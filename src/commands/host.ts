import type { Login } from '../store/overlay.ts';
import type { FileToWrite, WrittenFolder } from '../terminal/write-folder.ts';

/** What commands need of the terminal and the machine around the deck. Each returns a sentence when it could not be done. */
export interface Host {
	/** Puts text on the clipboard of the person's tmux or terminal. */
	readonly copy: (text: string) => Promise<CopyResult>;
	/** Writes a file whole or not at all; returns `exists` if it exists and `overwrite` is not given. */
	readonly save: (path: string, data: string | Uint8Array, overwrite?: boolean) => Promise<SaveResult>;
	/** The text of a file. */
	readonly read: (path: string) => Promise<ReadResult>;
	/** The texts of files, and of all files of configurations in folders; or what is wrong, in sentences. */
	readonly readPaths: (paths: readonly string[]) => Promise<ReadPaths>;
	/** Paths that begin so, in the order of their names; folders end in a slash. */
	readonly pathsLike: (typed: string) => Promise<readonly string[]>;
	/** Writes files into a folder, which is made if it is missing; what an export did not write is overwritten only by `force`. */
	readonly writeFolder: (folder: string, files: readonly FileToWrite[], force: boolean) => Promise<WrittenFolder>;
	/** A variable of the environment. */
	readonly variables: Readonly<Record<string, string | undefined>>;
	/** Has the person edit a text in the editor of their own, which has the terminal meanwhile; `name` is a file name. */
	readonly edit: (name: string, text: string) => Promise<ReadResult>;
	/** Where relative file names start. */
	readonly folder: string;
	/** Contexts of the nats CLI, and where they were looked for. */
	readonly contexts: () => Promise<FoundContexts>;
	/** The public key of the account that a context logs in to, where its credentials say it. */
	readonly accountOfContext: (name: string) => Promise<string | undefined>;
	/** Connects the deck to a context. */
	readonly openContext: (name: string) => Promise<string | undefined>;
	/** Connects the deck to a context of the system account, beside its own connection. */
	readonly openSystem: (name: string) => Promise<string | undefined>;
	/** What the deck was started with: a context, or the address of a server. */
	readonly begun: { readonly label: string; readonly open: () => void };
	/** Goes on to connect with the password that was asked for. */
	readonly logIn: (login: Login, password: string) => void;
	/** Starts the embedded server and connects the deck to it; `say` receives the progress. */
	readonly openDemo: (say: (text: string) => void) => Promise<string | undefined>;
	readonly suspend: () => void;
	readonly quit: () => void;
	/** Draws every cell again. */
	readonly repaint: () => void;
}

/** `tmux` confirmed that it has the text; a terminal was only sent it. `note` is a further sentence. */
export type CopyResult =
	| { readonly ok: true; readonly where: 'tmux' | 'terminal'; readonly note?: string }
	| { readonly ok: false; readonly message: string };

export type SaveResult =
	| { readonly ok: true; readonly path: string }
	| { readonly ok: false; readonly message: string; readonly exists: boolean };

export type ReadResult =
	| { readonly ok: true; readonly text: string }
	| { readonly ok: false; readonly message: string };

export type ReadPaths =
	| { readonly ok: true; readonly files: readonly { readonly path: string; readonly text: string }[] }
	| { readonly ok: false; readonly messages: readonly string[] };

export interface FoundContexts {
	readonly folder: string;
	readonly entries: readonly ContextEntry[];
}

export interface ContextEntry {
	readonly name: string;
	/** Description and URL, without user information. */
	readonly detail: string;
	readonly current: boolean;
	readonly production: boolean;
	/** Why it cannot be used. */
	readonly problem?: string;
}

/** The part of a host that has nothing to do with the terminal: what connects the deck elsewhere. */
export type Outside = Pick<
	Host,
	'folder' | 'contexts' | 'accountOfContext' | 'openContext' | 'openSystem' | 'begun' | 'logIn' | 'openDemo'
>;
