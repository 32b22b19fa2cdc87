import { consumerReplicas } from '../../jetstream/consumer-replicas.ts';
import { type Answer, isWithoutJetStream, type Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { AccountInfo } from '../../jetstream/wire.ts';
import { collectStream, isAbsence } from '../../store/collect.ts';
import type { LagLimits } from '../../store/state.ts';
import { accountVerdicts } from '../../views/health/account.ts';
import { consumerHealth } from '../../views/health/consumer.ts';
import { streamHealth } from '../../views/health/stream.ts';
import type { CheckName } from './check-names.ts';
import { clusterJudge } from './cluster.ts';
import { type Checked, type Finding, findingsOf, type Subject, unknownFinding, unreadFinding } from './finding.ts';
import { accountMeasures, consumerMeasures, streamMeasures, totals } from './measures.ts';
import { type Judge, walkAccount } from './walk.ts';

export interface CheckChoices {
	readonly what: CheckName;
	/** Of a check of a stream or consumer. */
	readonly stream: string;
	/** Of a check of a consumer. */
	readonly consumer: string;
	readonly limits: LagLimits;
	readonly json: boolean;
	/** Milliseconds until the check ends, whatever was read. */
	readonly withinMs: number;
}

interface Wanted extends CheckChoices {
	readonly api: Api;
	readonly signal: AbortSignal;
	readonly account: Answer<AccountInfo>;
}

const checks: Readonly<Record<CheckName, (wanted: Wanted) => Promise<Checked>>> = {
	account: checkAccount,
	stream: checkStream,
	consumer: checkConsumer,
	cluster: checkCluster,
};

/** Judges by the rules of the screens. Without JetStream nothing is known. */
export async function check(api: Api, signal: AbortSignal, choices: CheckChoices): Promise<Checked> {
	const account = await api.request('account.info', {}, undefined, { signal });
	const about = subjectOf(choices);
	const isOver = !account.ok && (isWithoutJetStream(account.problem) || !isAnswered(account));
	if (isOver && !account.ok) return { about, findings: [unknownFinding(about, account.problem)], measures: [] };
	return checks[choices.what]({ ...choices, api, signal, account });
}

/** A user without the permission to ask for the account may still ask for its streams. */
const isAnswered = ({ problem: { kind } }: Extract<Answer<never>, { ok: false }>): boolean =>
	kind === 'permission-publish' || kind === 'api';

export function subjectOf({ what, stream, consumer }: CheckChoices): Subject {
	if (what === 'stream') return { kind: 'stream', stream };
	return what === 'consumer' ? { kind: 'consumer', stream, consumer } : { kind: what };
}

async function checkAccount({ api, signal, account, limits }: Wanted): Promise<Checked> {
	const about: Subject = { kind: 'account' };
	const judge: Judge = {
		stream: (info, offline) =>
			findingsOf({ kind: 'stream', stream: info.config.name }, streamHealth({ info, offline }).reasons),
		consumer: ({ info, stream, at, offline }) =>
			findingsOf(
				{ kind: 'consumer', stream: stream.config.name, consumer: info.name },
				consumerHealth({ info, at, now: at, limits, offline, replicas: consumerReplicas(info.config, stream.config) })
					.reasons,
			),
	};
	const { streams, findings } = await walkAccount(api, judge, signal);
	const own = account.ok ? findingsOf(about, accountVerdicts(account.value)) : [unreadFinding(about, account.problem)];
	return {
		about,
		findings: [...own, ...findings],
		measures: [...totals(streams), ...(account.ok ? accountMeasures(account.value) : [])],
	};
}

async function checkCluster({ api, signal, account }: Wanted): Promise<Checked> {
	const about: Subject = { kind: 'cluster' };
	const judge = clusterJudge();
	const { findings } = await walkAccount(api, judge, signal);
	const own = account.ok ? [] : [unreadFinding(about, account.problem)];
	return { about, findings: [...own, ...judge.servers(), ...findings], measures: judge.measures() };
}

async function checkStream({ api, stream, signal }: Wanted): Promise<Checked> {
	const about: Subject = { kind: 'stream', stream };
	const answer = await collectStream(api, stream, { signal });
	if (!answer.ok) return { about, findings: [unreadOrAbsent(about, answer.problem)], measures: [] };
	const info = answer.value;
	return { about, findings: findingsOf(about, streamHealth({ info }).reasons), measures: streamMeasures(info) };
}

async function checkConsumer({ api, stream, consumer, limits, signal }: Wanted): Promise<Checked> {
	const about: Subject = { kind: 'consumer', stream, consumer };
	const answer = await api.request('consumer.info', { stream, consumer }, undefined, { signal });
	if (!answer.ok) return { about, findings: [unreadOrAbsent(about, answer.problem)], measures: [] };
	const { value: info, at } = answer;
	const of = await collectStream(api, stream, { signal });
	const replicas = consumerReplicas(info.config, of.ok ? of.value.config : undefined);
	const { reasons } = consumerHealth({ info, at, now: at, limits, replicas });
	return { about, findings: findingsOf(about, reasons), measures: consumerMeasures(info, at, limits) };
}

/** As `nats server check`: what somebody watches must be there. */
function unreadOrAbsent(about: Subject, problem: Problem): Finding {
	const finding = unreadFinding(about, problem);
	return isAbsence(problem) ? { ...finding, severity: 'critical', short: 'absent' } : finding;
}
