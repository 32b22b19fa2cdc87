import { describe, expect, it } from 'vitest';
import { exitCodeRows } from '../../src/cli/exit-codes.ts';
import { manualPage } from '../../src/cli/manual.ts';
import { connectionOptions, deckOptions } from '../../src/cli/options.ts';
import { roff } from '../../src/cli/roff.ts';
import { allSubcommands } from '../../src/cli/subcommands.ts';
import { commands } from '../../src/commands/all.ts';

const page = manualPage();

describe('the manual page', () => {
	const options = [...connectionOptions, ...deckOptions, ...allSubcommands.flatMap(({ options: own }) => own)];
	const withKeys = commands.filter(({ keys, aliases }) => keys.length > 0 || aliases !== undefined);
	it.each([
		['option', options.map(({ help }) => help)],
		['variable', options.flatMap(({ env }) => env ?? [])],
		['subcommand', allSubcommands.map(({ help }) => help)],
		['argument', allSubcommands.flatMap((each) => each.arguments).map(({ help }) => help)],
		['call', allSubcommands.flatMap(({ calls = [] }) => calls).flat()],
		['exit code', exitCodeRows.map(([, meaning]) => meaning)],
		['command', withKeys.map(({ title }) => title)],
	])('has every %s', (_, texts) => {
		expect(texts.filter((text) => !page.includes(roff(text)))).toEqual([]);
	});

	it('is of letters that every troff takes, and of the requests of man alone', () => {
		expect(page).toMatch(/^[ -~\n]+$/);
		const requests = page.split('\n').filter((line) => /^[.']/.test(line));
		const known = /^\.(\\"|(TH|SH|SS|TP|PP|RS|RE|nf|fi|nh|ad)( |$))/;
		expect(requests.filter((line) => !known.test(line))).toEqual([]);
	});

	it.each([
		['.so /etc/passwd', '\\&.so /etc/passwd'],
		["'it", '\\(aqit'],
		['a\\b -c ~^', 'a\\eb \\-c \\(ti\\(ha'],
		['⇧ …', '\\[u21E7] ...'],
	])('shows %s as it is', (text, written) => {
		expect(roff(text)).toBe(written);
	});
});
