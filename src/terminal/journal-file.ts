import { type AppendedFile, appendedFile, stateFolder } from './append-file.ts';

/** Where there is no folder for it, as for services and in containers, it says so at each line. */
export type KeptJournal = Omit<AppendedFile, 'path'> & { readonly path?: string };

const nowhere = (): string => 'There is no folder for the journal: neither XDG_STATE_HOME nor HOME names one.';

/** The journal of this user, in the folder for what is kept between runs. */
export function journalFile(env: NodeJS.ProcessEnv): KeptJournal {
	const folder = stateFolder(env);
	return folder === undefined ? { append: nowhere, problem: nowhere } : appendedFile(`${folder}/journal.jsonl`);
}
