import { keyLabel } from '../terminal/key-name.ts';
import type { Scope } from '../views/scope.ts';
import { type Command, groups } from './command.ts';

const places: Readonly<Record<Scope, string>> = {
	everywhere: 'everywhere',
	list: 'lists',
	text: 'account, overview, JSON',
	streams: 'streams',
	stream: 'a stream',
	'stream-text': 'a stream',
	subjects: 'subjects',
	messages: 'messages',
	message: 'a message',
	fetched: 'what was fetched',
	consumers: 'consumers',
	'consumers-of-stream': 'consumers',
	consumer: 'a consumer',
	lag: 'lag',
	journal: 'journal',
	'journal-entry': 'journal',
	'form-text': 'forms',
	'form-choice': 'forms, where something is chosen',
	'form-review': 'the review of a form',
	'console-line': 'the line of the console',
	'console-empty': 'the line of the console, empty',
	'console-search': 'while the history is searched',
	'console-replies': 'the replies of the console',
	filter: 'while filtering',
	palette: 'in the palette',
	help: 'in the help',
	choice: 'in a choice',
	wait: 'while something is looked up',
	confirm: 'in a question with yes and no',
	'confirm-typed': 'in a question that asks for a name',
	prompt: 'in a prompt',
	fault: 'in place of a dialog that failed',
};

/** The table of keys of docs/keys.md, in Markdown: every command, by group, with where it works and its name in the palette. */
export function keyTable(commands: readonly Command[]): string {
	const rows = groups.flatMap((group) => commands.filter((command) => command.group === group));
	return ['| keys | what they do | where | palette |', '|---|---|---|---|', ...rows.map(line)].join('\n');
}

function line(command: Command): string {
	const keys = command.keys.map((key) => `\`${key === '`' ? '``' : keyLabel(key)}\``).join(' ');
	const where = [...new Set(command.scopes.map((scope) => places[scope]))];
	const place = where.includes('everywhere') ? 'everywhere' : where.join(', ');
	const alias = command.aliases?.map((name) => `\`:${name}${command.argument ? ` ${command.argument}` : ''}\``) ?? [];
	return `| ${keys.replaceAll('|', '\\|')} | ${command.title} | ${place} | ${alias.join(' ')} |`;
}
