import { sanitiseLines } from '../../format/sanitise.ts';
import { lastWords } from '../../terminal/last-words.ts';
import { checkUnknown } from '../exit-codes.ts';
import { jsonForTerminal, writeBeforeEnd } from '../outlet.ts';
import { checkText, checkValue } from './check-text.ts';
import { type Checked, nothingKnown, type Subject } from './finding.ts';

/** Nobody learns the verdict, whatever it is. */
export const unwritten = { closed: checkUnknown, failed: checkUnknown } as const;

export function textOf(checked: Checked, json: boolean): string {
	return `${json ? jsonForTerminal(checkValue(checked)) : checkText(checked)}\n`;
}

/** Ends a check that could not begin or was cut short: monitoring reads stdout alone, and another exit code would be a verdict. */
export function endUnknown(sentence: string, json: boolean, about: Subject = { kind: 'check' }): never {
	writeBeforeEnd(textOf(nothingKnown(about, sentence), json), unwritten);
	return process.exit(checkUnknown);
}

/** The same after a bug; stderr has the details of it. */
export function endUnknownByFault(error: unknown, json: boolean, about?: Subject): never {
	process.stderr.write(`${sanitiseLines(lastWords(error))}\n`);
	const [first = ''] = lastWords(error).split('\n');
	return endUnknown(first, json, about);
}
