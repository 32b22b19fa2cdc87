import { force, json, type NatsCommand, nameOf, wordFor } from './command.ts';
import { consumerCommands } from './consumer-commands.ts';
import { streamCommands } from './stream-commands.ts';

/** The nats CLI commands that the console runs, and those whose request it names. */
export const natsCommands: readonly NatsCommand[] = [
	{ groups: ['account', 'a'], words: ['info', 'nfo'], endpoint: 'account.info', flags: [json] },
	{
		groups: ['server', 'srv'],
		words: ['account purge'],
		endpoint: 'account.purge',
		arguments: [nameOf('account')],
		flags: [force],
	},
	{
		groups: ['server', 'srv'],
		words: ['cluster peer-remove'],
		endpoint: 'server.remove',
		arguments: [wordFor('peer', 'the name of the server')],
		flags: [force],
	},
	...streamCommands,
	...consumerCommands,
];
