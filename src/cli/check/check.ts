import { plural } from '../../format/integer.ts';
import { isClustered } from '../../jetstream/peer-group.ts';
import { type Answer, isRefusal, isWithoutJetStream, type Problem } from '../../jetstream/problem.ts';
import type { Api } from '../../jetstream/request.ts';
import type { AccountInfo } from '../../jetstream/wire.ts';
import { collectStream, isAbsence } from '../../store/collect.ts';
import type { LagLimits } from '../../store/state.ts';
import { accountVerdicts } from '../../views/health/account.ts';
import { streamHealth } from '../../views/health/stream.ts';
import { judgedConsumer } from '../../views/watch/judge.ts';
import type { CheckName } from './check-names.ts';
import { clusterJudge, clusterMeasures, serverFindings, serversIn, serversSaid } from './cluster.ts';
import {
	type Checked,
	type Finding,
	findingsOf,
	problemSaid,
	type Subject,
	unknownFinding,
	unknownOf,
	unreadFinding,
} from './finding.ts';
import { accountMeasures, consumerMeasures, type StreamSize, streamMeasures, totals } from './measures.ts';
import { checkServers } from './servers.ts';
import { type Judge, type Walked, walkAccount } from './walk.ts';

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
	/** Of the system account: a check of the cluster judges the servers over it too. */
	readonly systemContext?: string;
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

/**
 * Judges by the rules of the screens. Without JetStream nothing is known.
 * @param isSystem the connection is to the system account
 */
export async function check(api: Api, signal: AbortSignal, choices: CheckChoices, isSystem = false): Promise<Checked> {
	// The system account has no streams, but it sees the servers.
	if (choices.what === 'cluster' && isSystem) return checkServers(api, signal);
	const account = await api.request('account.info', {}, undefined, { signal });
	const about = subjectOf(choices);
	const isOver = !account.ok && (isWithoutJetStream(account.problem) || !isAnswered(account));
	if (isOver && !account.ok) return unread(about, unknownFinding(about, account.problem, signal));
	return checks[choices.what]({ ...choices, api, signal, account });
}

/** A user without the permission to ask for the account may still ask for its streams. */
const isAnswered = ({ problem: { kind } }: Extract<Answer<never>, { ok: false }>): boolean =>
	kind === 'permission-publish' || kind === 'api';

export function subjectOf({ what, stream, consumer }: CheckChoices): Subject {
	if (what === 'stream') return { kind: 'stream', stream };
	return what === 'consumer' ? { kind: 'consumer', stream, consumer } : { kind: what };
}

const unread = (about: Subject, finding: Finding): Checked => ({ about, seen: '', findings: [finding], measures: [] });

async function checkAccount({ api, signal, account, limits }: Wanted): Promise<Checked> {
	const about: Subject = { kind: 'account' };
	const judge: Judge<StreamSize | undefined> = {
		stream: (info) => {
			const { messages, bytes, consumer_count } = info.state;
			const { reasons } = streamHealth({ info });
			return {
				findings: findingsOf({ kind: 'stream', stream: info.config.name }, reasons),
				kept: { messages, bytes, consumer_count },
			};
		},
		consumer: (info, stream, at) => {
			const { health } = judgedConsumer(info, stream, { lagLimits: limits }, { at, now: at });
			const of: Subject = { kind: 'consumer', stream: info.stream_name, consumer: info.name };
			return { findings: findingsOf(of, health?.reasons ?? []), kept: undefined };
		},
		asksConsumers: ({ state }) => Number(state.consumer_count) > 0,
	};
	const walked = await walkAccount(api, judge, signal);
	const sizes = walked.streams.flatMap((each) => (each === undefined ? [] : [each]));
	return {
		about,
		seen: ` in ${walkedSaid(walked)}`,
		findings: [...accountFindings(account, signal), ...walked.findings],
		measures: [...(walked.isWhole.streams ? totals(sizes) : []), ...(account.ok ? accountMeasures(account.value) : [])],
	};
}

