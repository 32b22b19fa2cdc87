import { type Run, wasApplied } from '../../changes/run.ts';
import type { Delivered } from '../../jetstream/messages/delivered.ts';
import type { Timestamp } from '../../jetstream/wire.ts';
import { latest } from '../../store/datum.ts';
import { changeList, listState, open } from '../../store/nav.ts';
import { isAnother } from '../../store/recreated.ts';
import type { DeckState } from '../../store/state.ts';
import { consumerKey, listId, type View } from '../../store/view.ts';

/** The acknowledgement sent for a delivered message. */
export type Acknowledged = 'acked' | 'nacked' | 'terminated' | 'in progress';

export interface FetchedMessage extends Delivered {
	readonly said?: Acknowledged | undefined;
}

/** What was fetched from one consumer. */
export interface Fetched {
	/** Creation time of the consumer that delivered them: a new one of the same name cannot accept their acknowledgements. */
	readonly created: Timestamp | undefined;
	/** In order of arrival. */
	readonly messages: readonly FetchedMessage[];
	/** Why the last fetch brought no more, as a sentence. */
	readonly ended?: string | undefined;
}

/** Most consumers whose deliveries jetdeck keeps. */
export const mostConsumers = 8;
/** Most fetched messages that jetdeck keeps of one consumer; acknowledged ones are dropped first. */
export const mostDeliveries = 1_000;

/** Identifies a delivery: each has its own reply subject. */
export const fetchedId = ({ reply }: Pick<Delivered, 'reply'>): string => reply;

const replyStarts: readonly (readonly [start: string, said: Acknowledged])[] = [
	['+ACK', 'acked'],
	['-NAK', 'nacked'],
	['+TERM', 'terminated'],
	['+WPI', 'in progress'],
];

/**
 * Applies a run that fetched or acknowledged messages. `shown`: its dialog is still open, and the messages are shown in its
 * place.
 */
export function fetchedAfter(state: DeckState, run: Run, shown: boolean): Partial<DeckState> {
	const [step] = run.proposal.steps;
	if (step?.asset.kind !== 'consumer') return {};
	if (step.wire.kind === 'pull') return withPulled(state, run, shown);
	return step.wire.kind === 'acknowledgement' ? withSaid(state, run) : {};
}

function withPulled(state: DeckState, { proposal, results }: Run, shown: boolean): Partial<DeckState> {
	const [step] = proposal.steps;
	const [result] = results;
	if (step?.asset.kind !== 'consumer' || result?.kind !== 'done') return {};
	const { stream, consumer } = step.asset;
	const key = consumerKey(stream, consumer);
	const { created } = step.expects ?? {};
	const known = state.fetched.get(key);
	const before = known === undefined || isAnother(known, { created }) ? [] : known.messages;
	const came = result.messages ?? [];
	const again = new Set(came.map(({ entry }) => entry.seq));
	const messages = trimmed([...before.filter(({ entry }) => !again.has(entry.seq)), ...came]);
	const ended = (result.reply as { readonly ended?: string } | null)?.ended;
	const fetched = new Map(state.fetched);
	fetched.delete(key);
	fetched.set(key, { created, messages, ended });
	for (const oldest of [...fetched.keys()].slice(0, -mostConsumers)) fetched.delete(oldest);
	const view: View = { kind: 'fetched', stream, consumer };
	return messages.length === 0 || !shown ? { fetched } : { fetched, ...open({ ...state, fetched }, view) };
}

function trimmed(messages: readonly FetchedMessage[]): readonly FetchedMessage[] {
	if (messages.length <= mostDeliveries) return messages;
	const settled = new Set(messages.filter(isSettled).slice(0, messages.length - mostDeliveries));
	return messages.filter((message) => !settled.has(message)).slice(-mostDeliveries);
}

/** No further acknowledgement is possible. */
export const isSettled = ({ said }: FetchedMessage): boolean => said !== undefined && said !== 'in progress';

function withSaid(state: DeckState, { proposal, results }: Run): Partial<DeckState> {
	const [first] = proposal.steps;
	if (first?.asset.kind !== 'consumer') return {};
	const key = consumerKey(first.asset.stream, first.asset.consumer);
	const before = state.fetched.get(key);
	if (before === undefined) return {};
	const acknowledged = new Map<string, Acknowledged>();
	for (const [at, { wire }] of proposal.steps.entries()) {
		const result = results[at];
		if (wire.kind !== 'acknowledgement' || result === undefined || !wasApplied(result)) continue;
		const said = replyStarts.find(([start]) => wire.ack.payload.startsWith(start))?.[1];
		if (said !== undefined) acknowledged.set(wire.ack.reply, said);
	}
	const now = Date.now();
	const messages = before.messages.map((message) => {
		const said = acknowledged.get(fetchedId(message));
		if (said === undefined) return message;
		// In progress restarts its ack wait.
		return { ...message, said, at: said === 'in progress' ? now : message.at };
	});
	const list = listId('fetched', key);
	const marked = new Set([...listState(state, list).marked].filter((row) => !acknowledged.has(row)));
	return { fetched: new Map(state.fetched).set(key, { ...before, messages }), ...changeList(state, list, { marked }) };
}

const none: readonly FetchedMessage[] = [];

/** The deliveries of a consumer that jetdeck keeps; none if the consumer was deleted and created again. */
export function fetchedMessages(
	{ fetched, consumers }: Pick<DeckState, 'fetched' | 'consumers'>,
	stream: string,
	consumer: string,
): readonly FetchedMessage[] {
	const key = consumerKey(stream, consumer);
	const known = fetched.get(key);
	const entry = consumers.entries.get(key);
	return known === undefined || isAnother(known, entry && latest(entry.info)) ? none : known.messages;
}
