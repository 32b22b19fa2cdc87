import { planObjectDelete } from '../changes/objects/plan-delete.ts';
import { planObjectDescribe } from '../changes/objects/plan-describe.ts';
import { planObjectLink } from '../changes/objects/plan-link.ts';
import { planObjectRename } from '../changes/objects/plan-rename.ts';
import type { Reading } from '../changes/objects/read-bucket.ts';
import type { Plan } from '../changes/proposal.ts';
import { parseJson } from '../format/json.ts';
import { editorText, type Reread } from '../forms/editor-text.ts';
import { changedSince, type Description, descriptionOf, readDescription } from '../jetstream/objects/description.ts';
import { toast } from '../store/toast.ts';
import type { ObjectRow } from '../views/objects/row.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { editRounds } from './edit-rounds.ts';
import { unwritable } from './key-targets.ts';
import {
	bucketInView,
	changesOne,
	inObjects,
	noObject,
	type OneObject,
	objectTargets,
	oneObject,
	proposeOnObjects,
} from './object-targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		'object-rename': OneObject;
		'object-describe': OneObject;
		'object-link': OneObject;
	}
}

/** A change of one object by one typed line. */
interface Asked {
	/** `Rename object`, before its name. */
	readonly verb: string;
	readonly help: string;
	/** What the line begins with. */
	readonly begin: (row: ObjectRow) => string;
	/** What an empty line is told; absent if it means something. */
	readonly needs?: string;
	readonly plan: (one: OneObject, typed: string, around: Reading) => Promise<Plan>;
}

type AboutOne = 'object-describe' | 'object-rename' | 'object-link';

const asked: Readonly<Record<AboutOne, Asked>> = {
	'object-describe': {
		verb: 'Describe object',
		help: 'Empty: no description. E edits headers and metadata too.',
		begin: ({ meta }) => meta?.description ?? '',
		plan: (one, description, around) => planObjectDescribe({ ...one, values: { description } }, around),
	},
	'object-rename': {
		verb: 'Rename object',
		help: 'Its new name; the content stays.',
		begin: ({ name }) => name,
		needs: 'Type the new name, or press esc.',
		plan: (one, to, around) => planObjectRename({ ...one, to }, around),
	},
	'object-link': {
		verb: 'Link to object',
		help: 'The name of the link.',
		begin: () => '',
		needs: 'Type the name of the link, or press esc.',
		plan: ({ bucket, name: target }, name, around) =>
			planObjectLink({ bucket, name, target: { bucket, name: target } }, around),
	},
};

/** What can be changed of objects that are there. */
export const objectChangeCommands: readonly Command[] = [
	{
		id: 'object.describe',
		title: 'Describe the object',
		short: 'describe',
		keys: ['e'],
		aliases: ['describe-object'],
		argument: 'TEXT',
		...byLine('object-describe'),
	},
	{
		id: 'object.edit-text',
		title: 'Edit description as JSON',
		more: 'with headers and metadata; opens $EDITOR',
		keys: ['E'],
		scopes: inObjects,
		group: 'change',
		aliases: ['editor-object'],
		disabled: changesOne,
		run: (context) => void editDescription(context),
	},
	{
		id: 'object.rename',
		title: 'Rename the object',
		keys: [],
		aliases: ['rename-object'],
		argument: 'NAME',
		...byLine('object-rename'),
	},
	{
		id: 'object.link',
		title: 'Link to the object',
		more: 'a second name in its bucket',
		keys: [],
		aliases: ['link-object'],
		argument: 'NAME',
		...byLine('object-link'),
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
		disabled: (context) => unwritable(context) ?? noObject(context.state),
		run: (context) => {
			const bucket = bucketInView(context.state);
			const names = objectTargets(context.state).map(({ name }) => name);
			if (bucket === undefined || names.length === 0) return;
			proposeOnObjects(context, 'Delete objects', (around) =>
				planObjectDelete({ bucket, names }, { ...around, now: Date.now() }),
			);
		},
	},
];

function byLine(kind: AboutOne): Pick<Command, 'scopes' | 'group' | 'disabled' | 'run'> {
	const { verb, help, begin } = asked[kind];
	return {
		scopes: inObjects,
		group: 'change',
		disabled: changesOne,
		run: (context, argument = '') => {
			const one = oneObject(context.state);
			if (one === undefined) return;
			const { bucket, name, row } = one;
			if (argument.trim() !== '') objectAnswered(kind)(context, one, argument.trim());
			else askLine(context, { title: `${verb} ${name}`, help, text: begin(row) }, { kind, bucket, name });
		},
	};
}

/** Takes the line that one of these asked for. */
export const objectAnswered =
	(kind: AboutOne) =>
	(context: CommandContext, { bucket, name }: OneObject, typed: string): string | undefined => {
		const { verb, needs, plan } = asked[kind];
		if (typed === '' && needs !== undefined) return needs;
		proposeOnObjects(context, `${verb} ${name}`, (around) => plan({ bucket, name }, typed, around));
		return undefined;
	};

async function editDescription(context: CommandContext): Promise<void> {
	const one = oneObject(context.state);
	const { deck } = context;
	if (one === undefined) return;
	const { bucket, name, row } = one;
	if (row.meta === undefined) {
		toast(deck.store, 'warn', `The meta of object ${name} is unreadable: put the object again, or delete it.`);
		return;
	}
	const before = descriptionOf(row.meta);
	const after = await editRounds(context, {
		file: `${name.replaceAll(/[^\w.-]/g, '_')}.json`,
		subject: `Object ${name} of bucket ${bucket}`,
		begun: { given: editorText({ ...before }) },
		read: readText,
	});
	switch (after.kind) {
		case 'no editor':
			toast(deck.store, 'bad', after.message);
			break;
		case 'unchanged':
			toast(deck.store, 'info', 'You changed nothing, so there is nothing to send.');
			break;
		case 'given up':
			toast(deck.store, 'warn', `Not accepted: ${after.fault} Nothing was sent.`);
			break;
		case 'changed':
			proposeOnObjects(context, `Describe object ${name}`, (around) =>
				planObjectDescribe({ bucket, name, values: changedSince(before, after.config) }, around),
			);
			break;
		default:
			after satisfies never;
	}
}

function readText(text: string): Reread<Description> {
	const parsed = parseJson(text);
	if (!parsed.ok) return { ok: false, message: `The text is not JSON. ${parsed.message}` };
	const read = readDescription(parsed.value);
	return typeof read === 'string' ? { ok: false, message: read } : { ok: true, config: read, notes: [] };
}
