import { inSentences, isWithoutJetStream, type Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import { subjectsOverlap } from '../jetstream/subject-match.ts';
import type { ConsumerInfo, StreamConfig } from '../jetstream/wire.ts';

/** A push consumer that delivers to a subject that somebody is about to subscribe to. */
export interface Delivering {
	readonly info: ConsumerInfo;
	/** Whether the stream removes messages that the consumer counts as acknowledged. */
	readonly removes: boolean;
}

export interface Deliveries {
	readonly consumers: readonly Delivering[];
	/** Why not all consumers could be read, in sentences. */
	readonly unknown?: string;
}

/** Streams whose consumers are asked for at a time. */
const atOnce = 8;

/**
 * The push consumers for which a subscription is interest: they start to deliver, and their deliveries count.
 * A consumer with a deliver group waits for members of the group only, so that a subscription gets copies.
 */
export async function deliveriesTo(api: Api, subject: string, signal: AbortSignal): Promise<Deliveries> {
	const listed = await api.pages('stream.list', {}, undefined, { signal, concurrency: 2 });
	if (!listed.ok) return isWithoutJetStream(listed.problem) ? { consumers: [] } : unread(listed.problem);
	const { items, silent, offline } = listed.value;
	const left = items.filter(({ state }) => state.consumer_count > 0).map(({ config }) => config);
	const consumers: Delivering[] = [];
	let problem: Problem | undefined = [...silent.values()][0];
	const work = async (): Promise<void> => {
		for (let config = left.shift(); config !== undefined; config = left.shift()) {
			const answer = await api.pages('consumer.list', { stream: config.name }, undefined, { signal });
			if (answer.ok) consumers.push(...deliveringIn(answer.value.items, subject, config));
			else problem ??= answer.problem;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	// An offline stream delivers nothing now, but may when it is back.
	const hidden = problem === undefined && Object.keys(offline).length > 0;
	if (hidden) return { consumers, unknown: 'Streams are offline, so jetdeck cannot read their consumers.' };
	return problem === undefined ? { consumers } : { consumers, ...pick(unread(problem)) };
}

const pick = ({ unknown }: Deliveries) => (unknown === undefined ? {} : { unknown });

const unread = (problem: Problem): Deliveries => ({ consumers: [], unknown: inSentences(problem) });

function deliveringIn(infos: readonly ConsumerInfo[], subject: string, stream: StreamConfig): readonly Delivering[] {
	const removes = (stream.retention ?? 'limits') !== 'limits';
	return infos.filter((info) => deliversTo(info, subject)).map((info) => ({ info, removes }));
}

/** Whether a subscription is interest for a consumer. */
export function deliversTo({ config }: ConsumerInfo, subject: string): boolean {
	const { deliver_subject: to = '', deliver_group: group = '' } = config ?? {};
	return to !== '' && group === '' && subjectsOverlap(to, subject);
}
