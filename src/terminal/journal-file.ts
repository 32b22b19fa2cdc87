import { type AppendedFile, appendedFile, stateFolder } from './append-file.ts';

/** Without a folder for it, as for services and in containers, each line reports that. */
export type KeptJournal = Omit<AppendedFile, 'path' | 'read'> & Partial<Pick<AppendedFile, 'path' | 'read'>>;

const nowhere = (): string => 'There is no folder for the journal: neither XDG_STATE_HOME nor HOME names one.';

/** The journal of this user, in the folder for state between runs. */
export function journalFile(env: NodeJS.ProcessEnv): KeptJournal {
	const folder = stateFolder(env);
	return folder === undefined ? { append: nowhere, problem: nowhere } : appendedFile(`${folder}/journal.jsonl`);
}
