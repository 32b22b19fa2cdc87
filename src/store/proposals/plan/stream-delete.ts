import { bytes } from '../../../format/bytes.ts';
import { plural } from '../../../format/integer.ts';
import type { StreamInfo } from '../../../jetstream/wire.ts';
import type { Consequence, Proposal } from '../proposal.ts';
import { streamStep } from './steps.ts';
import { bad, listOfNames, named, plain, toBeTyped, warn } from './wording.ts';

/** One stream that may be deleted, with what hangs on it. */
export interface Doomed {
	readonly info: StreamInfo;
	/** Names of its consumers, where they are known. */
	readonly consumers?: readonly string[];
	/** What else is affected, a sentence each: streams that copy it, tools that made it. */
	readonly warnings: readonly string[];
}

/** Deletes streams with all their messages and consumers. */
export function planStreamDelete(doomed: readonly Doomed[]): Proposal {
	const names = doomed.map(({ info }) => info.config.name);
	return {
		title: `Delete ${named(names, 'stream')}`,
		doing: 'deleting',
		done: names.length === 1 ? `Stream ${names[0]} is deleted.` : `${plural(names.length, 'stream')} are deleted.`,
		effect: 'destroy',
		typed: toBeTyped(names, 'delete', 'stream'),
		consequences: [
			...lostInAll(doomed),
			...doomed.flatMap((one) => lostWith(one, doomed.length > 1)),
			plain('Messages cannot be brought back: :undo only creates the stream again, empty and without consumers.'),
		],
		steps: doomed.map(({ info }) => streamStep(info, 'stream.delete')),
	};
}

function lostInAll(doomed: readonly Doomed[]): readonly Consequence[] {
	if (doomed.length === 1) return [];
	const messages = doomed.reduce((sum, { info }) => sum + info.state.messages, 0);
	const size = doomed.reduce((sum, { info }) => sum + info.state.bytes, 0);
	const consumers = doomed.reduce((sum, { info }) => sum + info.state.consumer_count, 0);
	return [bad(`In all ${plural(messages, 'message')}, ${bytes(size)} and ${plural(consumers, 'consumer')} are lost.`)];
}

function lostWith({ info, consumers = [], warnings }: Doomed, several: boolean): readonly Consequence[] {
	const { config, state } = info;
	const about = several ? `${config.name}: ` : '';
	const held =
		state.messages === 0
			? plain(`${about}It holds no messages.`)
			: bad(`${about}${plural(state.messages, 'message')}, ${bytes(state.bytes)}, are lost.`);
	const names = consumers.length === 0 ? '' : `: ${listOfNames(consumers)}`;
	const go = state.consumer_count === 1 ? 'goes' : 'go';
	return [
		held,
		...(state.consumer_count > 0
			? [bad(`${about}${plural(state.consumer_count, 'consumer')} ${go} with it${names}.`)]
			: []),
		...warnings.map((text) => warn(`${about}${text}`)),
	];
}
