import type { Link, LinkProblem, ServerIdentity, Target } from '../nats/link.ts';
import { isOfPreviewTime } from './dialect.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { explain } from './errors.ts';
import type { Problem } from './problem.ts';
import type { ApiError } from './wire.ts';

/** What advice depends on besides the problem itself. */
interface Situation {
	readonly endpoint: Endpoint;
	/** The subject that was requested. */
	readonly subject: string;
	readonly target: Target;
	readonly server?: ServerIdentity | undefined;
	readonly problem: LinkProblem;
}

const advices: Readonly<Record<LinkProblem['kind'], (situation: Situation) => string>> = {
	timeout: timeoutAdvice,
	'no-responders': silenceAdvice,
	'permission-publish': ({ problem }) =>
		`Ask for the permission to publish to ${problem.subject}; the rest still works.`,
	'permission-subscribe': ({ problem }) =>
		`Replies cannot be received on ${problem.subject}: ask for the permission to subscribe to it, or set the inbox prefix that your user may use.`,
	disconnected: () => 'jetdeck keeps trying to reconnect; the data on screen is what was last seen.',
	cancelled: () => 'The request was given up before an answer came.',
	'bad-subject': () => 'Check the names, the domain and the API prefix: they must form a valid subject.',
	'too-large': ({ server }) =>
		server === undefined
			? 'The request is larger than the server takes.'
			: `The request is larger than the ${server.maxPayload} bytes that the server takes.`,
	unsupported: () => 'Send it without headers, or connect to a server that takes them.',
	other: () => 'Try again; if it stays, look into the log of the server.',
};

/** Makes a failed request a problem with advice for the endpoint it concerned. */
export function linkProblem(endpoint: Endpoint, subject: string, problem: LinkProblem, link: Link): Problem {
	const status = link.status();
	const server = 'server' in status ? status.server : undefined;
	const advice = advices[problem.kind]({ endpoint, subject, target: link.target, server, problem });
	const { kind, message, unsent } = problem;
	return { kind, subject, message, advice, ...(unsent && { unsent }) };
}

/** Makes the `error` of an envelope a problem. */
export function apiProblem(subject: string, error: ApiError): Problem {
	return {
		kind: 'api',
		subject,
		message: error.description ?? `The server answered error ${error.err_code ?? error.code}.`,
		advice: explain(error),
		code: error.code,
		...(error.err_code !== undefined && { errCode: error.err_code }),
	};
}

/** The reply was no JetStream envelope. `reason` completes "The reply to SUBJECT ". */
export function malformedProblem(subject: string, reason: string): Problem {
	return {
		kind: 'malformed',
		subject,
		message: `The reply to ${subject} ${reason}.`,
		advice: 'Something else may answer on this subject: check the API prefix and the imports of the account.',
	};
}

/** Of what a list named as missing: a cluster asks the leaders of all, and goes on without the silent ones. */
export function silentProblem(subject: string): Problem {
	return {
		kind: 'timeout',
		subject,
		message: 'Its leader did not answer in time.',
		advice: 'It may have no leader or be offline: see the health of the cluster.',
	};
}

/** Of an entry of a list. `reason` completes "Its entry in X ". */
export function unreadableProblem(subject: string, reason: string): Problem {
	return {
		kind: 'malformed',
		subject,
		message: `Its entry in ${subject} ${reason}.`,
		advice: 'A newer jetdeck may be able to read it; the console shows the reply as it came.',
	};
}

function timeoutAdvice({ endpoint, target, server }: Situation): string {
	const then = silentThen(server);
	if (then !== undefined) return then;
	if (endpoint.audience === 'system') return systemAdvice(endpoint);
	if (endpoint.gone !== undefined) return `Servers from ${endpoint.gone} on no longer know this request.`;
	if (endpoint.cluster) return 'This request is answered only in a cluster, and by the leader of what it concerns.';
	if (endpoint.since !== '2.2' && endpoint.since !== '2.9')
		return `Servers before ${endpoint.since} do not know this request.`;
	const seconds = target.timeoutMs / 1000;
	return endpoint.subject.includes('{')
		? `It may have no leader or be offline, or the server needs longer than ${seconds} s: see the cluster's health, or raise --timeout.`
		: `The account may lack a right, the cluster may have no leader, or the server needs longer than ${seconds} s: raise --timeout to find out.`;
}

/** Said to users of the system account too, whom a server alone, or an old one, does not answer either. */
function systemAdvice({ cluster, since }: Endpoint): string {
	const only = ['Only users of the system account are answered', ...(cluster ? ['only in a cluster'] : [])].join(
		', and ',
	);
	return since === '2.2' || since === '2.9' ? `${only}.` : `${only}, by servers from ${since} on.`;
}

/** Servers of then said nothing where those of today say no: why; undefined of any other. */
export function silentThen(server: ServerIdentity | undefined): string | undefined {
	if (server === undefined || !isOfPreviewTime(server)) return undefined;
	const { version, jetstream } = server;
	return jetstream
		? `This server, ${version}, is of the technical preview of 2020. It says nothing where JetStream is off for the account, where it does not know what is asked for, and while it has no message to send.`
		: `JetStream is off on this server, ${version}, of the technical preview of 2020, which then says nothing: start it with -js.`;
}

function silenceAdvice({ endpoint, target, server }: Situation): string {
	if (endpoint.subject.startsWith('DIRECT.GET.'))
		return 'The stream does not exist or does not allow direct get: read through its leader, or set allow_direct.';
	if (endpoint.id === 'consumer.next') return 'The consumer does not exist, or is not a pull consumer.';
	if (target.domain !== undefined)
		return `Nothing answers for the JetStream domain ${target.domain}: check its name, and that its leaf nodes are connected.`;
	if (target.apiPrefix !== undefined)
		return `Nothing answers under ${target.apiPrefix}: check the API prefix against the imports of this account.`;
	if (server?.jetstream === false)
		return 'JetStream is off on this server: start it with -js or a jetstream block, or connect to one that has it.';
	return 'JetStream is off for this account or in this cluster, or lives in a domain: enable it, or name the domain.';
}
