import { planPause, planReset, planResume, planUnpin } from '../changes/plan/consumer-changes.ts';
import { planConsumerDelete } from '../changes/plan/consumer-delete.ts';
import type { Plan } from '../changes/proposal.ts';
import { readConsumers, readConsumersOrOffline } from '../changes/read-assets.ts';
import { readSequence } from '../format/read-count.ts';
import { readTime } from '../format/read-time.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo } from '../jetstream/wire.ts';
import type { Picks } from '../store/overlay.ts';
import { knownStreams } from '../store/situation.ts';
import { type ConsumerKey, splitConsumerKey } from '../store/view.ts';
import { askLine, choose } from './ask.ts';
import type { Command, CommandContext } from './command.ts';
import { needsVersion } from './needs-version.ts';
import { consumerInfo } from './selection.ts';
import { consumerTargets, noConsumer, readOnly, several } from './targets.ts';

declare module '../store/overlay.ts' {
	interface Picks {
		unpin: { readonly consumer: ConsumerKey; readonly group: string; readonly client: string | undefined };
	}
	interface Questions {
		/** For how long, or until when. */
		pause: { readonly consumers: readonly ConsumerKey[] };
		/** To which sequence. */
		reset: { readonly consumer: ConsumerKey };
	}
}

const consumerPlaces = ['consumers', 'consumer', 'lag'] as const;

/** What can be done to consumers, but for their configuration and their messages. */
export const changeConsumerCommands: readonly Command[] = [
	{
		id: 'consumer.delete',
		title: 'Delete consumers',
		more: 'this one, or the marked ones',
		short: 'delete',
		keys: ['ctrl+d'],
		scopes: consumerPlaces,
		group: 'change',
		rank: 76,
		aliases: ['delete-consumer'],
		needs: ['consumer.delete'],
		disabled: ({ state }) => readOnly(state) ?? noConsumer(state),
		run: (context) => {
			const streams = new Map(knownStreams(context.state).map((config) => [config.name, config]));
			proposeOn(context, 'Delete', consumerTargets(context.state), async (api, keys, signal) => {
				const read = await readConsumersOrOffline(api, keys, signal);
				return 'refusal' in read ? read : planConsumerDelete(read.infos, streams);
			});
		},
	},
	{
		id: 'consumer.pause',
		title: 'Pause consumers',
		more: 'this one, or the marked ones',
		short: 'pause',
		keys: ['p'],
		scopes: consumerPlaces,
		group: 'change',
		rank: 34,
		aliases: ['pause'],
		argument: '[DURATION]',
		needs: ['consumer.pause'],
		disabled: ({ state }) => readOnly(state) ?? noConsumer(state) ?? needsVersion(state, '2.11', 'Pausing'),
		run: (context, argument) => {
			const consumers = consumerTargets(context.state);
			const help = 'How long, such as 10m, 2h or 1d12h; or until when, such as 18:00 or 2026-12-24 18:00.';
			if (argument === undefined || pauseFor(context, consumers, argument.trim()) !== undefined)
				askLine(context, { title: 'Pause', help, text: argument?.trim() ?? '10m' }, { kind: 'pause', consumers });
		},
	},
	{
		id: 'consumer.resume',
		title: 'Resume consumers',
		more: 'this one, or the marked ones',
		short: 'resume',
		keys: ['P'],
		scopes: consumerPlaces,
		group: 'change',
		rank: 33,
		aliases: ['resume'],
		needs: ['consumer.pause'],
		disabled: ({ state }) =>
			readOnly(state) ?? noConsumer(state) ?? needsVersion(state, '2.11', 'Resuming') ?? nonePaused(state),
		run: (context) => onConsumers(context, 'Resume', consumerTargets(context.state), planResume),
	},
	{
		id: 'consumer.reset',
		title: 'Reset the consumer',
		more: 'to a sequence or its ack floor',
		keys: [],
		scopes: consumerPlaces,
		group: 'change',
		aliases: ['reset'],
		argument: '[SEQUENCE]',
		needs: ['consumer.reset'],
		disabled: (context) => oneConsumer(context) ?? needsVersion(context.state, '2.14', 'Resetting'),
		run: (context, argument) => {
			const [consumer = ''] = consumerTargets(context.state);
			const help = 'The stream sequence to resume from (empty: right after the ack floor).';
			askLine(
				context,
				{ title: 'Reset the consumer to', help, text: argument?.trim() ?? '' },
				{ kind: 'reset', consumer },
			);
		},
	},
	{
		id: 'consumer.unpin',
		title: 'Unpin a client',
		more: 'the one that a priority group has',
		keys: [],
		scopes: consumerPlaces,
		group: 'change',
		aliases: ['unpin'],
		needs: ['consumer.unpin'],
		disabled: (context) =>
			oneConsumer(context) ?? needsVersion(context.state, '2.11', 'Unpinning') ?? notPinned(context),
		run: (context) => {
			const groups = infoOf(context)?.priority_groups ?? [];
			const [consumer = ''] = consumerTargets(context.state);
			const choices = groups.map(({ group, pinned_client_id: client }) => ({
				label: group,
				detail: client === undefined || client === '' ? 'no pinned client' : `pinned: ${client}`,
				pick: { kind: 'unpin' as const, consumer, group, client: client || undefined },
			}));
			choose(context, 'Unpin the client of which group?', choices);
		},
	},
];

