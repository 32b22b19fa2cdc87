import { basename } from 'node:path';
import { planObjectDelete } from '../changes/objects/plan-delete.ts';
import { planObjectDescribe } from '../changes/objects/plan-describe.ts';
import { planGet } from '../changes/objects/plan-get.ts';
import { planObjectLink } from '../changes/objects/plan-link.ts';
import { planRemoveOrphans } from '../changes/objects/plan-orphans.ts';
import { planPut } from '../changes/objects/plan-put.ts';
import { planObjectRename } from '../changes/objects/plan-rename.ts';
import type { Reading } from '../changes/objects/read-bucket.ts';
import type { Plan } from '../changes/proposal.ts';
import { bucketNameIn } from '../jetstream/buckets/bucket.ts';
import { latest, unknown } from '../store/datum.ts';
import { open, viewAt } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import { objectAt } from '../views/objects/known.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { pathOf } from './path-of.ts';
import { selection } from './selection.ts';
import { markedRows, readOnly, several } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'object-put': { readonly bucket: string };
		'object-get': OneObject;
		'object-rename': OneObject;
		'object-describe': OneObject;
		'object-link': OneObject;
	}
}

interface OneObject {
	readonly bucket: string;
	readonly name: string;
}

const inObjects = ['objects', 'object'] as const;

