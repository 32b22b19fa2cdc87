import type { Integer } from '../../format/integer.ts';
import { desiredOf } from '../../jetstream/desired.ts';
import { type Group, groupOf, isClustered } from '../../jetstream/peer-group.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import type { Step } from '../proposal.ts';
import { consumerStep, streamStep } from './steps.ts';

/** A stream or consumer with the servers that have it. */
export interface Placed {
	readonly noun: 'stream' | 'consumer';
	readonly stream: string;
	/** `ORDERS`, `ORDERS > billing`. */
	readonly label: string;
	/** Undefined on a single server. */
	readonly group: Group | undefined;
	/** It moves or is scaled right now (2.15 and later). */
	readonly isMoving: boolean;
	readonly messages: Integer;
	readonly bytes: Integer;
	readonly step: (request: 'leader.stepdown' | 'peer.evacuate', body?: object) => Step;
}

export function placedStream(info: StreamInfo): Placed {
	const { config, state } = info;
	return {
		...placed('stream', config.name, info),
		stream: config.name,
		messages: state.messages,
		bytes: state.bytes,
		step: (request, body) => streamStep(info, `stream.${request}`, body),
	};
}

export function placedConsumer(info: ConsumerInfo): Placed {
	return {
		...placed('consumer', `${info.stream_name} > ${info.name}`, info),
		stream: info.stream_name,
		step: (request, body) => consumerStep(info, `consumer.${request}`, body),
	};
}

function placed(
	noun: Placed['noun'],
	label: string,
	{ cluster, ts }: Pick<StreamInfo, 'cluster' | 'ts'>,
): Omit<Placed, 'step' | 'stream'> {
	const group = cluster !== undefined && isClustered(cluster) ? groupOf(cluster, ts) : undefined;
	const isMoving = cluster !== undefined && desiredOf(cluster) !== undefined;
	return { noun, label, group, isMoving, messages: 0, bytes: 0 };
}

/** Whether a server has a copy. */
export function hasCopy({ group }: Placed, server: string): boolean {
	return group?.leader === server || (group?.peers.some(([{ name }]) => name === server) ?? false);
}

/** How many servers a group needs to run. */
export const majorityOf = (size: number): number => Math.floor(size / 2) + 1;
