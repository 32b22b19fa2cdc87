import { stringifyJson } from '../format/json.ts';
import { originalOf } from '../jetstream/preview/original-reply.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { listState } from '../store/nav.ts';
import { splitConsumerKey } from '../store/view.ts';
import { currentList } from '../views/places.ts';
import type { Command, CommandContext } from './command.ts';
import { consumerFile, streamFile } from './configuration-file.ts';
import { codeOffers } from './copy-code.ts';
import { type Copyable, offerCopies } from './copying.ts';
import { saveAs } from './save-as.ts';
import { consumerInfo, selection, streamInfo } from './selection.ts';

const listsAndDetails = [
	'streams',
	'stream-text',
	'subjects',
	'consumers',
	'consumer',
	'lag',
	'buckets',
	'bucket',
] as const;

/** What leaves the deck: to the clipboard, to a file. */
export const copySaveCommands: readonly Command[] = [
	{
		id: 'take.copy',
		title: 'Copy',
		more: 'the name, subjects, JSON, Terraform or NACK',
		short: 'copy',
		keys: ['c'],
		scopes: listsAndDetails,
		group: 'take',
		rank: 20,
		aliases: ['copy'],
		disabled: ({ state }) => nothingSelected(state),
		run: (context) => offerCopies(context, copyOffers(context), codeOffers(selection(context.state))),
	},
	{
		id: 'take.save',
		title: 'Save the configuration',
		more: 'to a JSON file',
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

function copyOffers(context: CommandContext): readonly Copyable[] {
	const { state } = context;
	const { stream, consumer, subject } = selection(state);
	const marked = [...listState(state, currentList(state)).marked];
	const info = infoOf(state);
	const file = configurationOf(state);
	const streamSubjects = stream === undefined ? undefined : streamInfo(state, stream)?.config.subjects;
	const filters = consumer === undefined ? undefined : filtersOf(info as ConsumerInfo | undefined);
	const offers: readonly Copyable[] = [
		['marked names', marked.length > 0 ? marked.map(rowName).join('\n') : undefined],
		['subject', subject],
		['name', consumer ?? stream],
		['stream name', consumer === undefined ? undefined : stream],
		['filter subjects', filters?.join('\n') || undefined],
		['subjects', streamSubjects?.join('\n') || undefined],
		['configuration, JSON', file?.text],
		['whole info, JSON', info && stringifyJson(originalOf(info), 2)],
	];
	return offers;
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
		return info && streamFile(info, state.features.dialect);
	}
	const info = consumerInfo(state, stream, consumer);
	return info && consumerFile(info, state.features.dialect);
}

function askWhere(context: CommandContext, argument: string | undefined): void {
	const file = configurationOf(context.state);
	if (file !== undefined) saveAs(context, { what: 'the configuration', name: file.name, data: file.text }, argument);
}
