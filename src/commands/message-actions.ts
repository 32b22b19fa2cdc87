import { planMessageDelete } from '../changes/plan/message-delete.ts';
import { readStreams } from '../changes/read-assets.ts';
import { inOrder } from '../format/exact.ts';
import type { Integer } from '../format/integer.ts';
import { stringifyJson } from '../format/json.ts';
import { payloadKind, textOf } from '../format/payload.ts';
import { readMessage } from '../jetstream/messages/read-message.ts';
import type { StoredEntry } from '../jetstream/messages/stored-entry.ts';
import { type Answer, inSentences } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { StreamInfo } from '../jetstream/wire.ts';
import { lastKnown } from '../store/datum.ts';
import { toast } from '../store/toast.ts';
import { openedMessage } from '../views/messages/opened-message.ts';
import { seqOf } from '../views/messages/rows.ts';
import { choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { offerCopies } from './copying.ts';
import { noMessage } from './messages.ts';
import { needsVersion } from './needs-version.ts';
import { saveAs } from './save-as.ts';
import { selection } from './selection.ts';
import { markedRows, readOnly } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		'delete-messages': Doomed;
	}
}

/** Messages to delete, and how. */
interface Doomed {
	readonly stream: string;
	readonly seqs: readonly Integer[];
	readonly erase: boolean;
}

/** Copying, saving and deleting messages. */
export const messageActionCommands: readonly Command[] = [
	{
		id: 'message.copy',
		title: 'Copy the message',
		more: 'payload, subject, headers or all',
		short: 'copy',
		keys: ['c'],
		scopes: ['messages', 'message', 'key-value', 'key-history'],
		group: 'take',
		rank: 20,
		disabled: noMessage,
		run: (context) =>
			withMessage(context, (stream, entry) =>
				offerCopies(context, [
					['payload', payloadText(entry)],
					['payload, base64', payloadText(entry) === undefined ? base64(entry) : undefined],
					['subject', entry.subject],
					['sequence', String(entry.seq)],
					['headers', entry.headers.map(([name, value]) => `${name}: ${value}`).join('\n') || undefined],
					['message, JSON', stringifyJson(messageJson(stream, entry), 2)],
				]),
			),
	},
	{
		id: 'message.save',
		title: 'Save the payload',
		short: 'save',
		keys: ['w'],
		scopes: ['messages', 'message', 'key-value', 'key-history'],
		group: 'take',
		rank: 18,
		aliases: ['save-payload'],
		argument: '[FILE]',
		disabled: noMessage,
		run: (context, argument) =>
			withMessage(context, (stream, entry) => {
				const ending = endings[payloadKind(entry.payload)];
				const name = `${stream}-${entry.seq}.${ending}`.replaceAll(/[/\\]/g, '_');
				saveAs(context, { what: 'the payload', name, data: entry.payload }, argument);
			}),
	},
	{
		id: 'message.delete',
		title: 'Delete messages',
		more: 'this one, or the marked ones',
		short: 'delete',
		keys: ['ctrl+d'],
		scopes: ['messages', 'message'],
		group: 'change',
		rank: 76,
		aliases: ['delete-message'],
		needs: ['stream.msg.delete'],
		disabled: (context) => readOnly(context.state) ?? (targets(context).length === 0 ? noMessage(context) : undefined),
		run: (context) => {
			const { stream } = selection(context.state);
			if (stream === undefined) return;
			const doomed = { kind: 'delete-messages', stream, seqs: targets(context) } as const;
			const unlink = needsVersion(context.state, '2.9', 'Unlinking without erasing');
			choose(context, 'Delete', [
				{
					label: 'erase',
					detail: 'overwrite the bytes on disk; slower',
					pick: { ...doomed, erase: true },
				},
				{
					label: 'unlink only',
					detail: 'faster; the bytes stay on disk for a while',
					...(unlink !== undefined && { disabled: unlink }),
					pick: { ...doomed, erase: false },
				},
			]);
		},
	},
];

const endings = { empty: 'bin', json: 'json', text: 'txt', binary: 'bin' } as const;

function payloadText({ payload }: StoredEntry): string | undefined {
	return payload.length === 0 ? undefined : textOf(payload, payload.length);
}

const base64 = ({ payload }: StoredEntry): string | undefined =>
	payload.length === 0 ? undefined : Buffer.from(payload).toString('base64');

function messageJson(stream: string, entry: StoredEntry): object {
	const text = payloadText(entry);
	const { seq, subject, time, headers, payload } = entry;
	const lastKnown =
		payload.length === 0 ? {} : text === undefined ? { payload_base64: base64(entry) } : { payload: text };
	return { stream, seq, subject, time, ...(headers.length > 0 && { headers }), ...lastKnown };
}

/** Sequences of the marked rows, else of the message in view. */
function targets({ state }: CommandContext): readonly Integer[] {
	const { message } = selection(state);
	const seqs = markedRows(state, 'message')
		.flatMap((row) => seqOf(row) ?? [])
		.toSorted(inOrder);
	return seqs.length > 0 ? seqs : message === undefined ? [] : [message];
}

/** Goes on with the message whole: as it is shown, else read first. */
function withMessage(context: CommandContext, then: (stream: string, entry: StoredEntry) => void): void {
	const { deck, state } = context;
	const { stream, message: seq } = selection(state);
	if (stream === undefined || seq === undefined) return;
	const known = lastKnown(openedMessage(state, stream, seq).entry)?.value;
	if (known !== undefined) {
		then(stream, known);
		return;
	}
	void readNow(context, deck.api(), stream, [seq]).then((read) => {
		// A person who has left the message meanwhile is not asked about it.
		if (deck.store.getState().views !== state.views || deck.store.getState().overlay !== undefined) return;
		if ('refusal' in read) toast(deck.store, 'warn', read.refusal);
		else if (read.entries[0] !== undefined) then(stream, read.entries[0]);
		else toast(deck.store, 'warn', `Stream ${stream} no longer has message ${seq}.`);
	});
}

type Read = { readonly info: StreamInfo; readonly entries: readonly StoredEntry[] } | { readonly refusal: string };

/** Messages of a stream as they are right now, those that are still there. */
async function readNow(
	{ state: { features } }: CommandContext,
	api: Api,
	stream: string,
	seqs: readonly Integer[],
	signal: AbortSignal = new AbortController().signal,
): Promise<Read> {
	const streams = await readStreams(api, [stream], signal);
	if ('refusal' in streams) return streams;
	const [info] = streams.infos;
	if (info === undefined) return { refusal: `Stream ${stream} no longer exists.` };
	const entries: StoredEntry[] = [];
	for (const seq of seqs) {
		const answer: Answer<StoredEntry | undefined> = await readMessage({ api, info, features, signal }, { seq });
		if (!answer.ok) return { refusal: inSentences(answer.problem) };
		if (answer.value !== undefined) entries.push(answer.value);
	}
	return { info, entries };
}

export function proposeDelete(context: CommandContext, { stream, seqs, erase }: Doomed): void {
	const what = seqs.length === 1 ? `message ${seqs[0]}` : `${seqs.length} messages`;
	context.deck.propose(`Delete ${what} of stream ${stream}`, async (api, signal) => {
		const read = await readNow(context, api, stream, seqs, signal);
		return 'refusal' in read ? read : planMessageDelete(read.info, read.entries, { erase });
	});
}
