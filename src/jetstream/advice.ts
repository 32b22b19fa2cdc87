import type { Link, LinkProblem, ServerIdentity, Target } from '../nats/link.ts';
import { isOfPreviewTime } from './dialect.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import type { SystemEndpoint } from './endpoints/system.ts';
import { explain } from './errors.ts';
import type { Problem } from './problem.ts';
import { isStandalone } from './standalone.ts';
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

const noAnswer = 'no answer';
const shortKinds: Readonly<Partial<Record<LinkProblem['kind'], string>>> = {
	timeout: noAnswer,
	'permission-publish': 'not permitted',
	'permission-subscribe': 'not permitted',
};
/** `err_code`s of a stream that no server runs any more, and of one that this server does not run. */
const offline = 10118;
const stopped = 10194;

const advices: Readonly<Record<LinkProblem['kind'], (situation: Situation) => string>> = {
	timeout: timeoutAdvice,
	'no-responders': silenceAdvice,
	'permission-publish': ({ problem }) =>
		`Ask for the permission to publish to ${problem.subject}; the rest still works.`,
	'permission-subscribe': ({ problem }) =>
		`Replies cannot be received on ${problem.subject}: ask for the permission to subscribe to it, or set the inbox prefix that your user may use.`,
	disconnected: () => 'jetdeck keeps trying to reconnect; the data on screen is what was last seen.',
	cancelled: () => 'The request was cancelled before a reply came.',
	'bad-subject': () => 'Check the names, the domain and the API prefix: they must form a valid subject.',
	'bad-header': () => 'Correct the header.',
	'too-large': ({ server }) =>
		server === undefined
			? 'The request is larger than max_payload of the server.'
			: `The request is larger than max_payload of the server, ${server.maxPayload} bytes.`,
	unsupported: () => 'Send it without headers, or connect to a server that supports them.',
	other: () => 'Try again; if it fails again, read the server log.',
};

/** Makes a failed request a problem with advice for the endpoint it concerned. */
export function linkProblem(endpoint: Endpoint, subject: string, problem: LinkProblem, link: Link): Problem {
	const status = link.status();
	const server = 'server' in status ? status.server : undefined;
	const advice = advices[problem.kind]({ endpoint, subject, target: link.target, server, problem });
	const { kind, message, unsent } = problem;
	const short = shortKinds[kind];
	return { kind, subject, message, advice, ...(short !== undefined && { short }), ...(unsent && { unsent }) };
}

/** The same for a request to servers. */
export function systemProblem(endpoint: SystemEndpoint, subject: string, problem: LinkProblem): Problem {
	const advice: Readonly<Partial<Record<LinkProblem['kind'], string>>> = {
		timeout: 'The servers may be busy, or the network slow; jetdeck asks again.',
		'no-responders':
			endpoint.audience === 'system'
				? 'Only the system account may ask servers: :system connects to it beside this account.'
				: `This server does not answer it; it needs nats-server ${endpoint.since}.`,
		'permission-publish': `Ask for the permission to publish to ${problem.subject}; the rest still works.`,
		'permission-subscribe': `Replies cannot be received on ${problem.subject}: ask for the permission to subscribe to it.`,
	};
	const { kind, message, unsent } = problem;
	const short = shortKinds[kind];
	return {
		kind,
		subject,
		message,
		advice: advice[kind] ?? 'jetdeck asks again.',
		...(short !== undefined && { short }),
		...(unsent && { unsent }),
	};
}

/** Makes the `error` of an envelope a problem. */
export function apiProblem(subject: string, error: ApiError): Problem {
	return {
		kind: 'api',
		subject,
		message: error.description ?? `The server returned error ${error.err_code ?? error.code}.`,
		advice: explain(error),
		...shortOf(error),
		code: error.code,
		...(error.err_code !== undefined && { errCode: error.err_code }),
	};
}

const shorts: Readonly<Record<number, string>> = { 10008: 'unavailable', 10118: 'offline', 10119: 'offline' };