/** `14 streams, 18 consumers` */
function walkedSaid({ streams, consumers }: Walked<unknown>): string {
	return `${plural(streams.length, 'stream')}, ${plural(consumers.length, 'consumer')}`;
}

function accountFindings(account: Answer<AccountInfo>, signal: AbortSignal): readonly Finding[] {
	const about: Subject = { kind: 'account' };
	return account.ok
		? findingsOf(about, accountVerdicts(account.value))
		: [unreadFinding(about, account.problem, signal)];
}

/** Servers are seen as far as the account has something on them. */
async function checkCluster({ api, signal, account, systemContext }: Wanted): Promise<Checked> {
	const about: Subject = { kind: 'cluster' };
	const walked = await walkAccount(api, clusterJudge, signal);
	const groups = [...walked.streams, ...walked.consumers];
	const servers = serversIn(groups);
	const isWhole = walked.isWhole.streams && walked.isWhole.consumers;
	const none =
		'No stream or consumer of this account names a server of a cluster, so nothing is known about servers. Check with a user of an account whose streams have copies on all servers; for a single server check the account.';
	return {
		about,
		seen: `: ${serversSaid(servers)} in ${walkedSaid(walked)}; servers without any of these are not seen`,
		findings: [
			// Nothing of the account itself is judged here, but the server may say that JetStream is unavailable.
			...(account.ok || isRefusal(account.problem) ? [] : [unreadFinding(about, account.problem, signal)]),
			...servers.flatMap(serverFindings),
			...walked.findings,
			...(servers.length === 0 && isWhole && systemContext === undefined ? [unknownOf(about, none, 'no servers')] : []),
		],
		measures: isWhole && servers.length > 0 ? clusterMeasures(groups) : [],
	};
}

async function checkStream({ api, stream, signal }: Wanted): Promise<Checked> {
	const about: Subject = { kind: 'stream', stream };
	const answer = await collectStream(api, stream, { signal });
	if (!answer.ok) return unread(about, unreadOrAbsent(about, answer.problem, signal));
	const info = answer.value;
	const findings = findingsOf(about, streamHealth({ info }).reasons);
	return { about, seen: ' with the stream itself', findings, measures: streamMeasures(info) };
}

async function checkConsumer({ api, stream, consumer, limits, signal }: Wanted): Promise<Checked> {
	const about: Subject = { kind: 'consumer', stream, consumer };
	const answer = await api.request('consumer.info', { stream, consumer }, undefined, { signal });
	if (!answer.ok) return unread(about, unreadOrAbsent(about, answer.problem, signal));
	const { value: info, at } = answer;
	const of = await collectStream(api, stream, { signal });
	const { health } = judgedConsumer(info, of.ok ? of.value.config : undefined, { lagLimits: limits }, { at, now: at });
	const needsStream = info.cluster !== undefined && isClustered(info.cluster) && !info.config.num_replicas;
	return {
		about,
		seen: '',
		findings: [
			...findingsOf(about, health?.reasons ?? []),
			...(of.ok || !needsStream ? [] : [unknownCopies(about, of.problem, signal)]),
		],
		measures: consumerMeasures(info, at, limits),
	};
}

/** A consumer has as many copies as its stream unless its configuration says otherwise. */
function unknownCopies(about: Subject, problem: Problem, signal: AbortSignal): Finding {
	const sentence = `jetdeck could not read its stream, so it is unknown how many copies it should have: ${problemSaid(problem, signal)}`;
	return unknownOf(about, sentence, 'copies ?');
}

/** As `nats server check`: what somebody watches must be there. */
function unreadOrAbsent(about: Subject, problem: Problem, signal: AbortSignal): Finding {
	const finding = unreadFinding(about, problem, signal);
	return isAbsence(problem) ? { ...finding, severity: 'critical', short: 'absent' } : finding;
}
