import type { Link, LinkProblem, Message } from '../nats/link.ts';
import { noHeaders } from '../nats/no-headers.ts';
import { previewSilence } from './advice.ts';
import { wouldCrash } from './preview/crash.ts';
import { type Problem, readOnlyProblem } from './problem.ts';
import { isPublishAck } from './publish-ack.ts';
import { silenceOf } from './status.ts';
import { type SubjectEffect, type SubjectVerdict, subjectEffect } from './subject-effect.ts';

/** A message to any subject. */
export interface RawMessage {
	readonly subject: string;
	readonly payload: string;
	readonly headers?: readonly (readonly [name: string, value: string])[];
}

interface RawOptions {
	/** The confirmed effect: the door sends nothing graver. */
	readonly allow: 'read' | 'publish' | 'change';
	/** Of each reply, milliseconds. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

interface RawGather extends RawOptions {
	/** How many replies are the last. */
	readonly most: number;
	/** Called with each reply as it comes. */
	readonly onReply?: (message: Message) => void;
}

export interface RawReplies {
	readonly messages: readonly Message[];
	/** Why there are no more, or none. */
	readonly problem?: Problem;
	readonly ms: number;
}

/**
 * The door for subjects that a person typed. It judges the subject itself, whatever the caller believes;
 * a read-only door sends only what is known to read. Nothing here rejects.
 */
export interface RawDoor {
	readonly verdict: (subject: string, headers?: RawMessage['headers']) => SubjectVerdict;
	readonly request: (message: RawMessage, options: RawGather) => Promise<RawReplies>;
	/** Sends without a reply subject. Resolves, once the server has the message, with why it was refused. */
	readonly publish: (message: RawMessage, options: Pick<RawOptions, 'allow'>) => Promise<Problem | undefined>;
}

/** @param prefix what the deck puts before API requests */
export function openRawDoor(link: Link, prefix: string, readOnly: boolean): RawDoor {
	const verdict: RawDoor['verdict'] = (subject, headers = []) => {
		const found = subjectEffect(subject, prefix, headers);
		const status = link.status();
		const refusal = headers.length > 0 && 'server' in status ? noHeaders(status.server) : undefined;
		return refusal === undefined ? found : { ...found, refusal };
	};
	const refuse = (message: RawMessage, { allow }: Pick<RawOptions, 'allow'>): Problem | undefined => {
		const { effect, refusal } = verdict(message.subject, message.headers);
		const crash = wouldCrash(message);
		if (refusal !== undefined || crash !== undefined) return refused(message.subject, refusal ?? crash ?? '');
		if (readOnly && effect !== 'read') return readOnlyProblem(message.subject);
		return order[effect] > order[allow]
			? refused(message.subject, 'It changes something, and nobody confirmed it.')
			: undefined;
	};
	return {
		verdict,
		request: async (message, options) => {
			const refusal = refuse(message, options);
			if (refusal !== undefined) return { messages: [], problem: refusal, ms: 0 };
			const { match } = verdict(message.subject);
			const replies = await askFor(link, message, {
				...options,
				ends: match?.endpoint.replyType.length === 0,
				isApi: match !== undefined,
			});
			return replies.problem?.kind === 'timeout' && verdict(message.subject).unknown
				? { ...replies, problem: { ...replies.problem, advice: dropped } }
				: replies;
		},
		publish: async (message, options) => {
			const refusal = refuse(message, options);
			if (refusal !== undefined) return refusal;
			const { subject, payload, headers = [] } = message;
			const problem = await link.deliver(subject, payload, { headers });
			return problem && rawProblem(subject, problem);
		},
	};
}

const dropped = 'Servers do not reply to unknown requests: check the spelling.';

const order: Readonly<Record<SubjectEffect, number>> = { read: 0, publish: 1, change: 2, destroy: 2 };

function refused(subject: string, message: string): Problem {
	return { kind: 'bad-input', subject, message, advice: 'Nothing was sent.', unsent: true };
}

/** On an inbox of its own: pulled messages come under the subject they are stored by. */
async function askFor(
	link: Link,
	message: RawMessage,
	options: RawGather & { readonly ends: boolean; readonly isApi: boolean },
): Promise<RawReplies> {
	const { subject, payload, headers } = message;
	const gathered = await link.gather(subject, payload, {
		...withHeaders(options, headers),
		...(options.isApi && { isForeign: isPublishAck }),
		isLast: (reply, number) => {
			options.onReply?.(reply);
			return number >= options.most || (options.ends && isEnd(reply));
		},
	});
	const { messages, problem, ms } = gathered;
	return { messages, ms, ...(problem && { problem: unanswered(link, subject, problem) }) };
}

/** For a request of the API to a preview server, jetdeck knows why no reply came. */
function unanswered(link: Link, subject: string, problem: LinkProblem): Problem {
	const status = link.status();
	const isApi = problem.kind === 'timeout' && subject.startsWith('$JS.');
	const then = isApi && 'server' in status ? previewSilence(status.server) : undefined;
	return { ...rawProblem(subject, problem), ...(then !== undefined && { advice: then }) };
}

/** The status that ends the messages: 204 after a batch, 404 and above after a pull. */
function isEnd({ status, data }: Message): boolean {
	return status !== undefined && (status.code === 204 || status.code >= 400) && data.length === 0;
}

function withHeaders({ timeoutMs, signal }: RawOptions, headers: RawMessage['headers']) {
	return {
		...(timeoutMs !== undefined && { timeoutMs }),
		...(signal !== undefined && { signal }),
		...(headers !== undefined && headers.length > 0 && { headers }),
	};
}

const advices: Readonly<Record<LinkProblem['kind'], string>> = {
	timeout: 'If somebody listens on this subject, the reply may need longer: try a longer --timeout.',
	'no-responders':
		'No service and no API listens on this subject (503): check its spelling, the domain and the account.',
	'permission-publish': 'The server refused the message: ask whoever runs the server for the permission.',
	'permission-subscribe':
		'Replies cannot be received: ask for the permission, or set the inbox prefix that your user may use.',
	disconnected: 'jetdeck keeps trying to reconnect. The outcome is not known.',
	cancelled: 'jetdeck stopped waiting; the server may still carry it out.',
	'bad-subject': 'Correct the subject.',
	'bad-header': 'Correct the header.',
	'too-large': 'The message is larger than max_payload of the server.',
	unsupported: 'Send it without headers, or connect to a server that supports them.',
	other: 'Try again; if it fails again, read the server log.',
};

/** A failed message to any subject as a problem, with what it means. */
export function rawProblem(subject: string, { kind, message, unsent }: LinkProblem): Problem {
	const silence = kind === 'no-responders' ? silenceOf(subject) : undefined;
	const advice = kind === 'disconnected' && unsent ? noConnection : (silence ?? advices[kind]);
	return { kind, subject, message, advice, ...(unsent && { unsent }) };
}

const noConnection = 'Nothing was sent; jetdeck keeps trying to reconnect.';
