import { type AckChoice, planAcknowledge } from '../changes/plan/acknowledge.ts';
import { readDuration } from '../format/read-duration.ts';
import type { Timestamp } from '../jetstream/wire.ts';
import { listState } from '../store/nav.ts';
import { isAnother } from '../store/recreated.ts';
import { type ConsumerKey, consumerKey } from '../store/view.ts';
import { type FetchedMessage, fetchedId, isSettled } from '../views/messages/fetched.ts';
import { currentList } from '../views/places.ts';
import { askLine } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { deliveries, infoOf, noDelivery, onConsumer, rowTarget, streamOf } from './deliveries.ts';
import { needsVersion } from './needs-version.ts';
import { selection } from './selection.ts';
import { readOnly } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Questions {
		/** After which delay. */
		'give-back': { readonly held: HeldMessages };
		/** For which reason. */
		terminate: { readonly held: HeldMessages };
	}
}

/** Delivered messages to acknowledge. */
interface HeldMessages {
	readonly consumer: ConsumerKey;
	/** Of the consumer that delivered them. */
	readonly created: Timestamp | undefined;
	readonly messages: readonly FetchedMessage[];
}

/** Acknowledging fetched messages. */
export const acknowledgeCommands: readonly Command[] = [
	{
		...saying('fetched.ack', 'Acknowledge messages', 'ack', 'a', (context) =>
			say(context, heldBy(context), { kind: 'ack' }),
		),
		more: 'this one, or the marked ones',
	},
	{
		...saying('fetched.nak', 'Negatively acknowledge messages', 'nak', 'b', (context) => {
			const held = heldBy(context);
			if (needsVersion(context.state, '2.9', 'A delay') !== undefined) return say(context, held, { kind: 'nak' });
			const help = 'Delay before redelivery, such as 30s or 5m (empty: at once).';
			askLine(context, { title: 'Negatively acknowledge', help }, { kind: 'give-back', held });
		}),
		more: 'the consumer delivers them again',
	},
	{
		...saying('fetched.term', 'Terminate messages', 'term', 't', (context) => {
			const help = 'The reason, for the advisory of the server (empty: none).';
			askLine(context, { title: 'Terminate', help }, { kind: 'terminate', held: heldBy(context) });
		}),
		more: 'the consumer never delivers them again',
		disabled: (context) => cannotSay(context) ?? needsVersion(context.state, '2.9', 'Terminating'),
	},
	{
		...saying('fetched.progress', 'Report progress', 'in progress', 'i', (context) =>
			say(context, heldBy(context), { kind: 'progress' }),
		),
		more: 'the ack wait begins again',
	},
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

/** The marked deliveries, else the one under the cursor; only those that can still be acknowledged. */
function targets(state: CommandContext['state']): readonly FetchedMessage[] {
	const { marked } = listState(state, currentList(state));
	const chosen = deliveries(state).filter((message) => marked.has(fetchedId(message)));
	return (chosen.length > 0 ? chosen : rowTarget(state)).filter((message) => !isSettled(message));
}

function nothingToSay(context: CommandContext): string | undefined {
	if (infoOf(context)?.config.ack_policy === 'none') return 'The consumer has ack_policy none.';
	return targets(context.state).length === 0 ? 'Already acknowledged.' : undefined;
}

function heldBy({ state }: CommandContext): HeldMessages {
	const { stream = '', consumer: name = '' } = selection(state);
	const consumer = consumerKey(stream, name);
	return { consumer, created: state.fetched.get(consumer)?.created, messages: targets(state) };
}

/** @returns what is wrong with the delay, as a sentence */
export function giveBack(context: CommandContext, held: HeldMessages, text: string): string | undefined {
	const ns = text === '' ? undefined : readDuration(text);
	if (text !== '' && (ns === undefined || Number(ns) < 0)) return `“${text}” is not a duration: type 10s, 5m or 1h.`;
	say(context, held, { kind: 'nak', ...(ns !== undefined && Number(ns) > 0 && { delayNs: Number(ns) }) });
	return undefined;
}

export function terminate(context: CommandContext, held: HeldMessages, reason: string): undefined {
	say(context, held, { kind: 'term', ...(reason !== '' && { reason }) });
}

function say(context: CommandContext, { consumer, created, messages }: HeldMessages, what: AckChoice): void {
	const { features } = context.state;
	onConsumer(context, 'Acknowledge for', consumer, (info) =>
		isAnother({ created }, info)
			? {
					refusal: `Somebody deleted consumer ${info.name} and created it again: the new one did not deliver these messages.`,
				}
			: planAcknowledge(messages, what, { info, stream: streamOf(context, consumer), features, now: Date.now() }),
	);
}
