import { type Integer, isInteger } from '../format/integer.ts';
import { isRecord } from '../format/is.ts';
import { parseJson } from '../format/json.ts';
import type { Link, Message, RequestOptions } from '../nats/link.ts';
import { apiProblem, malformedProblem } from './advice.ts';
import { errorOf } from './decode.ts';
import { type Answer, failed, type Problem, readOnlyProblem } from './problem.ts';
import { rawProblem } from './raw-door.ts';
import type { ApiError } from './wire.ts';

/** A message for the stream of a bucket. */
export interface StoringMessage {
	readonly subject: string;
	readonly payload: Uint8Array;
	readonly headers: readonly (readonly [name: string, value: string])[];
	/** The stream that is to store it; absent where jetdeck cannot know it. */
	readonly into?: StreamOfDomain;
}

/** A stream by what its acknowledgements say. */
export interface StreamOfDomain {
	readonly stream: string;
	/** Empty for none; absent if unknown. */
	readonly domain?: string;
}

/** The acknowledgement of a stream. */
export interface StoredAt {
	readonly stream: string;
	readonly seq: Integer;
	/** Of the stream, where it has one. */
	readonly domain?: string;
}

/** Subjects of buckets, also through the API prefix of a domain; this door reaches nothing else. */
const bucketSubject = /^(?:[^\s]+\.)?\$(?:KV|O)\.[^.\s]+\.[^\s]+$/;

/**
 * Sends a message to a bucket, and waits until its stream has stored it (all versions but the technical preview). A stream of another name
 * or domain may take the subject too: its acknowledgement does not count.
 */
export async function storeMessage(
	link: Link,
	readOnly: boolean,
	message: StoringMessage,
	options: Pick<RequestOptions, 'timeoutMs' | 'signal'> = {},
): Promise<Answer<StoredAt>> {
	const { subject, payload, headers, into } = message;
	if (readOnly) return failed(readOnlyProblem(subject), 0);
	if (!bucketSubject.test(subject)) return failed(noBucket(subject), 0);
	let other: StoredAt | undefined;
	const isForeign = ({ data }: Message): boolean => {
		const ack = readAck(data);
		if (ack.stored === undefined || isWanted(ack.stored, into)) return false;
		other = ack.stored;
		return true;
	};
	const reply = await link.request(subject, payload, { ...options, headers, isForeign });
	if (!reply.ok) {
		const problem = unanswered(subject, rawProblem(subject, reply.problem));
		return failed(other === undefined ? problem : elsewhere(message, other), reply.ms);
	}
	const { error, stored, duplicate } = readAck(reply.message.data);
	if (error !== undefined) return failed(apiProblem(subject, error), reply.ms);
	if (stored === undefined) return failed(malformedProblem(subject, 'is no acknowledgement of a stream'), reply.ms);
	if (duplicate) return failed(takenForDuplicate(subject), reply.ms);
	return { ok: true, value: stored, at: Date.now(), ms: reply.ms };
}

/** How long after the first reply another one may take. */
const quietMs = 250;

/**
 * How many streams take a subject of a bucket, also in other domains: each is sent a message that expects a stream which none of them is,
 * so each refuses it (10060), and nothing is stored. 0 if none replies.
 */
export async function countTakers(link: Link, readOnly: boolean, subject: string): Promise<number> {
	if (readOnly || !bucketSubject.test(subject)) return 0;
	const { messages } = await link.gather(subject, '', {
		headers: [['Nats-Expected-Stream', 'none: jetdeck counts streams']],
		isLast: (_, number) => number > 1,
		quietMs: () => quietMs,
	});
	return messages.filter(({ data }) => readAck(data).error !== undefined).length;
}

interface Ack {
	readonly error?: ApiError;
	readonly stored?: StoredAt;
	readonly duplicate: boolean;
}

function readAck(data: Uint8Array): Ack {
	const parsed = parseJson(new TextDecoder().decode(data));
	const value = parsed.ok && isRecord(parsed.value) ? parsed.value : {};
	const { stream, seq, domain, duplicate } = value;
	const error = errorOf(value.error);
	if (error !== undefined) return { error, duplicate: false };
	if (typeof stream !== 'string' || !isInteger(seq)) return { duplicate: false };
	const stored = { stream, seq, ...(typeof domain === 'string' && domain !== '' && { domain }) };
	return { stored, duplicate: duplicate === true };
}

function isWanted(stored: StoredAt, into: StreamOfDomain | undefined): boolean {
	if (into === undefined) return true;
	const { stream, domain } = into;
	return stored.stream === stream && (domain === undefined || (stored.domain ?? '') === domain);
}

const inDomain = (domain: string | undefined): string => (domain ? ` of domain ${domain}` : '');

function elsewhere({ subject, into }: StoringMessage, other: StoredAt): Problem {
	return {
		kind: 'other',
		subject,
		message: `Stream ${other.stream}${inDomain(other.domain)} stored the message; stream ${into?.stream}${inDomain(into?.domain)} did not confirm it.`,
		advice: 'Two streams may take the subjects of this bucket: look at both before you write again.',
		elsewhere: true,
	};
}

const takenForDuplicate = (subject: string): Problem => ({
	kind: 'api',
	subject,
	message: 'The stream took the message for a duplicate of an earlier one, and did not store it (Nats-Msg-Id).',
	advice: 'Nothing was stored.',
});

function unanswered(subject: string, problem: Problem): Problem {
	if (problem.kind !== 'no-responders') return problem;
	return {
		...problem,
		message: `No stream stores ${subject}.`,
		advice: 'The bucket is gone, or its subjects are not those of a bucket: look at the configuration of its stream.',
	};
}

function noBucket(subject: string): Problem {
	return {
		kind: 'bad-input',
		subject,
		message: `${subject} is no subject of a bucket.`,
		advice: 'Nothing was sent.',
		unsent: true,
	};
}

/** Servers of 2020 have neither headers nor buckets. */
export function withoutBuckets(subject: string): Problem {
	return {
		kind: 'unsupported',
		subject,
		message: 'This server speaks the technical preview of 2020, which has no buckets.',
		advice: 'Nothing was sent. Buckets need nats-server 2.3 or later.',
		unsent: true,
	};
}
