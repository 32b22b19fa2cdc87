import { basename } from 'node:path';
import { planGet } from '../changes/objects/plan-get.ts';
import { planPut } from '../changes/objects/plan-put.ts';
import { fileNameOf } from '../jetstream/objects/partial-file.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { unwritable } from './key-targets.ts';
import {
	bucketInView,
	inObjects,
	noObject,
	type OneObject,
	objectTokens,
	oneObject,
	proposeOnObjects,
} from './object-targets.ts';
import { pathOf } from './path-of.ts';
import { unquoted } from './path-words.ts';
import { several } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'object-put': { readonly bucket: string };
		'object-get': OneObject;
	}
}

/** Objects from files and to files. */
export const objectFileCommands: readonly Command[] = [
	{
		id: 'object.get',
		title: 'Get to a file',
		more: 'checked by its digest',
		short: 'get',
		keys: ['w'],
		scopes: inObjects,
		group: 'take',
		rank: 90,
		aliases: ['get-file'],
		argument: 'FILE',
		disabled: ({ state }) => noObject(state) ?? several(objectTokens(state)),
		run: (context, argument = '') => {
			const one = oneObject(context.state);
			if (one === undefined) return;
			const { bucket, name } = one;
			if (argument.trim() !== '') objectGetAnswered(context, one, argument.trim());
			else
				askLine(
					context,
					{
						title: `Get object ${name}`,
						help: `A file. Relative to ${context.host.folder}.`,
						path: 'line',
						text: fileNameOf(name) ?? '',
					},
					{ kind: 'object-get', bucket, name },
				);
		},
	},
	{
		id: 'object.put',
		title: 'Put a file',
		more: 'as an object of its name',
		short: 'put',
		keys: ['n'],
		scopes: ['objects'],
		group: 'change',
		rank: 85,
		aliases: ['put-file'],
		argument: 'FILE',
		disabled: unwritable,
		run: (context, argument = '') => {
			const bucket = bucketInView(context.state);
			if (bucket === undefined) return;
			if (argument.trim() !== '') objectPutAnswered(context, { bucket }, argument.trim());
			else
				askLine(
					context,
					{ title: `Put a file into bucket ${bucket}`, help: `Relative to ${context.host.folder}.`, path: 'line' },
					{ kind: 'object-put', bucket },
				);
		},
	},
];

const noFile = 'Type the name of a file, or press esc.';

export function objectPutAnswered(
	context: CommandContext,
	{ bucket }: { readonly bucket: string },
	typed: string,
): string | undefined {
	if (typed === '') return noFile;
	const { deck, host } = context;
	const file = pathOf(host, unquoted(typed));
	const status = deck.link().status();
	const maxPayload = 'server' in status ? status.server.maxPayload : 0;
	proposeOnObjects(context, `Put ${typed}`, (around) =>
		planPut({ bucket, name: basename(file), file, maxPayload, now: Date.now() }, around),
	);
	return undefined;
}

export function objectGetAnswered(
	context: CommandContext,
	{ bucket, name }: OneObject,
	typed: string,
): string | undefined {
	if (typed === '' || typed === '-') return noFile;
	const file = pathOf(context.host, unquoted(typed));
	proposeOnObjects(context, `Get object ${name}`, (around) => planGet({ bucket, name, file }, around));
	return undefined;
}
