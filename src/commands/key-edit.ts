import { planKvEdit } from '../changes/plan/kv-edit.ts';
import { type EditableText, editableText, editedValue } from '../jetstream/kv/edited-value.ts';
import type { KvEntry } from '../jetstream/kv/entry.ts';
import { openKvStream, whereWritten } from '../jetstream/kv/open-bucket.ts';
import { readLatest } from '../jetstream/kv/read-key.ts';
import type { Ttl } from '../jetstream/kv/ttl.ts';
import { inSentences } from '../jetstream/problem.ts';
import { toast } from '../store/toast.ts';
import { draftId, type KeyDraft, withDraft } from '../views/keys/draft.ts';
import { choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { keyTargets, noKey, proposeOnKeys, unwritable } from './key-targets.ts';
import { selection } from './selection.ts';
import { several } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		'edit-key': Edited & { readonly draft?: KeyDraft };
	}
}

/** A key whose value is edited, starting from a revision. */
interface Edited {
	readonly stream: string;
	readonly base: KvEntry;
}

/** Values in the editor of the person's own. */
export const keyEditCommands: readonly Command[] = [
	{
		id: 'key.edit',
		title: 'Edit the value',
		more: 'opens $EDITOR; stored if nobody changes the key meanwhile',
		short: 'edit',
		keys: ['e'],
		scopes: ['keys', 'key'],
		group: 'change',
		rank: 84,
		aliases: ['edit-key'],
		disabled: (context) => unwritable(context) ?? noKey(context) ?? several(keyTargets(context.state)),
		run: (context) => void beginEdit(context),
	},
];

async function beginEdit(context: CommandContext): Promise<void> {
	const { deck, state } = context;
	const { stream = '' } = selection(state);
	const [key = ''] = keyTargets(state);
	const read = await readNow(context, stream, key);
	// A person who has left the key meanwhile is not asked about it.
	if (deck.store.getState().views !== state.views || deck.store.getState().overlay !== undefined) return;
	if ('refusal' in read) {
		toast(deck.store, 'warn', read.refusal);
		return;
	}
	const { base } = read;
	const draft = state.keyDrafts.get(draftId(stream, key));
	if (draft === undefined || Buffer.compare(draft.value, base.value) === 0) {
		await editKey(context, { stream, base });
		return;
	}
	choose(context, `Edit ${key}`, [
		{ label: 'go on', detail: 'with what you wrote before', pick: { kind: 'edit-key', stream, base, draft } },
		{ label: 'start anew', detail: 'from the present value', pick: { kind: 'edit-key', stream, base } },
	]);
}

/** The latest revision, which must be a value. */
async function readNow(
	{ deck, state: { features } }: CommandContext,
	stream: string,
	key: string,
): Promise<{ readonly base: KvEntry } | { readonly refusal: string }> {
	const opened = await openKvStream(deck.api(), stream, features);
	if (!opened.ok) return { refusal: inSentences(opened.problem) };
	if (opened.value === undefined) return { refusal: `Stream ${stream} is no key-value bucket.` };
	const now = await readLatest(whereWritten(opened.value), key);
	if (!now.ok) return { refusal: inSentences(now.problem) };
	if (now.value?.operation !== 'put') return { refusal: `The key ${key} has no value: press n to put one.` };
	return { base: now.value };
}

/** @param draft what was written before; it started from an earlier revision, perhaps */
export async function editKey(
	context: CommandContext,
	{ stream, base, draft }: Edited & { readonly draft?: KeyDraft },
): Promise<void> {
	const { deck } = context;
	const { key } = base;
	const editable = editableText(base.value);
	if ('refusal' in editable) {
		toast(deck.store, 'warn', `The value of ${key} ${editable.refusal}: it cannot be edited here.`);
		return;
	}
	await writeValue(context, { stream, base: draft?.base ?? base, editable, begin: draft?.text ?? editable.text });
}

/** What to write, and with which text the editor begins. */
interface Writing extends Edited {
	readonly ttl?: Ttl | undefined;
	readonly editable: EditableText;
	readonly begin: string;
}

async function writeValue(context: CommandContext, { stream, base, editable, begin, ttl }: Writing): Promise<void> {
	const { deck, host } = context;
	const { key } = base;
	const id = draftId(stream, key);
	const edited = await host.edit(`${key.replaceAll(/[^\w.-]/g, '_')}.${editable.ending}`, begin);
	if (!edited.ok) {
		toast(deck.store, 'bad', edited.message);
		return;
	}
	const value = editedValue(editable, edited.text);
	if (base.operation === 'put' && Buffer.compare(value, base.value) === 0) {
		deck.store.setState((state) => withDraft(state, id, undefined));
		toast(deck.store, 'info', `The value of ${key} is unchanged. Nothing was sent.`);
		return;
	}
	deck.store.setState((state) => withDraft(state, id, { base, text: edited.text, value }));
	proposeOnKeys(context, `Update key ${key}`, { stream, keys: [key] }, ({ open, keys }) =>
		planKvEdit(open, { base, value, ...(ttl !== undefined && { ttl }) }, keys[0]?.now),
	);
}

/** The first value of a key. */
export function writeNewValue(
	context: CommandContext,
	{ stream, key, ttl }: { readonly stream: string; readonly key: string; readonly ttl?: Ttl },
): Promise<void> {
	const draft = context.deck.store.getState().keyDrafts.get(draftId(stream, key));
	const base = nothingAt(key);
	const editable = { text: '', ending: 'txt', indented: false } as const;
	return writeValue(context, { stream, base, editable, begin: draft?.text ?? '', ttl });
}

/** What a key starts from that does not exist. */
export const nothingAt = (key: string): KvEntry => ({
	key,
	revision: 0,
	time: '',
	operation: 'purge',
	value: new Uint8Array(),
	headers: [],
	size: 0,
});