function infoOf({ state }: CommandContext): ConsumerInfo | undefined {
	const [key] = consumerTargets(state);
	if (key === undefined) return undefined;
	const { stream, consumer } = splitConsumerKey(key);
	return consumerInfo(state, stream, consumer);
}

function oneConsumer({ state }: CommandContext): string | undefined {
	return readOnly(state) ?? noConsumer(state) ?? several(consumerTargets(state));
}

function nonePaused(state: CommandContext['state']): string | undefined {
	const infos = consumerTargets(state).map((key) => {
		const { stream, consumer } = splitConsumerKey(key);
		return consumerInfo(state, stream, consumer);
	});
	return infos.some((info) => info?.paused === true) ? undefined : 'It is not paused.';
}

function notPinned(context: CommandContext): string | undefined {
	return infoOf(context)?.config.priority_policy === 'pinned_client'
		? undefined
		: 'Only a consumer with priority_policy pinned_client pins a client.';
}

/** @returns what is wrong with how long, as a sentence */
export function pauseFor(context: CommandContext, consumers: readonly ConsumerKey[], text: string): string | undefined {
	const until = untilOf(text, Date.now());
	if (typeof until === 'string') return until;
	onConsumers(context, 'Pause', consumers, (infos) => planPause(infos, until, Date.now()));
	return undefined;
}

/** @returns what is wrong with the sequence, as a sentence */
export function resetTo(context: CommandContext, consumer: ConsumerKey, text: string): string | undefined {
	const seq = readSequence(text);
	if (text !== '' && seq === undefined)
		return 'The sequence must be a whole number from 1 (empty: right after the ack floor).';
	onConsumer(context, 'Reset', consumer, (info) => planReset(info, seq));
	return undefined;
}

export function unpin(context: CommandContext, { consumer, group, client }: Picks['unpin']): void {
	onConsumer(context, 'Unpin', consumer, (info) => planUnpin(info, group, client));
}

/** Plans on consumers, which are read right now. */
function proposeOn(
	{ deck }: CommandContext,
	verb: string,
	keys: readonly ConsumerKey[],
	plan: (api: Api, keys: readonly ConsumerKey[], signal: AbortSignal) => Promise<Plan>,
): void {
	const [first = ''] = keys;
	const what = keys.length === 1 ? `consumer ${splitConsumerKey(first).consumer}` : `${keys.length} consumers`;
	deck.propose(`${verb} ${what}`, (api, signal) => plan(api, keys, signal));
}

function onConsumers(
	context: CommandContext,
	verb: string,
	targets: readonly ConsumerKey[],
	plan: (infos: readonly ConsumerInfo[]) => Plan,
): void {
	proposeOn(context, verb, targets, async (api, keys, signal) => {
		const read = await readConsumers(api, keys, signal);
		return 'refusal' in read ? read : plan(read.infos);
	});
}

function onConsumer(
	context: CommandContext,
	verb: string,
	target: ConsumerKey,
	plan: (info: ConsumerInfo) => Plan,
): void {
	onConsumers(context, verb, [target], ([info]) =>
		info === undefined ? { refusal: 'The consumer no longer exists.' } : plan(info),
	);
}

/** A duration from now, or a time; milliseconds since the epoch, or what is wrong, as a sentence. */
function untilOf(text: string, now: number): number | string {
	const time = readTime(text, now, 'future');
	if (time === undefined)
		return `“${text}” is neither a duration nor a time: type 10m, 2h, 1d12h, 18:00 or 2026-12-24 18:00.`;
	const at = Date.parse(time);
	return at > now ? at : 'That time has passed: the pause must end in the future.';
}
