import { connectionOptions, deckOptions, type OptionRow } from './options.ts';
import {
	applyOptions,
	checkOptions,
	exportOptions,
	kvOptions,
	objectOptions,
	planOptions,
	reportOptions,
	requestOptions,
} from './subcommand-options.ts';

/** The table of options of docs/cli.md, in Markdown. */
export function optionTable(): string {
	return [
		'| option | what it does | variable | without it |',
		'|---|---|---|---|',
		...[...connectionOptions, ...deckOptions].map((row) => line(row)),
		...reportOptions.map((row) => line(row, ' (report)')),
		...checkOptions.map((row) => line(row, ' (check)')),
		...requestOptions.map((row) => line(row, ' (request)')),
		...planOptions.map((row) => line(row, ' (plan, apply)')),
		...applyOptions.map((row) => line(row, ' (apply)')),
		...exportOptions.map((row) => line(row, ' (export)')),
		...kvOptions.map((row) => line(row, ' (kv)')),
		...objectOptions.map((row) => line(row, ' (object)')),
	].join('\n');
}

function line(row: OptionRow, where = ''): string {
	const variables = row.env?.map((name) => `\`${name}\``).join(', ') ?? '';
	return `| \`${row.flags}\`${where} | ${row.help} | ${variables} | ${row.fallback ?? ''} |`;
}
