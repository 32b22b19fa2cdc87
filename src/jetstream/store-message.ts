import { type Integer, isInteger } from '../format/integer.ts';
import { isRecord } from '../format/is.ts';
import { parseJson } from '../format/json.ts';
import type { Link, RequestOptions } from '../nats/link.ts';
import { apiProblem, malformedProblem } from './advice.ts';
import { errorOf } from './decode.ts';
import { type Answer, failed, type Problem, readOnlyProblem } from './problem.ts';
import { rawProblem } from './raw-door.ts';

/** A message for the stream of a bucket. */
export interface StoringMessage {
	readonly subject: string;
	readonly payload: Uint8Array;
	readonly headers: readonly (readonly [name: string, value: string])[];
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

/** Sends a message to a bucket, and waits until its stream has stored it (all versions but the technical preview). */
export async function storeMessage(
	link: Link,
	readOnly: boolean,
	{ subject, payload, headers }: StoringMessage,
	options: Pick<RequestOptions, 'timeoutMs' | 'signal'> = {},
): Promise<Answer<StoredAt>> {
	if (readOnly) return failed(readOnlyProblem(subject), 0);
	if (!bucketSubject.test(subject)) return failed(noBucket(subject), 0);
	const reply = await link.request(subject, payload, { ...options, headers });
	if (!reply.ok) return failed(unanswered(subject, rawProblem(subject, reply.problem)), reply.ms);
	const { data } = reply.message;
	const parsed = parseJson(new TextDecoder().decode(data));
	const value = parsed.ok && isRecord(parsed.value) ? parsed.value : {};
	const error = errorOf(value.error);
	if (error !== undefined) return failed(apiProblem(subject, error), reply.ms);
	const { stream, seq, domain } = value;
	if (typeof stream !== 'string' || !isInteger(seq))
		return failed(malformedProblem(subject, 'is no acknowledgement of a stream'), reply.ms);
	const stored = { stream, seq, ...(typeof domain === 'string' && domain !== '' && { domain }) };
	return { ok: true, value: stored, at: Date.now(), ms: reply.ms };
}

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
