import { planKvDelete, planKvPurge } from '../changes/plan/kv-delete.ts';
import { planKvCreate, planKvRevert, planKvUpdate } from '../changes/plan/kv-put.ts';
import { ttlFault } from '../changes/plan/kv-ttl.ts';
import { plural } from '../format/integer.ts';
import { readDuration } from '../format/read-duration.ts';
import { whereWritten } from '../jetstream/kv/open-bucket.ts';
import { readRevision } from '../jetstream/kv/read-key.ts';
import type { Ttl } from '../jetstream/kv/ttl.ts';
import { ownHeaders } from '../jetstream/kv/write.ts';
import { inSentences } from '../jetstream/problem.ts';
import { viewAt } from '../store/nav.ts';
import { draftId, withDraft } from '../views/keys/draft.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { nothingAt } from './key-edit.ts';
import { keyTargets, noKey, proposeOnKeys, unwritable } from './key-targets.ts';
import { needsVersion } from './needs-version.ts';
import { selection, streamInfo } from './selection.ts';
import { several } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		/** `isNew`: the key must not exist. */
		'key-value': OneKey & { readonly isNew: boolean };
		'key-ttl': OneKey;
	}
}

export interface OneKey {
	readonly stream: string;
	readonly key: string;
	/** Of a new value. */
	readonly ttl?: Ttl;
}

const oneKey = (context: CommandContext): string | undefined =>
	unwritable(context) ?? noKey(context) ?? several(keyTargets(context.state));

/** Writing, deleting and purging keys. */
export const keyChangeCommands: readonly Command[] = [
	{
		id: 'key.put',
		title: 'Put a value',
		more: 'in one line, whatever the key has now',
		short: 'put',
		keys: ['p'],
		scopes: ['keys', 'key'],
		group: 'change',
		rank: 82,
		aliases: ['put'],
		argument: '[VALUE]',
		disabled: oneKey,
		run: (context, argument) => {
			const { stream = '' } = selection(context.state);
			const [key = ''] = keyTargets(context.state);
			if (argument === undefined) askValue(context, { stream, key, isNew: false });
			else putValue(context, { stream, key, isNew: false }, argument);
		},
	},
	{
		id: 'key.delete',
		title: 'Delete keys',
		more: 'this one, or the marked ones; what the bucket keeps beside the marker stays',
		short: 'delete',
		keys: ['ctrl+d'],
		scopes: ['keys', 'key'],
		group: 'change',
		rank: 76,
		aliases: ['delete-key'],
		disabled: (context) => unwritable(context) ?? noKey(context),
		run: (context) => onTargets(context, 'Delete', ({ open, keys }) => planKvDelete(open, keys)),
	},
	{
		id: 'key.purge',
		title: 'Purge keys',
		more: 'this one, or the marked ones, with their history',
		short: 'purge',
		keys: ['P'],
		scopes: ['keys', 'key'],
		group: 'change',
		rank: 74,
		aliases: ['purge-key'],
		disabled: (context) => unwritable(context) ?? noKey(context),
		run: (context) => onTargets(context, 'Purge', ({ open, keys }) => planKvPurge(open, keys)),
	},
	{
		id: 'key.revert',
		title: 'Revert to revision',
		more: 'stores its value again',
		short: 'revert',
		keys: ['R'],
		scopes: ['key'],
		group: 'change',
		rank: 80,
		aliases: ['revert'],
		disabled: (context) => unwritable(context) ?? noRevision(context),
		run: revert,
	},
	{
		id: 'key.ttl',
		title: 'Set key TTL',
		more: 'stores the value again with it',
		keys: [],
		scopes: ['keys', 'key'],
		group: 'change',
		aliases: ['ttl'],
		argument: '[DURATION]',
		disabled: (context) => oneKey(context) ?? noTtl(context),
		run: (context, argument = '') => {
			const { stream = '' } = selection(context.state);
			const [key = ''] = keyTargets(context.state);
			const text = argument.trim();
			if (text !== '' && setTtl(context, { stream, key }, text) === undefined) return;
			askLine(context, { title: `TTL of ${key}`, help: ttlHelp, text }, { kind: 'key-ttl', stream, key });
		},
	},
];

