import { planAcknowledge, type Saying } from '../changes/plan/acknowledge.ts';
import { type FetchWish, planFetch } from '../changes/plan/fetch.ts';
import type { Plan } from '../changes/proposal.ts';
import { readConsumers } from '../changes/read-assets.ts';
import { readDuration } from '../format/read-duration.ts';
import type { ConsumerInfo, Timestamp } from '../jetstream/wire.ts';
import { currentView, listState, open } from '../store/nav.ts';
import { isAnother } from '../store/recreated.ts';
import { knownStreams } from '../store/situation.ts';
import { type ConsumerKey, consumerKey, splitConsumerKey } from '../store/view.ts';
import { type FetchedMessage, fetchedId, fetchedMessages, isSettled } from '../views/messages/fetched.ts';
import { currentList } from '../views/places.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { lacking } from './lacking.ts';
import { consumerInfo, selectedRow, selection } from './selection.ts';
import { readOnly } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		/** How many, and how long to wait. */
		fetch: { readonly consumer: ConsumerKey };
		/** After which delay. */
		'give-back': { readonly held: HeldMessages };
		/** For which reason. */
		terminate: { readonly held: HeldMessages };
	}
}

/** Messages that a consumer delivered, of which something is to be said. */
interface HeldMessages {
	readonly consumer: ConsumerKey;
	/** Of the consumer that delivered them. */
	readonly created: Timestamp | undefined;
	readonly messages: readonly FetchedMessage[];
}

/** Most that are fetched at a time: each is held, and has to be acknowledged. */
const MOST = 200;

/** Fetching from pull consumers, and what is said of what came. */
export const fetchCommands: readonly Command[] = [
	{
		id: 'consumer.fetch',
		title: 'Fetch the next messages of the pull consumer',
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
			const help = `How many, up to ${MOST}, and how long to wait for them: 1, or 10 5s. Fetching counts as delivery.`;
			if (argument === undefined || fetchFrom(context, consumer, argument.trim()) !== undefined)
				askLine(context, { title: 'Fetch', help, text: argument?.trim() || '1' }, { kind: 'fetch', consumer });
		},
	},
	{
		id: 'go.fetched',
		title: 'Show what was fetched, of the selected consumer or the latest one',
		keys: [],
		scopes: ['everywhere'],
		group: 'go',
		aliases: ['fetched'],
		disabled: ({ state }) => (state.fetched.size === 0 ? 'Nothing was fetched yet.' : undefined),
		run: ({ deck, state }) => {
			const { stream = '', consumer = '' } = selection(state);
			const here = consumerKey(stream, consumer);
			const key = state.fetched.has(here) ? here : [...state.fetched.keys()].at(-1);
			if (key !== undefined) deck.store.setState(open(state, { kind: 'fetched', ...splitConsumerKey(key) }));
		},
	},
	{
		id: 'fetched.open',
		title: 'Open the message: headers and payload',
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
	saying('fetched.ack', 'Acknowledge the message, or the marked ones: it is done', 'ack', 'a', (context) =>
		say(context, heldBy(context), { kind: 'ack' }),
	),
	saying(
		'fetched.nak',
		'Give the message back, to be delivered again, after a while if you like',
		'nak',
		'b',
		(context) => {
			const held = heldBy(context);
			if (lacking(context.state, '2.9', 'A delay') !== undefined) return say(context, held, { kind: 'nak' });
			const help = 'Delay before redelivery, such as 30s or 5m (empty: at once).';
			askLine(context, { title: 'Give back', help }, { kind: 'give-back', held });
		},
	),
	{
		...saying('fetched.term', 'Terminate the message: it is never delivered again', 'term', 't', (context) => {
			const help = 'Why, for the advisory that the server sends; empty: without a reason.';
			askLine(context, { title: 'Terminate', help }, { kind: 'terminate', held: heldBy(context) });
		}),
		disabled: (context) => cannotSay(context) ?? lacking(context.state, '2.9', 'Terminating'),
	},
	saying(
		'fetched.progress',
		'Report that the message is in progress: the time to acknowledge begins again',
		'in progress',
		'i',
		(context) => say(context, heldBy(context), { kind: 'progress' }),
	),
];

function saying(
	id: string,
	title: string,
	short: string,
	key: string,
	run: (context: CommandContext) => void,
): Command {
	return {
		id,
		title,
		short,
		keys: [key],
		scopes: ['fetched'],
		group: 'change',
		rank: 70,
		disabled: cannotSay,
		run,
	};
}

function cannotSay(context: CommandContext): string | undefined {
	return readOnly(context.state) ?? noDelivery(context) ?? nothingToSay(context);
}

