import type { PlannedChange } from '../../changes/folder/plan-folder.ts';
import { losesData } from '../../changes/folder/proposal-of.ts';
import type { Proposal } from '../../changes/proposal.ts';
import { plural } from '../../format/integer.ts';
import type { AskLine } from '../scripted-deck.ts';
import type { ApplyChoices } from './folder-choices.ts';

/**
 * Whether somebody confirmed the changes: with options, or on the terminal.
 * @returns why not, as a sentence
 */
export async function notAgreed(
	changes: readonly PlannedChange[],
	proposal: Proposal,
	choices: ApplyChoices,
	ask: AskLine | undefined,
): Promise<string | undefined> {
	const deletions = changes.filter(({ action }) => action === 'delete').length;
	const losing = changes.filter((change) => change.action !== 'delete' && losesData(change)).length;
	if (!choices.yes && ask !== undefined) return answered(proposal, ask);
	const lacking = [
		...(choices.yes ? [] : ['--yes']),
		...(losing > 0 && !choices.allowLoss
			? [`--allow-loss (${plural(losing, 'change')} ${losing === 1 ? 'loses' : 'lose'} messages)`]
			: []),
		...(deletions !== (choices.deletions ?? 0) ? [`--delete ${deletions}${insteadOf(choices)}`] : []),
	];
	return lacking.length === 0 ? undefined : `Nothing was sent: add ${lacking.join(' and ')}.`;
}

const insteadOf = ({ deletions }: ApplyChoices): string => (deletions === undefined ? '' : `, not ${deletions}`);

async function answered({ typed }: Proposal, ask: AskLine): Promise<string | undefined> {
	const question = typed === undefined ? 'Apply these changes? [y/N] ' : `Type “${typed}” to apply: `;
	const said = (await ask(question))?.trim() ?? '';
	const agreed = typed === undefined ? /^y(es)?$/i.test(said) : said === typed;
	return agreed ? undefined : 'Nothing was sent.';
}
