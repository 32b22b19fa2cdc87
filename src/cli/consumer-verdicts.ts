import { plural } from '../format/integer.ts';
import type { Pages } from '../jetstream/pages.ts';
import type { Answer, Problem } from '../jetstream/problem.ts';
import type { Api } from '../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../jetstream/wire.ts';
import { askAll, consumersOf } from '../store/collect.ts';
import { defaultLagLimits } from '../store/lag-limits.ts';
import {
	consumersFailed,
	consumersUnread,
	silentConsumers,
	verdictsOfConsumers,
} from '../views/health/consumer-verdicts.ts';
import type { Verdict } from '../views/health/verdict.ts';
import { judgedConsumer, saysSomething } from '../views/watch/judge.ts';

/** A report on the streams of a large account does not read all consumers: at most 200 lists, 1.5 MB. */
const most: Bounds = { streams: 200, consumers: 2000 };

interface Bounds {
	readonly streams: number;
	readonly consumers: number;
}

interface ConsumersRead {
	/** The verdicts on its consumers in a stream's HEALTH. */
	readonly verdicts: ReadonlyMap<string, readonly Verdict[]>;
	/** Why the consumers of a stream could not be read. */
	readonly problems: ReadonlyMap<string, Problem>;
	/** Streams whose consumers were not requested. */
	readonly unasked: number;
}

/** Reads the consumers of these streams, up to the limit of a report. */
export async function readConsumers(api: Api, streams: readonly StreamInfo[]): Promise<ConsumersRead> {
	const some = streams.filter(({ state }) => state.consumer_count > 0);
	const asked = new Map(some.filter(withinBounds(most)).map((info) => [info.config.name, info]));
	const answers = new Map(await askAll([...asked.keys()], (stream) => consumersOf(api, stream)));
	const verdicts = some.map(
		(info) => [info.config.name, consumerVerdicts(info, answers.get(info.config.name))] as const,
	);
	const problems = [...answers].flatMap(([stream, answer]) => (answer.ok ? [] : [[stream, answer.problem] as const]));
	return { verdicts: new Map(verdicts), problems: new Map(problems), unasked: some.length - asked.size };
}

/** Chooses streams while their consumers are within the bounds. */
function withinBounds(bounds: Bounds): (info: StreamInfo) => boolean {
	let { streams, consumers } = bounds;
	return ({ state: { consumer_count: count } }) => {
		if (streams === 0 || count > consumers) return false;
		streams -= 1;
		consumers -= count;
		return true;
	};
}

/** Without a reply: they were not read. */
export function consumerVerdicts(
	{ config, state }: StreamInfo,
	answer: Answer<Pages<ConsumerInfo>> | undefined,
): readonly Verdict[] {
	if (state.consumer_count === 0) return [];
	if (answer === undefined) return [consumersUnread(state.consumer_count)];
	if (!answer.ok) {
		const verdict = saysSomething(answer.problem) ? consumersFailed(answer.problem, state.consumer_count) : undefined;
		return [verdict ?? consumersUnread(state.consumer_count)];
	}
	const { items, silent, offline } = answer.value;
	const judged = items.map((info) =>
		judgedConsumer(
			info,
			config,
			{ lagLimits: defaultLagLimits },
			{ at: answer.at, now: answer.at, offline: offline[info.name] },
		),
	);
	return verdictsOfConsumers([...silentConsumers(silent), ...judged]);
}

/** The line below the table. */
export function unaskedLines(unasked: number): readonly string[] {
	if (unasked === 0) return [];
	return [
		`jetdeck did not read the consumers of ${plural(unasked, 'stream')}; jetdeck report consumers reads them all.`,
	];
}
