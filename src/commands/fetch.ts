import { type FetchWish, planFetch } from '../changes/plan/fetch.ts';
import { readDuration } from '../format/read-duration.ts';
import { open } from '../store/nav.ts';
import { type ConsumerKey, consumerKey, splitConsumerKey } from '../store/view.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { infoOf, noDelivery, onConsumer, rowTarget, streamOf } from './deliveries.ts';
import { selection } from './selection.ts';
import { readOnly } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		/** How many, and how long to wait. */
		fetch: { readonly consumer: ConsumerKey };
	}
}

/** Most messages fetched at a time: each is kept, and must be acknowledged. */
const MOST = 200;

/** Fetching from pull consumers, and what came. */
export const fetchCommands: readonly Command[] = [
	{
		id: 'consumer.fetch',
		title: 'Fetch messages',
		short: 'fetch',
		keys: ['f'],
		scopes: ['consumers', 'consumer', 'lag', 'fetched'],
		group: 'change',
		rank: 36,
		aliases: ['fetch', 'next'],
		argument: '[COUNT] [WAIT]',
		needs: ['consumer.next'],
		disabled: (context) => readOnly(context.state) ?? notPulled(context),
		run: (context, argument) => {
			const { stream = '', consumer: name = '' } = selection(context.state);
			const consumer = consumerKey(stream, name);
			const help = `How many (up to ${MOST}), and how long to wait: 1, or 10 5s. Fetched messages count as delivered.`;
			if (argument === undefined || fetchFrom(context, consumer, argument.trim()) !== undefined)
				askLine(context, { title: 'Fetch', help, text: argument?.trim() || '1' }, { kind: 'fetch', consumer });
		},
	},
	{
		id: 'go.fetched',
		title: 'Show the fetched messages',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['fetched'],
		disabled: ({ state }) => (state.fetched.size === 0 ? 'No messages were fetched yet.' : undefined),
		run: ({ deck, state }) => {
			const { stream = '', consumer = '' } = selection(state);
			const here = consumerKey(stream, consumer);
			const key = state.fetched.has(here) ? here : [...state.fetched.keys()].at(-1);
			if (key !== undefined) deck.store.setState(open(state, { kind: 'fetched', ...splitConsumerKey(key) }));
		},
	},
	{
		id: 'fetched.open',
		title: 'Open the message',
		short: 'open',
		keys: ['enter', 'l', 'right'],
		scopes: ['fetched'],
		group: 'go',
		rank: 100,
		disabled: noDelivery,
		run: ({ deck, state }) => {
			const [message] = rowTarget(state);
			const { stream } = selection(state);
			if (message === undefined || stream === undefined) return;
			const { entry } = message;
			// It is all here: the stream may have removed it already.
			deck.store.setState({
				opened: { stream, seq: entry.seq, gone: false, entry: { phase: 'ready', value: entry, at: message.at } },
				...open(state, { kind: 'message', stream, seq: entry.seq, as: 'auto' }),
			});
		},
	},
];

/** A count and perhaps a wait; else what is wrong, as a sentence. */
function wishOf(text: string): FetchWish | string {
	const [number = '1', wait, ...more] = text.split(/\s+/);
	const batch = number === '' ? 1 : Number(number);
	if (more.length > 0 || !Number.isInteger(batch) || batch < 1 || batch > MOST)
		return `Type a whole number from 1 to ${MOST}, such as 10, or with a wait, such as 10 5s.`;
	if (wait === undefined) return { batch };
	const ns = readDuration(wait);
	if (ns === undefined || Number(ns) < 1e8 || Number(ns) > 60e9)
		return `“${wait}” is not a wait: type a duration from 100ms to 1m, such as 5s.`;
	return { batch, waitNs: Number(ns) };
}

function notPulled(context: CommandContext): string | undefined {
	if (selection(context.state).consumer === undefined) return 'No consumer is selected.';
	const pushed = infoOf(context)?.config.deliver_subject;
	return pushed ? `It is a push consumer, which delivers to ${pushed}: nobody can pull from it.` : undefined;
}

/** @returns what is wrong with how many, as a sentence */
export function fetchFrom(context: CommandContext, consumer: ConsumerKey, text: string): string | undefined {
	const wish = wishOf(text);
	if (typeof wish === 'string') return wish;
	onConsumer(context, 'Fetch from', consumer, (info) => planFetch(info, wish, streamOf(context, consumer)));
	return undefined;
}
