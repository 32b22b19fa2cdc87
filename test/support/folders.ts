import { stringify } from 'yaml';
import { type FolderPlan, planFolder } from '../../src/changes/folder/plan-folder.ts';
import { proposalOf } from '../../src/changes/folder/proposal-of.ts';
import { type FolderChoices, usualChoices } from '../../src/changes/folder/wanted.ts';
import { isOver, type Run } from '../../src/changes/run.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { readConfigFiles } from '../../src/jetstream/config-folder/assets.ts';
import type { ConfigFile } from '../../src/jetstream/config-folder/documents.ts';
import { seen } from './decks.ts';

/** A file of configurations; what looks like a variable in them is text. */
export function configFile(path: string, ...values: readonly object[]): ConfigFile {
	const text = path.endsWith('.json')
		? stringifyJson(values.length === 1 ? values[0] : values, 2)
		: values.map((value) => stringify(value)).join('---\n');
	return { path, text: text.replaceAll('${', '$${') };
}

/** What would make the deck's server be as files say. */
export async function planOf(
	deck: Deck,
	files: readonly ConfigFile[],
	choices: Partial<FolderChoices> = {},
): Promise<FolderPlan> {
	const { features } = deck.store.getState();
	const planned = await planFolder(
		readConfigFiles(files, { variables: {} }),
		{ ...usualChoices, ...choices },
		{
			api: deck.api(),
			features,
			servers: 1,
			signal: new AbortController().signal,
		},
	);
	if (!('changes' in planned)) throw new Error(stringifyJson(planned));
	return planned;
}

/** Carries a plan out, to its end. */
export async function carriedOut(deck: Deck, { changes }: FolderPlan): Promise<Run> {
	const proposal = proposalOf(changes, 'the test');
	if (proposal === undefined) throw new Error('there is nothing to apply');
	const begun = deck.agree(proposal);
	if ('refusal' in begun) throw new Error(begun.refusal);
	return seen(deck, 'the end of the run', ({ runs }) => runs.find((run) => run.id === begun.id && isOver(run)));
}
