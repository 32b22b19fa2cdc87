import type { Delivered } from '../../jetstream/messages/delivered.ts';
import { currentView, open } from '../nav.ts';
import { type Run, wasApplied } from '../proposals/run.ts';
import type { DeckState } from '../state.ts';
import type { View } from '../view.ts';

/** What was said of a delivered message. */
export type Said = 'acked' | 'given back' | 'terminated' | 'in progress';

export interface FetchedMessage extends Delivered {
	readonly said?: Said | undefined;
}

/** What was fetched from a consumer: the latest it was fetched from. */
export interface Fetched {
	readonly stream: string;
	readonly consumer: string;
	/** The oldest first. */
	readonly messages: readonly FetchedMessage[];
	/** Why the last fetch brought no more, as a sentence. */
	readonly ended?: string | undefined;
}

/** Messages that are held of one consumer; those of which something was said go first. */
const MOST = 1_000;

/** Names a delivery: each is another reply subject. */
export const fetchedId = ({ reply }: Pick<Delivered, 'reply'>): string => reply;

const sayings: readonly (readonly [start: string, said: Said])[] = [
	['+ACK', 'acked'],
	['-NAK', 'given back'],
	['+TERM', 'terminated'],
	['+WPI', 'in progress'],
];

/** What a run brought, and what was said by it, where it was about fetching at all. */
export function fetchedAfter(state: DeckState, run: Run): Partial<DeckState> {
	const [step] = run.proposal.steps;
	if (step?.asset.kind !== 'consumer') return {};
	if (step.wire.endpoint === 'consumer.next') return withPulled(state, run);
	return step.wire.endpoint === 'consumer.ack' ? withSaid(state, run) : {};
}

function withPulled(state: DeckState, { proposal, results }: Run): Partial<DeckState> {
	const [step] = proposal.steps;
	const [result] = results;
	if (step?.asset.kind !== 'consumer' || result?.kind !== 'done') return {};
	const { stream, consumer } = step.asset;
	const before = state.fetched?.stream === stream && state.fetched.consumer === consumer ? state.fetched.messages : [];
	const came = result.messages ?? [];
	const again = new Set(came.map(({ entry }) => entry.seq));
	const messages = [...before.filter(({ entry }) => !again.has(entry.seq)), ...came];
	const ended = (result.reply as { readonly ended?: string } | null)?.ended;
	const fetched: Fetched = { stream, consumer, messages: trimmed(messages), ended };
	if (came.length === 0 && before.length === 0) return { fetched };
	const view: View = { kind: 'fetched', stream, consumer };
	return currentView(state).kind === 'fetched' ? { fetched } : { fetched, ...open(state, view) };
}

function trimmed(messages: readonly FetchedMessage[]): readonly FetchedMessage[] {
	if (messages.length <= MOST) return messages;
	const settled = new Set(messages.filter(isSettled).slice(0, messages.length - MOST));
	return messages.filter((message) => !settled.has(message)).slice(-MOST);
}

/** Nothing more can be said of it. */
export const isSettled = ({ said }: FetchedMessage): boolean => said !== undefined && said !== 'in progress';

function withSaid(state: DeckState, { proposal, results }: Run): Partial<DeckState> {
	const { fetched } = state;
	if (fetched === undefined) return {};
	const said = new Map<string, Said>();
	for (const [at, { wire }] of proposal.steps.entries()) {
		const result = results[at];
		const saying = sayings.find(([start]) => wire.ack?.payload.startsWith(start))?.[1];
		if (result !== undefined && wasApplied(result) && wire.ack !== undefined && saying !== undefined)
			said.set(wire.ack.reply, saying);
	}
	const now = Date.now();
	const messages = fetched.messages.map((message) => {
		const saying = said.get(fetchedId(message));
		if (saying === undefined) return message;
		// Reported to be in progress, its time begins again.
		return { ...message, said: saying, at: saying === 'in progress' ? now : message.at };
	});
	return { fetched: { ...fetched, messages } };
}

/** Deliveries by their row, those of the consumer in view. */
export function fetchedMessages(
	{ fetched }: Pick<DeckState, 'fetched'>,
	stream: string,
	consumer: string,
): readonly FetchedMessage[] {
	return fetched?.stream === stream && fetched.consumer === consumer ? fetched.messages : [];
}
