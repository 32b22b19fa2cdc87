import { isYoungMarker, planKvCompact } from '../changes/plan/kv-compact.ts';
import { planCountedImport } from '../changes/plan/kv-import.ts';
import { waitFor } from '../changes/propose.ts';
import { bytes } from '../format/bytes.ts';
import { bucketNameOf } from '../jetstream/buckets/bucket.ts';
import type { KvEntry } from '../jetstream/kv/entry.ts';
import { entryLine } from '../jetstream/kv/entry-json.ts';
import { openKvStream, whereWritten } from '../jetstream/kv/open-bucket.ts';
import { readAll } from '../jetstream/kv/read-all.ts';
import { readDeleted } from '../jetstream/kv/read-deleted.ts';
import { inSentences } from '../jetstream/problem.ts';
import { toast } from '../store/toast.ts';
import type { Command, CommandContext } from './command.ts';
import { proposeOnKeys, unwritable } from './key-targets.ts';
import { pathOf } from './path-of.ts';
import { unquoted } from './path-words.ts';
import { saveAs } from './save-as.ts';
import { selection } from './selection.ts';

/** What concerns all keys of a bucket. */
export const keyFileCommands: readonly Command[] = [
	{
		id: 'keys.compact',
		title: 'Purge deleted keys',
		more: 'their markers, and what is left of their history',
		keys: [],
		scopes: ['keys'],
		group: 'change',
		aliases: ['purge-deleted', 'compact'],
		needs: ['stream.purge'],
		disabled: unwritable,
		run: (context) => {
			const { deck, state } = context;
			const { stream = '' } = selection(state);
			proposeOnKeys(context, 'Purge deleted keys', { stream, keys: [] }, async ({ open }, signal) => {
				const there = whereWritten(open);
				const now = Date.now();
				const since = (marker: KvEntry): boolean => isYoungMarker(marker, now);
				const deleted = await readDeleted(deck.link(), there, { signal, since });
				if ('problem' in deleted) return { refusal: `${inSentences(deleted.problem)} Nothing was sent.` };
				return planKvCompact(there, deleted, now);
			});
		},
	},
	{
		id: 'keys.import',
		title: 'Import keys',
		more: 'from a file of `jetdeck kv export`',
		keys: [],
		scopes: ['keys'],
		group: 'change',
		aliases: ['import-keys'],
		argument: 'FILE',
		disabled: unwritable,
		run: (context, argument = '') => {
			const { stream = '' } = selection(context.state);
			const path = unquoted(argument.trim());
			if (path === '') toast(context.deck.store, 'warn', 'Which file? For example :import-keys settings.ndjson.');
			else {
				const choice = { file: pathOf(context.host, path), absent: false };
				proposeOnKeys(context, 'Import keys', { stream, keys: [] }, ({ open }) =>
					planCountedImport(whereWritten(open), choice),
				);
			}
		},
	},
	{
		id: 'keys.export',
		title: 'Export keys',
		more: 'with their values, a line of JSON each',
		keys: [],
		scopes: ['keys'],
		group: 'take',
		aliases: ['export-keys'],
		argument: '[FILE]',
		run: (context, argument) => void exportKeys(context, argument),
	},
];

/** A larger export does not fit into the memory of the deck. */
const mostBytes = 64 * 1024 * 1024;

type Exported = { readonly lines: readonly string[] } | { readonly refusal: string };

async function exportKeys(context: CommandContext, argument: string | undefined): Promise<void> {
	const { deck, state } = context;
	const { stream = '' } = selection(state);
	const bucket = bucketNameOf(stream);
	const made = await waitFor(deck.store, `Export the keys of bucket ${bucket}`, (signal) =>
		linesOf(context, stream, signal),
	);
	if (made === undefined) return;
	if ('refusal' in made) toast(deck.store, 'warn', made.refusal);
	else {
		const data = made.lines.map((line) => `${line}\n`).join('');
		saveAs(context, { what: 'the keys', name: `${bucket}.ndjson`, data }, argument);
	}
}

async function linesOf({ deck, state }: CommandContext, stream: string, signal: AbortSignal): Promise<Exported> {
	const open = await openKvStream(deck.api(), stream, state.features, signal);
	if (!open.ok) return { refusal: inSentences(open.problem) };
	const bucket = bucketNameOf(stream);
	if (open.value === undefined) return { refusal: `There is no bucket ${bucket}.` };
	const lines: string[] = [];
	const full = new AbortController();
	let size = 0;
	const problem = await readAll(deck.link(), open.value, {
		signal: AbortSignal.any([signal, full.signal]),
		take: (entry) => {
			if (entry.operation !== 'put') return;
			size += entry.size;
			lines.push(entryLine(entry));
			if (size > mostBytes) full.abort();
		},
	});
	if (full.signal.aborted)
		return { refusal: `The values are more than ${bytes(mostBytes)}: use jetdeck kv export ${bucket} > FILE.` };
	return problem === undefined ? { lines } : { refusal: `Not exported. ${inSentences(problem)}` };
}
