import { isAbsolute, join } from 'node:path';
import { bytes } from '../format/bytes.ts';
import { stringifyJson } from '../format/json.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { closeOverlay, currentList, listState, showOverlay } from '../store/nav.ts';
import type { Choice } from '../store/overlay.ts';
import { toast } from '../store/toast.ts';
import { splitConsumerKey } from '../store/view.ts';
import type { Command, CommandContext } from './command.ts';
import { consumerFile, streamFile } from './configuration-file.ts';
import { consumerInfo, selection, streamInfo } from './selection.ts';

const listsAndDetails = ['streams', 'stream-text', 'subjects', 'consumers', 'consumer', 'lag'] as const;

/** What leaves the deck: to the clipboard, to a file. */
export const takeCommands: readonly Command[] = [
	{
		id: 'take.copy',
		title: 'Copy the name, the subjects or the JSON to the clipboard',
		short: 'copy',
		keys: ['c'],
		scopes: listsAndDetails,
		group: 'take',
		rank: 20,
		aliases: ['copy'],
		disabled: ({ state }) => nothingSelected(state),
		run: (context) => {
			const choices = copyChoices(context);
			context.deck.store.setState(showOverlay({ kind: 'choice', title: 'Copy', choices, index: 0 }));
		},
	},
	{
		id: 'take.save',
		title: 'Save the configuration as a JSON file that can be sent back as it is',
		short: 'save',
		keys: ['w'],
		scopes: listsAndDetails,
		group: 'take',
		rank: 18,
		aliases: ['save', 'write'],
		argument: '[FILE]',
		disabled: ({ state }) =>
			nothingSelected(state) ??
			(configurationOf(state) === undefined ? 'Its configuration has not arrived yet.' : undefined),
		run: (context, argument) => askWhere(context, argument),
	},
];

function nothingSelected(state: CommandContext['state']): string | undefined {
	return selection(state).stream === undefined ? 'Nothing is selected.' : undefined;
}

function infoOf(state: CommandContext['state']): StreamInfo | ConsumerInfo | undefined {
	const { stream, consumer } = selection(state);
	if (stream === undefined) return undefined;
	return consumer === undefined ? streamInfo(state, stream) : consumerInfo(state, stream, consumer);
}

function copyChoices(context: CommandContext): readonly Choice[] {
	const { state } = context;
	const { stream, consumer, subject } = selection(state);
	const marked = [...listState(state, currentList(state)).marked];
	const info = infoOf(state);
	const file = configurationOf(state);
	const streamSubjects = stream === undefined ? undefined : streamInfo(state, stream)?.config.subjects;
	const filters = consumer === undefined ? undefined : filtersOf(info as ConsumerInfo | undefined);
	const offers: readonly (readonly [label: string, text: string | undefined])[] = [
		['marked names', marked.length > 0 ? marked.map(rowName).join('\n') : undefined],
		['subject', subject],
		['name', consumer ?? stream],
		['stream name', consumer === undefined ? undefined : stream],
		['filter subjects', filters?.join('\n') || undefined],
		['subjects', streamSubjects?.join('\n') || undefined],
		['configuration, JSON', file?.text],
		['all of the info, JSON', info && stringifyJson(info, 2)],
	];
	return offers.flatMap(([label, text]) => (text === undefined ? [] : [offer(context, label, text)]));
}

function offer({ deck, host }: CommandContext, label: string, text: string): Choice {
	const detail = text.length > 60 || text.includes('\n') ? bytes(Buffer.byteLength(text)) : text;
	return {
		id: label,
		label,
		detail,
		pick: () => {
			deck.store.setState(closeOverlay());
			const problem = host.copy(text);
			toast(deck.store, problem === undefined ? 'good' : 'bad', problem ?? `Copied: ${label}, ${detail}.`);
		},
	};
}

function rowName(row: string): string {
	return row.includes('\0') ? splitConsumerKey(row).consumer : row;
}

function filtersOf(info: ConsumerInfo | undefined): readonly string[] {
	if (info === undefined) return [];
	return info.config.filter_subjects ?? (info.config.filter_subject ? [info.config.filter_subject] : []);
}

function configurationOf(state: CommandContext['state']): { readonly name: string; readonly text: string } | undefined {
	const { stream, consumer } = selection(state);
	if (stream === undefined) return undefined;
	if (consumer === undefined) {
		const info = streamInfo(state, stream);
		return info && streamFile(info);
	}
	const info = consumerInfo(state, stream, consumer);
	return info && consumerFile(info);
}

function askWhere(context: CommandContext, argument: string | undefined): void {
	const { deck, host, state } = context;
	const file = configurationOf(state);
	if (file === undefined) return;
	let refused: string | undefined;
	const submit = async (typed: string): Promise<string | undefined> => {
		const path = typed.trim();
		if (path === '') return 'Type a file name, or press esc.';
		const saved = await host.save(isAbsolute(path) ? path : join(host.folder, path), file.text, path === refused);
		if (saved.ok) {
			toast(deck.store, 'good', `Saved ${saved.path}, ${bytes(Buffer.byteLength(file.text))}.`);
			return undefined;
		}
		refused = saved.exists ? path : undefined;
		return saved.exists ? `${path} is there already: press enter once more to replace it.` : saved.message;
	};
	const prompt = { title: 'Save the configuration as', help: `Relative to ${host.folder}`, secret: false, submit };
	deck.store.setState(showOverlay({ kind: 'prompt', prompt, text: argument?.trim() || file.name }));
}