/** A count and perhaps a wait; else what is wrong, as a sentence. */
function wishOf(text: string): FetchWish | string {
	const [number = '1', wait, ...more] = text.split(/\s+/);
	const batch = number === '' ? 1 : Number(number);
	if (more.length > 0 || !Number.isInteger(batch) || batch < 1 || batch > MOST)
		return `How many is a whole number from 1 to ${MOST}, such as 10, and may be followed by a wait, such as 10 5s.`;
	if (wait === undefined) return { batch };
	const ns = readDuration(wait);
	if (ns === undefined || Number(ns) < 1e8 || Number(ns) > 60e9)
		return `“${wait}” is no wait: give a duration from 100ms to 1m, such as 5s.`;
	return { batch, waitNs: Number(ns) };
}

function infoOf({ state }: Pick<CommandContext, 'state'>): ConsumerInfo | undefined {
	const { stream, consumer } = selection(state);
	return stream === undefined || consumer === undefined ? undefined : consumerInfo(state, stream, consumer);
}

function notPulled(context: CommandContext): string | undefined {
	if (selection(context.state).consumer === undefined) return 'No consumer is selected.';
	const pushed = infoOf(context)?.config.deliver_subject;
	return pushed ? `It pushes its messages to ${pushed}: nothing can be pulled from it.` : undefined;
}

function streamOf({ state }: CommandContext, key: ConsumerKey) {
	const { stream } = splitConsumerKey(key);
	return knownStreams(state).find(({ name }) => name === stream);
}

type State = CommandContext['state'];

function deliveries(state: State): readonly FetchedMessage[] {
	const view = currentView(state);
	return view.kind === 'fetched' ? fetchedMessages(state, view.stream, view.consumer) : [];
}

/** The delivery under the cursor. */
function rowTarget(state: State): readonly FetchedMessage[] {
	const row = selectedRow(state);
	return deliveries(state).filter((message) => fetchedId(message) === row);
}

/** The marked deliveries, else the one under the cursor; those of which something can still be said. */
function targets(state: State): readonly FetchedMessage[] {
	const { marked } = listState(state, currentList(state));
	const chosen = deliveries(state).filter((message) => marked.has(fetchedId(message)));
	return (chosen.length > 0 ? chosen : rowTarget(state)).filter((message) => !isSettled(message));
}

function noDelivery({ state }: CommandContext): string | undefined {
	return rowTarget(state).length === 0 ? 'Nothing was fetched yet: f fetches.' : undefined;
}

function nothingToSay(context: CommandContext): string | undefined {
	if (infoOf(context)?.config.ack_policy === 'none') return 'The consumer asks for no acknowledgements.';
	return targets(context.state).length === 0 ? 'It was said already what becomes of it.' : undefined;
}

function heldBy({ state }: CommandContext): HeldMessages {
	const { stream = '', consumer: name = '' } = selection(state);
	const consumer = consumerKey(stream, name);
	return { consumer, created: state.fetched.get(consumer)?.created, messages: targets(state) };
}

/** @returns what is wrong with how many, as a sentence */
export function fetchFrom(context: CommandContext, consumer: ConsumerKey, text: string): string | undefined {
	const wish = wishOf(text);
	if (typeof wish === 'string') return wish;
	onConsumer(context, 'Fetch from', consumer, (info) => planFetch(info, wish, streamOf(context, consumer)));
	return undefined;
}

/** @returns what is wrong with the delay, as a sentence */
export function giveBack(context: CommandContext, held: HeldMessages, text: string): string | undefined {
	const ns = text === '' ? undefined : readDuration(text);
	if (text !== '' && (ns === undefined || Number(ns) < 0)) return `“${text}” is no duration: give it as 10s, 5m or 1h.`;
	say(context, held, { kind: 'nak', ...(ns !== undefined && Number(ns) > 0 && { delayNs: Number(ns) }) });
	return undefined;
}

export function terminate(context: CommandContext, held: HeldMessages, reason: string): undefined {
	say(context, held, { kind: 'term', ...(reason !== '' && { reason }) });
}

function say(context: CommandContext, { consumer, created, messages }: HeldMessages, what: Saying): void {
	const { features } = context.state;
	onConsumer(context, 'Acknowledge for', consumer, (info) =>
		isAnother({ created }, info)
			? { refusal: `Consumer ${info.name} was deleted and created again: it did not deliver these messages.` }
			: planAcknowledge(messages, what, { info, stream: streamOf(context, consumer), features, now: Date.now() }),
	);
}

/** Plans on the consumer as it is right now. */
function onConsumer(
	{ deck }: CommandContext,
	verb: string,
	key: ConsumerKey,
	plan: (info: ConsumerInfo) => Plan,
): void {
	deck.propose(`${verb} consumer ${splitConsumerKey(key).consumer}`, async (api, signal) => {
		const read = await readConsumers(api, [key], signal);
		if ('refusal' in read) return read;
		const [info] = read.infos;
		return info === undefined ? { refusal: 'The consumer is not there any more.' } : plan(info);
	});
}
