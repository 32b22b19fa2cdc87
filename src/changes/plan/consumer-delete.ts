import { type Integer, plural } from '../../format/integer.ts';
import { managersOf } from '../../jetstream/loss/managed-by.ts';
import type { ConsumerInfo, StreamConfig } from '../../jetstream/wire.ts';
import { splitConsumerKey } from '../../store/view.ts';
import type { Consequence, Proposal, Step } from '../proposal.ts';
import type { Offline } from '../read-assets.ts';
import { consumerStep } from './steps.ts';
import { bad, named, plain, toBeTyped, warn } from './wording.ts';

/** Deletes consumers with their acknowledgement state. `streams`: configurations of their streams, if known. */
export function planConsumerDelete(
	consumers: readonly (ConsumerInfo | Offline)[],
	streams: ReadonlyMap<string, StreamConfig>,
): Proposal {
	const places = consumers.map(placeOf);
	const names = places.map(({ consumer }) => consumer);
	return {
		title: `Delete ${named(names, 'consumer')}${ofStream(places)}`,
		doing: 'deleting',
		done: names.length === 1 ? `Consumer ${names[0]} is deleted.` : `${plural(names.length, 'consumer')} are deleted.`,
		effect: 'destroy',
		typed: toBeTyped(names, 'delete', 'consumer'),
		consequences: [
			...consumers.flatMap((one) =>
				'offline' in one
					? unread(one, consumers.length > 1)
					: lostWith(one, streams.get(one.stream_name), consumers.length > 1),
			),
			plain(
				'The stream keeps its messages, unless its retention removes them. :undo creates the consumer again, at its ack floor.',
			),
		],
		steps: consumers.map(stepOf),
	};
}

interface Place {
	readonly stream: string;
	readonly consumer: string;
}

function placeOf(one: ConsumerInfo | Offline): Place {
	return 'offline' in one ? splitConsumerKey(one.name) : { stream: one.stream_name, consumer: one.name };
}

function stepOf(one: ConsumerInfo | Offline): Step {
	if (!('offline' in one)) return { ...consumerStep(one, 'consumer.delete'), position: one.ack_floor.stream_seq };
	const { stream, consumer } = placeOf(one);
	return {
		asset: { kind: 'consumer', stream, consumer },
		wire: { kind: 'request', endpoint: 'consumer.delete', params: { stream, consumer } },
		expects: { unreadable: true },
	};
}

function unread(one: Offline, several: boolean): readonly Consequence[] {
	const { stream, consumer } = placeOf(one);
	const about = several ? `${stream} > ${consumer}: ` : '';
	return [
		bad(`${about}jetdeck cannot read it now. Its position, which is unknown, and all acknowledgements will be lost.`),
		warn(`${about}${one.offline}`),
	];
}

function ofStream(places: readonly Place[]): string {
	const streams = new Set(places.map(({ stream }) => stream));
	return streams.size === 1 ? ` of stream ${[...streams][0]}` : '';
}

const isOrAre = (n: Integer): string => (Number(n) === 1 ? 'is' : 'are');

function neverDelivered(pending: Integer): string {
	return `${plural(pending, 'message')} ${Number(pending) === 1 ? 'was' : 'were'} never delivered to it.`;
}

function lostWith(info: ConsumerInfo, stream: StreamConfig | undefined, several: boolean): readonly Consequence[] {
	const { num_pending: pending = 0 } = info;
	const about = several ? `${info.stream_name} > ${info.name}: ` : '';
	const bound = info.push_bound === true || (info.num_waiting ?? 0) > 0;
	return [
		bad(`${about}Its position, stream sequence ${info.ack_floor.stream_seq}, and all acknowledgements will be lost.`),
		...(info.num_ack_pending > 0
			? [
					warn(
						`${about}${plural(info.num_ack_pending, 'delivered message')} ${isOrAre(info.num_ack_pending)} not yet acknowledged.`,
					),
				]
			: []),
		...(pending > 0 ? [warn(`${about}${neverDelivered(pending)}`)] : []),
		...managersOf(info.config).map(({ sentence }) => warn(`${about}${sentence}`)),
		...(bound ? [warn(`${about}A client is using it right now.`)] : []),
		...(stream?.retention === 'interest'
			? [
					bad(
						`${about}The stream keeps messages only for its consumers: those that only this one waits for will be lost.`,
					),
				]
			: []),
		...(stream?.retention === 'workqueue'
			? [warn(`${about}The stream is a work queue: its messages wait until another consumer takes them.`)]
			: []),
	];
}
