import { bytes } from '../../format/bytes.ts';
import { total } from '../../format/exact.ts';
import { count, plural } from '../../format/integer.ts';
import { exactly } from '../../jetstream/loss/loss.ts';
import type { ConsumerConfig, StreamInfo } from '../../jetstream/wire.ts';
import type { Dated } from '../../store/datum.ts';
import type { Consequence, Proposal, Step } from '../proposal.ts';
import type { Offline } from '../read-assets.ts';
import { streamStep } from './steps.ts';
import { bad, listOfNames, named, plain, toBeTyped, warn } from './wording.ts';

interface Hanging {
	/** Configurations of its consumers, with their names, if known. */
	readonly consumers?: readonly (ConsumerConfig & { readonly name: string })[];
	/** What else is affected, a sentence each: streams that copy it, tools that made it. */
	readonly warnings: readonly string[];
}

interface Readable extends Hanging {
	readonly info: StreamInfo;
}

interface Unreadable extends Hanging, Offline {
	/** As it was last read. */
	readonly last?: Dated<StreamInfo>;
}

/** One stream to delete, with what depends on it. */
export type Doomed = Readable | Unreadable;

const nameOf = (one: Doomed): string => ('info' in one ? one.info.config.name : one.name);
const isReadable = (one: Doomed): one is Readable => 'info' in one;

/** Deletes streams with all their messages and consumers. `isBackedUp`: a backup is made before. */
export function planStreamDelete(doomed: readonly Doomed[], isBackedUp = false): Proposal {
	const names = doomed.map(nameOf);
	return {
		title: `Delete ${named(names, 'stream')}`,
		doing: 'deleting',
		done: names.length === 1 ? `Stream ${names[0]} is deleted.` : `${plural(names.length, 'stream')} are deleted.`,
		effect: 'destroy',
		typed: toBeTyped(names, 'delete', 'stream'),
		consequences: [
			...lostInAll(doomed),
			...doomed.flatMap((one) => lostWith(one, doomed.length > 1)),
			plain(
				isBackedUp
					? 'Only the backup will have these messages; :undo restores it.'
					: `Messages cannot be restored: :undo creates the stream again, empty, ${consumersBack(doomed)}.`,
			),
		],
		lost: doomed.filter(isReadable).map(({ info: { state } }) => exactly(state.messages, state.bytes)),
		steps: doomed.map(stepOf),
	};
}

function stepOf(one: Doomed): Step {
	const kept = isReadable(one) ? keptConsumers(one) : [];
	if (isReadable(one)) return { ...streamStep(one.info, 'stream.delete'), ...(kept.length > 0 && { consumers: kept }) };
	return {
		asset: { kind: 'stream', stream: one.name },
		wire: { kind: 'request', endpoint: 'stream.delete', params: { stream: one.name } },
		expects: { unreadable: true },
		...(one.last && { before: one.last.value.config }),
	};
}

/** The journal stores no longer lines: nobody would read them. */
const mostKept = 200;

/** Durable consumers only: the server would soon delete an ephemeral one that was created again. */
function keptConsumers({ consumers = [] }: Doomed): readonly ConsumerConfig[] {
	return consumers.filter(({ durable_name: durable }) => durable !== undefined && durable !== '').slice(0, mostKept);
}

function consumersBack(doomed: readonly Doomed[]): string {
	const kept = doomed.reduce((sum, one) => sum + (isReadable(one) ? keptConsumers(one).length : 0), 0);
	if (kept === 0) return 'without consumers';
	const all = doomed.reduce((sum, one) => sum + (isReadable(one) ? one.info.state.consumer_count : 0), 0);
	return kept === all
		? `with the configuration of its ${kept === 1 ? 'consumer' : 'consumers'}`
		: `with the configurations of ${count(kept)} of ${plural(all, 'consumer')}`;
}

function lostInAll(doomed: readonly Doomed[]): readonly Consequence[] {
	if (doomed.length === 1) return [];
	const infos = doomed.filter(isReadable).map(({ info }) => info);
	const messages = total(infos.map(({ state }) => state.messages));
	const size = total(infos.map(({ state }) => state.bytes));
	const consumers = infos.reduce((sum, { state }) => sum + state.consumer_count, 0);
	const offline = doomed.length - infos.length;
	const besides = offline === 0 ? '' : `, besides the content of ${plural(offline, 'unreadable stream')}`;
	return [
		bad(
			`In total ${plural(messages, 'message')}, ${bytes(size)} and ${plural(consumers, 'consumer')} will be lost${besides}.`,
		),
	];
}

function lostWith(one: Doomed, several: boolean): readonly Consequence[] {
	const about = several ? `${nameOf(one)}: ` : '';
	const lost = isReadable(one) ? lostOf(one, about) : unreadOf(one, about);
	return [...lost, ...one.warnings.map((text) => warn(`${about}${text}`))];
}

function lostOf({ info: { state }, consumers = [] }: Readable, about: string): readonly Consequence[] {
	const messages =
		state.messages === 0
			? plain(`${about}It has no messages.`)
			: bad(`${about}${plural(state.messages, 'message')}, ${bytes(state.bytes)}, will be lost.`);
	if (state.consumer_count === 0) return [messages];
	const names = consumers.length === 0 ? '' : `: ${listOfNames(consumers.map(({ name }) => name))}`;
	const go = state.consumer_count === 1 ? 'goes' : 'go';
	return [messages, bad(`${about}${plural(state.consumer_count, 'consumer')} ${go} with it${names}.`)];
}

/** An unreadable stream is deleted too: running servers do it now, the others when they are back. */
function unreadOf({ offline, last }: Unreadable, about: string): readonly Consequence[] {
	const { state } = last?.value ?? {};
	const then =
		state === undefined
			? 'Its content is unknown.'
			: `When jetdeck last read it, it had ${plural(state.messages, 'message')}, ${bytes(state.bytes)}, and ${plural(state.consumer_count, 'consumer')}.`;
	return [bad(`${about}jetdeck cannot read it now. ${then} All of it will be lost.`), warn(`${about}${offline}`)];
}