function onTargets(context: CommandContext, verb: string, plan: Parameters<typeof proposeOnKeys>[3]): void {
	const { stream = '' } = selection(context.state);
	const keys = keyTargets(context.state);
	const what = keys.length === 1 ? `key ${keys[0]}` : plural(keys.length, 'key');
	proposeOnKeys(context, `${verb} ${what}`, { stream, keys }, plan);
}

export const ttlHelp =
	'Such as 30s, 12h or 7d: then the server removes the value. never: it stays, whatever max_age says.';

export function ttlFrom(typed: string): Ttl | { readonly fault: string } {
	const ttl: Ttl | undefined = typed === 'never' ? typed : readDuration(typed);
	if (ttl === undefined) return { fault: `“${typed}” is no duration: type 30s, 12h, 7d or never.` };
	const fault = ttlFault(ttl);
	return fault === undefined ? ttl : { fault };
}

export function askValue(context: CommandContext, one: OneKey & { readonly isNew: boolean }): void {
	const help = 'One line; blanks around it are dropped. For more, press esc and then e to edit.';
	askLine(context, { title: `Value of ${one.key}`, help }, { kind: 'key-value', ...one });
}

export function putValue(
	context: CommandContext,
	{ stream, key, ttl, isNew }: OneKey & { readonly isNew: boolean },
	typed: string,
): undefined {
	const value = Buffer.from(typed, 'utf8');
	const put = { key, value, ...(ttl !== undefined && { ttl }) };
	// If it is refused, the editor starts from it.
	context.deck.store.setState((state) =>
		withDraft(state, draftId(stream, key), { base: nothingAt(key), text: typed, value }),
	);
	// What the dialog says is replaced, and nothing that came since.
	proposeOnKeys(context, `${isNew ? 'Create' : 'Put'} key ${key}`, { stream, keys: [key] }, ({ open, keys }) => {
		const now = keys[0]?.now;
		return isNew || now?.operation !== 'put'
			? planKvCreate(open, put, now)
			: planKvUpdate(open, { ...put, revision: now.revision }, now);
	});
}

function noRevision({ state }: CommandContext): string | undefined {
	const view = viewAt(state, 'key');
	const isOld = view?.pane === 'history' || view?.revision !== undefined;
	if (!isOld) return 'Open the history of the key (H) and select a revision.';
	return selection(state).message === undefined ? 'No revision is selected.' : undefined;
}

function revert(context: CommandContext): void {
	const { stream = '', key = '', message: revision } = selection(context.state);
	if (revision === undefined) return;
	proposeOnKeys(
		context,
		`Revert key ${key} to revision ${revision}`,
		{ stream, keys: [key] },
		async ({ open, keys }) => {
			const to = await readRevision(whereWritten(open), key, revision);
			if (!to.ok) return { refusal: `${inSentences(to.problem)} Nothing was sent.` };
			if (to.value === undefined)
				return { refusal: `The key ${key} no longer has revision ${revision}. Nothing was sent.` };
			return planKvRevert(open, to.value, keys[0]?.now);
		},
	);
}

export function noTtl({ state }: CommandContext): string | undefined {
	const { stream = '' } = selection(state);
	const config = streamInfo(state, stream)?.config;
	const old = needsVersion(state, '2.11', 'A TTL of a key');
	// The origin of a mirror decides, which only the plan reads.
	if (old !== undefined || config === undefined || config.mirror !== undefined) return old;
	return config.allow_msg_ttl === true ? undefined : 'The bucket allows no TTL of a single key: allow_msg_ttl is off.';
}

/** @returns what is wrong with the duration, as a sentence */
export function setTtl(context: CommandContext, { stream, key }: OneKey, typed: string): string | undefined {
	const ttl = ttlFrom(typed);
	if (typeof ttl === 'object') return ttl.fault;
	proposeOnKeys(context, `Set the TTL of key ${key}`, { stream, keys: [key] }, ({ open, keys }) => {
		const now = keys[0]?.now;
		if (now?.operation !== 'put') return { refusal: `The key ${key} has no value. Nothing was sent.` };
		const { value, revision, headers } = now;
		return planKvUpdate(open, { key, value, ttl, revision, headers: ownHeaders(headers) }, now);
	});
	return undefined;
}