/** The server's own reason follows the same words for whatever it does not run. */
function shortOf({ err_code: code, description = '' }: ApiError): Pick<Problem, 'short'> {
	const reason = code === 10194 || code === 10195 ? description.replace(/^\w+ is offline: /, '') : undefined;
	const short = reason ?? shorts[code ?? 0];
	return short === undefined ? {} : { short };
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

/** For an entry that a list names as missing: a cluster asks every leader, and leaves out the silent ones. */
export function silentProblem(subject: string): Problem {
	return {
		kind: 'timeout',
		subject,
		message: 'No answer from its leader in time.',
		short: noAnswer,
		advice: 'It may have no leader, or its server may be down or slow. jetdeck keeps asking.',
		missing: true,
	};
}

/**
 * For an entry that the list of a cluster names as missing because none of its servers runs, as the leader of the meta group sees it. One
 * that was frozen may call itself offline (2.15.1), and then the stream goes on storing messages. INFO has the same code.
 */
export function offlineProblem(subject: string, servers: readonly string[]): Problem {
	const named = servers.length === 0 ? 'its servers' : listed(servers);
	const [are, they, run] = servers.length === 1 ? ['is', 'it', 'runs'] : ['are', 'they', 'run'];
	return {
		kind: 'api',
		subject,
		message: `The meta leader calls ${named} offline.`,
		short: `${named} offline`,
		advice: `Start ${named} again; if ${they} ${run}, step down the meta leader. If ${they} ${are} lost for good, delete this and create it again; data that only ${they} stored is lost.`,
		errCode: offline,
	};
}

/** For a stream or consumer that a server has but does not run. `reason` is the server's; 2.11.9 and later. INFO has the same code. */
export function stoppedProblem(subject: string, reason: string): Problem {
	return {
		kind: 'api',
		subject,
		message: `Offline: ${reason || 'the server gives no reason'}.`,
		short: reason || 'offline',
		advice: 'A newer server may support what it uses. This one can only delete it.',
		errCode: stopped,
	};
}

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
function listed(names: readonly string[]): string {
	return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** For an unreadable entry of a list. `reason` completes "Its entry in X ". */
export function unreadableProblem(subject: string, reason: string): Problem {
	return {
		kind: 'malformed',
		subject,
		message: `Its entry in ${subject} ${reason}.`,
		short: 'unreadable',
		advice: 'A newer jetdeck may be able to read it; the console shows the reply as it came.',
	};
}

function timeoutAdvice({ endpoint, target, server }: Situation): string {
	const then = previewSilence(server);
	if (then !== undefined) return then;
	if (endpoint.audience === 'system') return systemAdvice(endpoint);
	if (endpoint.gone !== undefined) return `Servers from ${endpoint.gone} on do not support this request.`;
	const alone = isStandalone(server, target);
	if (endpoint.cluster)
		return alone
			? 'Only a cluster answers this request; this server runs alone.'
			: 'Only a cluster answers this request, through the leader of what it names.';
	if (endpoint.since !== '2.2' && endpoint.since !== '2.9')
		return `Servers before ${endpoint.since} do not support this request.`;
	const slow = `the server needs longer than ${target.timeoutMs / 1000} s`;
	if (alone) return `${capital(slow)}, or the account lacks a permission: raise --timeout to find out.`;
	return endpoint.subject.includes('{')
		? `It may have no leader or be offline, or ${slow}: press r to ask again, or raise --timeout.`
		: `The account may lack a permission, the cluster may have no leader, or ${slow}: raise --timeout to find out.`;
}

function capital(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Users of the system account read it too: a single or an old server does not answer them either. */
function systemAdvice({ cluster, since }: Endpoint): string {
	const servers = since === '2.2' || since === '2.9' ? 'Servers' : `Servers from ${since} on`;
	return `${servers} answer only users of the system account${cluster ? ', and only in a cluster' : ''}.`;
}

/** Why a preview server is silent where a current one refuses; undefined for any other server. */
export function previewSilence(server: ServerIdentity | undefined): string | undefined {
	if (server === undefined || !isOfPreviewTime(server)) return undefined;
	const { version, jetstream } = server;
	return jetstream
		? `This server, ${version}, is of the technical preview of 2020. It does not reply when JetStream is off for the account, when it does not know what the request names, or while it has no message to send.`
		: `JetStream is off on this server, ${version}, of the technical preview of 2020, so it does not reply: start it with -js.`;
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
	const where = isStandalone(server, target) ? 'for this account' : 'for this account or in this cluster';
	return `JetStream is off ${where}, or runs in a domain: enable it, or set --domain.`;
}
