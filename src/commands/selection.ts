import type { Integer } from '../format/integer.ts';
import type { Form } from '../forms/form.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { latest } from '../store/datum.ts';
import { selectedIndex } from '../store/list.ts';
import { currentList, currentView, listState } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { consumerKey, splitConsumerKey } from '../store/view.ts';
import { seqOf } from '../views/messages/rows.ts';
import { rowsOf } from '../views/rows.ts';

/** What a command acts on: the row under the cursor, else what the view is about. */
export interface Selection {
	readonly stream?: string;
	readonly consumer?: string;
	readonly subject?: string;
	/** Its sequence. */
	readonly message?: Integer;
}

export function selection(state: DeckState): Selection {
	const view = currentView(state);
	switch (view.kind) {
		case 'account':
			return {};
		case 'streams':
			return optional('stream', selectedRow(state));
		case 'stream':
			if (view.pane === 'consumers') return { stream: view.stream, ...selectedConsumer(state) };
			if (view.pane === 'subjects') return { stream: view.stream, ...optional('subject', selectedRow(state)) };
			if (view.pane === 'messages') return { stream: view.stream, ...selectedMessage(state) };
			return { stream: view.stream };
		case 'message':
			return { stream: view.stream, message: view.seq };
		case 'consumers':
		case 'lag':
			return { ...(view.kind === 'consumers' && optional('stream', view.stream)), ...selectedConsumer(state) };
		case 'journal':
		case 'journal-entry':
		case 'console':
			return {};
		case 'form':
			return optional('stream', streamOfForm(state.forms.get(view.form)));
		case 'fetched':
		case 'consumer':
			return { stream: view.stream, consumer: view.consumer };
		default:
			return view satisfies never;
	}
}

/** Identity of the row under the cursor of the list in view. */
export function selectedRow(state: DeckState): string | undefined {
	const id = currentList(state);
	const rows = rowsOf(state, id);
	return rows[selectedIndex(listState(state, id), rows)];
}

export function streamInfo(state: DeckState, stream: string): StreamInfo | undefined {
	const entry = state.streams.entries.get(stream);
	return entry && latest(entry.info);
}

export function consumerInfo(state: DeckState, stream: string, consumer: string): ConsumerInfo | undefined {
	const entry = state.consumers.entries.get(consumerKey(stream, consumer));
	return entry && latest(entry.info);
}

function streamOfForm(form: Form | undefined): string | undefined {
	return form?.asset === 'stream' ? form.info?.config.name : form?.stream;
}

function selectedConsumer(state: DeckState): Selection {
	const row = selectedRow(state);
	return row === undefined ? {} : splitConsumerKey(row);
}

function selectedMessage(state: DeckState): Selection {
	const seq = seqOf(selectedRow(state));
	return seq === undefined ? {} : { message: seq };
}

function optional(name: Exclude<keyof Selection, 'message'>, value: string | undefined): Selection {
	return value === undefined ? {} : { [name]: value };
}
