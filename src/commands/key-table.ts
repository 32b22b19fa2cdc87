import { keyLabel } from '../terminal/key-name.ts';
import { scopes } from '../views/scope.ts';
import { type Command, groups, titleInFull } from './command.ts';

/** The table of keys of docs/keys.md, in Markdown: every command, by group, with where it works and its name in the palette. */
export function keyTable(commands: readonly Command[]): string {
	const rows = groups.flatMap((group) => commands.filter((command) => command.group === group));
	return ['| keys | what they do | where | palette |', '|---|---|---|---|', ...rows.map(line)].join('\n');
}

function line(command: Command): string {
	const keys = command.keys.map((key) => `\`${key === '`' ? '``' : keyLabel(key)}\``).join(' ');
	const where = [...new Set(command.scopes.map((scope) => scopes[scope]))];
	const place = where.includes('everywhere') ? 'everywhere' : where.join(', ');
	const alias = command.aliases?.map((name) => `\`:${name}${command.argument ? ` ${command.argument}` : ''}\``) ?? [];
	const cells = [keys, titleInFull(command), place, alias.join(' ')];
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
