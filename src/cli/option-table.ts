import { connectionOptions, deckOptions, type OptionRow } from './options.ts';
import { allSubcommands } from './subcommands.ts';

/** The table of options of docs/cli.md, in Markdown. */
export function optionTable(): string {
	const own = new Set(allSubcommands.flatMap(({ options }) => options));
	return [
		'| option | what it does | variable | without it |',
		'|---|---|---|---|',
		...[...connectionOptions, ...deckOptions].map((row) => line(row)),
		...[...own].map((row) => line(row, ` (${ownersOf(row).join(', ')})`)),
	].join('\n');
}

/** `plan` and `apply` share rows. */
const ownersOf = (row: OptionRow): readonly string[] =>
	allSubcommands.filter(({ options }) => options.includes(row)).map(({ name }) => name);

function line(row: OptionRow, where = ''): string {
	const variables = row.env?.map((name) => `\`${name}\``).join(', ') ?? '';
	return `| \`${row.flags}\`${where} | ${row.help} | ${variables} | ${row.fallback ?? ''} |`;
}
