import { type Integer, isInteger } from '../../format/integer.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { consumerKey } from '../../store/view.ts';
import type { Concern } from '../asset.ts';
import type { PlanContext } from '../configure.ts';
import type { Plan } from '../proposal.ts';
import { readConsumers, readStreams } from '../read-assets.ts';
import type { Body, RequestPlanner } from './row.ts';

export function ofStream(
	plan: (info: StreamInfo, body: Body, around: PlanContext) => Promise<Plan> | Plan,
): RequestPlanner {
	return async ({ stream = '' }, body, around) => {
		const read = await readStreams(around.api, [stream], around.signal);
		const [info] = 'refusal' in read ? [] : read.infos;
		if ('refusal' in read) return read;
		return info === undefined ? { refusal: `There is no stream ${stream}.` } : plan(info, body, around);
	};
}

export function ofConsumer(
	plan: (info: ConsumerInfo, body: Body, around: PlanContext) => Promise<Plan> | Plan,
): RequestPlanner {
	return async ({ stream = '', consumer = '' }, body, around) => {
		const read = await readConsumers(around.api, [consumerKey(stream, consumer)], around.signal);
		if ('refusal' in read) return read;
		const [info] = read.infos;
		return info === undefined ? { refusal: `There is no consumer ${consumer}.` } : plan(info, body, around);
	};
}

export async function consumerOf(
	asset: Concern,
	{ api, signal }: PlanContext,
): Promise<ConsumerInfo | { readonly refusal: string }> {
	if (asset.kind !== 'consumer') return nothingKept;
	const read = await readConsumers(api, [consumerKey(asset.stream, asset.consumer)], signal);
	if ('refusal' in read) return read;
	return read.infos[0] ?? { refusal: 'The consumer no longer exists.' };
}

export const moving = 'A move takes a while; the replicas of the stream show its progress.';
export const noLeaderBack = 'The cluster elects the leader; make it step down again.';
export const messagesAreGone = 'Removed messages cannot be restored.';

export const nothingKept = {
	refusal: 'jetdeck did not store the configuration before, so it cannot undo this.',
} satisfies Plan;

export function wholeIn(value: unknown): Integer | undefined {
	return isInteger(value) ? value : undefined;
}

export function preferredIn({ placement }: Body): string | undefined {
	const preferred = (placement as { readonly preferred?: unknown } | undefined)?.preferred;
	return typeof preferred === 'string' ? preferred : undefined;
}

/** The name of one of its servers, which a request may name by its id. */
export function serverOf({ cluster }: Pick<StreamInfo, 'cluster'>, peer: unknown): string {
	return cluster?.replicas?.find(({ peer: id }) => id === peer)?.name ?? String(peer);
}