/** Objects of an object store. */
export const objectCommands: readonly Command[] = [
	{
		id: 'objects.open',
		title: 'Open the object',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['objects'],
		group: 'go',
		rank: 100,
		disabled: ({ state }) => noObject(state),
		run: ({ deck, state }) => {
			const { stream, object: token } = selection(state);
			if (stream !== undefined && token !== undefined)
				deck.store.setState(open(state, { kind: 'object', stream, token }));
		},
	},
	{
		id: 'objects.check',
		title: 'Check the objects',
		more: 'damage, and chunks that no object has',
		short: 'check',
		keys: ['K'],
		scopes: ['objects'],
		group: 'go',
		rank: 50,
		aliases: ['check-objects'],
		run: openObjectCheck,
	},
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
		disabled: ({ state }) => noObject(state) ?? several(tokens(state)),
		run: (context, argument) => {
			const one = oneObject(context.state);
			if (one === undefined) return;
			const file = argument?.trim() ?? '';
			if (file !== '') objectGetAnswered(context, one, file);
			else
				askLine(
					context,
					{
						title: `Get object ${one.name}`,
						help: `A file, relative to ${context.host.folder}.`,
						path: 'line',
						text: basename(one.name),
					},
					{ kind: 'object-get', ...one },
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
		disabled: ({ state }) => readOnly(state),
		run: (context, argument) => {
			const bucket = bucketInView(context.state);
			if (bucket === undefined) return;
			const file = argument?.trim() ?? '';
			if (file !== '') objectPutAnswered(context, { bucket }, file);
			else
				askLine(
					context,
					{ title: `Put a file into bucket ${bucket}`, help: `Relative to ${context.host.folder}.`, path: 'line' },
					{ kind: 'object-put', bucket },
				);
		},
	},
	{
		id: 'object.describe',
		title: 'Describe the object',
		short: 'describe',
		keys: ['e'],
		scopes: inObjects,
		group: 'change',
		aliases: ['describe-object'],
		argument: 'TEXT',
		disabled: changesOne,
		run: (context, argument) =>
			askAbout(context, 'object-describe', argument, {
				title: (name) => `Describe object ${name}`,
				help: 'Empty: no description.',
				text: (token) => objectAt(context.state, selection(context.state).stream ?? '', token)?.meta?.description ?? '',
			}),
	},
	{
		id: 'object.rename',
		title: 'Rename the object',
		keys: [],
		scopes: inObjects,
		group: 'change',
		aliases: ['rename-object'],
		argument: 'NAME',
		disabled: changesOne,
		run: (context, argument) =>
			askAbout(context, 'object-rename', argument, {
				title: (name) => `Rename object ${name}`,
				help: 'Its new name; the content stays.',
				text: (_, name) => name,
			}),
	},
	{
		id: 'object.link',
		title: 'Link to the object',
		more: 'a second name in its bucket',
		keys: [],
		scopes: inObjects,
		group: 'change',
		aliases: ['link-object'],
		argument: 'NAME',
		disabled: changesOne,
		run: (context, argument) =>
			askAbout(context, 'object-link', argument, {
				title: (name) => `Link to object ${name}`,
				help: 'The name of the link.',
				text: () => '',
			}),
	},
	{
		id: 'object.delete',
		title: 'Delete objects',
		more: 'this one, or the marked ones',
		short: 'delete',
		keys: ['ctrl+d'],
		scopes: inObjects,
		group: 'change',
		aliases: ['delete-object'],
		disabled: ({ state }) => readOnly(state) ?? noObject(state),
		run: (context) => {
			const { state } = context;
			const bucket = bucketInView(state);
			const names = tokens(state).flatMap((token) => nameOf(state, token) ?? []);
			if (bucket === undefined || names.length === 0) return;
			propose(context, 'Delete objects', (around) =>
				planObjectDelete({ bucket, names }, { ...around, now: Date.now() }),
			);
		},
	},
	{
		id: 'objects.deleted',
		title: 'Show deleted objects',
		more: 'or hide them again',
		keys: ['X'],
		scopes: ['objects'],
		group: 'list',
		run: ({ deck, state }) => {
			const view = viewAt(state, 'objects');
			if (view === undefined) return;
			const deletedShown = new Set(state.deletedShown);
			if (!deletedShown.delete(view.stream)) deletedShown.add(view.stream);
			deck.store.setState({ deletedShown });
		},
	},
	{
		id: 'objects.orphans',
		title: 'Remove chunks without object',
		short: 'remove',
		keys: ['ctrl+d'],
		scopes: ['object-check'],
		group: 'change',
		rank: 90,
		disabled: ({ state }) =>
			readOnly(state) ?? (orphans(state).length === 0 ? 'No chunk is without an object.' : undefined),
		run: (context) => {
			const bucket = bucketInView(context.state);
			const found = orphans(context.state);
			if (bucket !== undefined)
				propose(context, 'Remove chunks', (around) =>
					planRemoveOrphans({ bucket, orphans: found }, { ...around, now: Date.now() }),
				);
		},
	},
];

/** Of the object store that is selected. */
export function openObjectCheck({ deck, state }: CommandContext): void {
	const { stream } = selection(state);
	if (stream !== undefined && bucketNameIn(stream)?.kind === 'objects')
		deck.store.setState(open(state, { kind: 'object-check', stream }));
	else toast(deck.store, 'warn', 'Select an object store first.');
}

function bucketInView(state: DeckState): string | undefined {
	const { stream } = selection(state);
	return stream === undefined ? undefined : bucketNameIn(stream)?.bucket;
}

/** The marked objects, else the one that is selected. */
function tokens(state: DeckState): readonly string[] {
	const marked = markedRows(state, 'object');
	const { object } = selection(state);
	return marked.length > 0 ? marked : object === undefined ? [] : [object];
}

const nameOf = (state: DeckState, token: string): string | undefined =>
	objectAt(state, selection(state).stream ?? '', token)?.name;

const noObject = (state: DeckState): string | undefined =>
	tokens(state).length === 0 ? 'No object is selected.' : undefined;

function changesOne({ state }: CommandContext): string | undefined {
	return readOnly(state) ?? noObject(state) ?? several(tokens(state));
}

function oneObject(state: DeckState): OneObject | undefined {
	const bucket = bucketInView(state);
	const [token] = tokens(state);
	const name = token === undefined ? undefined : nameOf(state, token);
	return bucket === undefined || name === undefined ? undefined : { bucket, name };
}

function orphans(state: DeckState) {
	const { stream } = selection(state);
	return latest(state.bucketChecks.entries.get(stream ?? '') ?? unknown)?.orphans ?? [];
}

function propose(context: CommandContext, title: string, plan: (around: Reading) => Promise<Plan>): void {
	const { deck, state } = context;
	void deck.propose(title, (api, signal) => plan({ api, features: state.features, signal }));
}

type AboutOne = 'object-describe' | 'object-rename' | 'object-link';

function askAbout(
	context: CommandContext,
	kind: AboutOne,
	argument: string | undefined,
	{
		title,
		help,
		text,
	}: {
		readonly title: (name: string) => string;
		readonly help: string;
		readonly text: (token: string, name: string) => string;
	},
): void {
	const one = oneObject(context.state);
	const [token = ''] = tokens(context.state);
	if (one === undefined) return;
	if (argument === undefined || argument.trim() === '')
		askLine(context, { title: title(one.name), help, text: text(token, one.name) }, { kind, ...one });
	else answersAboutOne[kind](context, one, argument.trim());
}

const answersAboutOne: Readonly<
	Record<AboutOne, (context: CommandContext, one: OneObject, typed: string) => string | undefined>
> = {
	'object-describe': objectDescribeAnswered,
	'object-rename': objectRenameAnswered,
	'object-link': objectLinkAnswered,
};

export function objectPutAnswered(
	context: CommandContext,
	{ bucket }: { readonly bucket: string },
	typed: string,
): string | undefined {
	if (typed === '') return 'Type the name of a file, or press esc.';
	const { deck, host } = context;
	const file = pathOf(host, typed);
	const status = deck.link().status();
	const maxPayload = 'server' in status ? status.server.maxPayload : 0;
	propose(context, `Put ${typed}`, (around) =>
		planPut({ bucket, name: basename(file), file, maxPayload, now: Date.now() }, around),
	);
	return undefined;
}

export function objectGetAnswered(context: CommandContext, one: OneObject, typed: string): string | undefined {
	if (typed === '' || typed === '-') return 'Type the name of a file, or press esc.';
	const file = pathOf(context.host, typed);
	propose(context, `Get object ${one.name}`, (around) => planGet({ ...one, file }, around));
	return undefined;
}

export function objectDescribeAnswered(context: CommandContext, one: OneObject, typed: string): undefined {
	propose(context, `Describe object ${one.name}`, (around) =>
		planObjectDescribe({ ...one, values: { description: typed } }, around),
	);
	return undefined;
}

export function objectRenameAnswered(context: CommandContext, one: OneObject, typed: string): string | undefined {
	if (typed === '') return 'Type the new name, or press esc.';
	propose(context, `Rename object ${one.name}`, (around) => planObjectRename({ ...one, to: typed }, around));
	return undefined;
}

export function objectLinkAnswered(context: CommandContext, one: OneObject, typed: string): string | undefined {
	if (typed === '') return 'Type the name of the link, or press esc.';
	const { bucket, name } = one;
	propose(context, `Link to object ${name}`, (around) =>
		planObjectLink({ bucket, name: typed, target: { bucket, name } }, around),
	);
	return undefined;
}
