import { bucketKinds } from '../jetstream/buckets/bucket.ts';
import { latest } from '../store/datum.ts';
import { open } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import { toast } from '../store/toast.ts';
import type { Command } from './command.ts';

/** Straight to a stream or a consumer by its name; the palette completes it. */
export const nameCommands: readonly Command[] = [
	{
		id: 'name.stream',
		title: 'Open stream by name',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['stream'],
		argument: 'STREAM',
		completes: ['stream'],
		run: ({ deck, state }, argument = '') => {
			const stream = argument.trim();
			const names = streamNames(state);
			if (stream === '') toast(deck.store, 'warn', 'Which stream? For example :stream ORDERS.');
			else if (names.length > 0 && !names.includes(stream)) toast(deck.store, 'warn', `There is no stream ${stream}.`);
			else deck.store.setState(open(state, { kind: 'stream', stream, pane: 'overview' }));
		},
	},
	{
		id: 'name.consumer',
		title: 'Open consumer by name',
		more: 'after the name of its stream',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['consumer'],
		argument: 'STREAM CONSUMER',
		completes: ['stream', 'consumer'],
		run: ({ deck, state }, argument = '') => {
			const [stream, consumer] = argument.trim().split(/\s+/);
			if (!stream || !consumer) toast(deck.store, 'warn', 'Which consumer? For example :consumer ORDERS billing.');
			else deck.store.setState(open(state, { kind: 'consumer', stream, consumer, pane: 'overview' }));
		},
	},
];

/** The stream of a key-value bucket, by the name of either; undefined if it is known that there is none. */
export function kvStreamOf(state: DeckState, bucket: string): string | undefined {
	const names = streamNames(state);
	const stream = `${bucketKinds.kv.start}${bucket}`;
	return names.length === 0 ? stream : [stream, bucket].find((name) => names.includes(name));
}

export function streamNames(state: DeckState): readonly string[] {
	return latest(state.streamNames) ?? [];
}
