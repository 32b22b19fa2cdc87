import { plural } from '../../format/integer.ts';
import type { Pages } from '../../jetstream/pages.ts';
import type { Answer } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { ConsumerInfo, StreamInfo } from '../../jetstream/wire.ts';
import { askAll, collectStreams, consumersOf, isAbsence } from '../../store/collect.ts';
import { withinBounds } from '../consumer-verdicts.ts';
import { type Finding, type Subject, unknownFinding, unreadFinding } from './finding.ts';

/** A consumer as the server sent it. */
export interface ReadConsumer {
	readonly info: ConsumerInfo;
	readonly stream: StreamInfo;
	readonly at: number;
	readonly offline: string | undefined;
}

/** How streams and consumers are judged, one by one: the infos of a large account would fill the memory. */
export interface Judge {
	readonly stream: (info: StreamInfo, offline: string | undefined) => readonly Finding[];
	readonly consumer: (consumer: ReadConsumer) => readonly Finding[];
}

interface Walked {
	readonly streams: readonly StreamInfo[];
	readonly findings: readonly Finding[];
}

/** A check does not read more: about 5 s and 75 MB. */
const most = { streams: 5000, consumers: 50_000 } as const;

/** Judges every stream of the account, and their consumers up to the limit. What could not be read is a finding. */
export async function walkAccount(api: Api, judge: Judge, signal: AbortSignal): Promise<Walked> {
	const about: Subject = { kind: 'account' };
	const listed = await collectStreams(api, { signal });
	if (!listed.ok) return { streams: [], findings: [unknownFinding(about, listed.problem)] };
	const { items, silent, offline } = listed.value;
	const some = items.filter(({ state }) => state.consumer_count > 0);
	const asked = new Map(some.filter(withinBounds(most)).map((info) => [info.config.name, info] as const));
	const judged = await askAll([...asked.keys()], async (name) => {
		const answer = await consumersOf(api, name, { signal });
		return judgeConsumers(asked.get(name) as StreamInfo, answer, judge);
	});
	const unread = some.length - judged.filter(([, { isRead }]) => isRead).length;
	return {
		streams: items,
		findings: [
			...[...silent].map(([stream, problem]) => unreadFinding({ kind: 'stream', stream }, problem)),
			...items.flatMap((info) => judge.stream(info, offline[info.config.name])),
			...judged.flatMap(([, { findings }]) => findings),
			...(unread === 0 ? [] : [unreadConsumers(about, unread)]),
		],
	};
}

function unreadConsumers(about: Subject, streams: number): Finding {
	const sentence = `jetdeck did not read the consumers of ${plural(streams, 'stream')}: the check ended before, or there are too many.`;
	return { about, severity: 'unknown', short: 'consumers ?', sentence };
}

interface JudgedConsumers {
	/** False if the check ended before. */
	readonly isRead: boolean;
	readonly findings: readonly Finding[];
}

function judgeConsumers(stream: StreamInfo, answer: Answer<Pages<ConsumerInfo>>, judge: Judge): JudgedConsumers {
	const { name } = stream.config;
	if (!answer.ok) {
		const { problem } = answer;
		if (problem.kind === 'cancelled') return { isRead: false, findings: [] };
		// Deleted since it was listed.
		if (isAbsence(problem)) return { isRead: true, findings: [] };
		const finding = unreadFinding({ kind: 'stream', stream: name }, problem);
		return { isRead: true, findings: [{ ...finding, sentence: `Its consumers cannot be read: ${finding.sentence}` }] };
	}
	const { items, silent, offline } = answer.value;
	const ofConsumer = (consumer: string): Subject => ({ kind: 'consumer', stream: name, consumer });
	return {
		isRead: true,
		findings: [
			...[...silent].map(([consumer, problem]) => unreadFinding(ofConsumer(consumer), problem)),
			...items.flatMap((info) => judge.consumer({ info, stream, at: answer.at, offline: offline[info.name] })),
		],
	};
}
