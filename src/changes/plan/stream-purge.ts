import { count, type Integer, plural } from '../../format/integer.ts';
import { type Loss, lossInWords } from '../../jetstream/loss/loss.ts';
import { managersOf } from '../../jetstream/loss/managed-by.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import type { Consequence, Proposal } from '../proposal.ts';
import { streamStep } from './steps.ts';
import { bad, named, plain, toBeTyped, warn } from './wording.ts';

/** What a purge removes; `seq` and `keep` exclude each other (err_code 10003). Without any: everything. */
export interface PurgeRange {
	/** Only messages of these subjects. */
	readonly filter?: string;
	/** Only messages below this sequence. */
	readonly seq?: Integer;
	/** All but this many of the newest. */
	readonly keep?: Integer;
}

export interface Purged {
	readonly info: StreamInfo;
	/** What it would remove. */
	readonly loss: Loss;
}

/** Removes messages of streams for good. */
export function planPurge(streams: readonly Purged[], range: PurgeRange): Proposal {
	const names = streams.map(({ info }) => info.config.name);
	const which = rangeInWords(range);
	return {
		title: `Purge ${named(names, 'stream')}${which === '' ? '' : `: ${which}`}`,
		doing: 'purging',
		done: `${names.length === 1 ? `Stream ${names[0]} is` : `${plural(names.length, 'stream')} are`} purged.`,
		effect: 'destroy',
		typed: toBeTyped(names, 'purge', 'stream'),
		consequences: [
			...streams.flatMap((one) => lostIn(one, range, streams.length > 1)),
			...(streams.some(({ loss }) => mayLose(loss)) ? [plain('Purged messages cannot be restored.')] : []),
		],
		steps: streams.map(({ info }) => streamStep(info, 'stream.purge', bodyOf(range))),
	};
}

/** An empty body purges everything. */
function bodyOf(range: PurgeRange): object | undefined {
	return Object.keys(range).length === 0 ? undefined : range;
}

function rangeInWords({ filter, seq, keep }: PurgeRange): string {
	return [
		...(filter === undefined ? [] : [filter]),
		...(seq === undefined ? [] : [`below sequence ${count(seq)}`]),
		...(keep === undefined ? [] : [`all but the newest ${count(keep)}`]),
	].join(', ');
}

const mayLose = ({ messages, exact }: Loss): boolean => messages > 0 || !exact;

function lostIn({ info, loss }: Purged, { filter }: PurgeRange, several: boolean): readonly Consequence[] {
	const { config, state } = info;
	const about = several ? `${config.name}: ` : '';
	if (!mayLose(loss)) return [plain(`${about}No message matches. Nothing is lost.`)];
	const of = loss.messages === state.messages ? '' : ` of ${count(state.messages)}`;
	return [
		bad(`${about}${lossInWords(loss)}${of} will be lost.`),
		...(state.consumer_count > 0
			? [
					warn(
						`${about}${plural(state.consumer_count, 'consumer')} will not get messages that ${Number(state.consumer_count) === 1 ? 'it has' : 'they have'} not read yet.`,
					),
				]
			: []),
		...(filter === undefined && config.mirror !== undefined
			? [warn(`${about}A mirror does not copy purged messages again.`)]
			: []),
		...managersOf(config).map(({ sentence }) => warn(`${about}${sentence}`)),
	];
}
