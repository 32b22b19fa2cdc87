import { readDigits } from '../../format/exact.ts';
import type { Integer } from '../../format/integer.ts';
import type { Message } from '../../nats/link.ts';
import type { StoredEntry } from './stored-entry.ts';
import { sizeOf } from './stored-entry.ts';

/** A message that a consumer has delivered to us. */
export interface Delivered {
	readonly entry: StoredEntry;
	/** Where acknowledgements of it go. */
	readonly reply: string;
	/** How often it was delivered, this time included. */
	readonly deliveries: number;
	/** The consumer's own sequence of deliveries. */
	readonly consumerSeq: Integer;
	/** Messages that the consumer has yet to deliver after it; preview servers do not return it. */
	readonly pending?: Integer;
	/** Local time, ms since the epoch. */
	readonly at: number;
}

/** A message with the delivery that its reply subject describes; undefined for statuses and other messages. */
export function deliveredOf(message: Message, at: number): Delivered | undefined {
	const { reply = '', subject, headers, data, status } = message;
	const said = status === undefined ? readAckSubject(reply) : undefined;
	if (said === undefined) return undefined;
	const { seq, time, ...delivery } = said;
	const size = sizeOf(data, headers);
	return { entry: { seq, subject, time, headers, payload: data, size }, reply, at, ...delivery };
}

interface AckSubject extends Pick<Delivered, 'deliveries' | 'consumerSeq' | 'pending'> {
	readonly seq: Integer;
	readonly time: string;
}

/**
 * Reads `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream sequence>.<consumer sequence>.<time>.<pending>`; the long form has
 * a domain and an account hash after `$JS.ACK`, and perhaps one more token at its end. That of the technical preview ends with
 * the consumer sequence.
 */
export function readAckSubject(subject: string): AckSubject | undefined {
	const tokens = subject.split('.');
	if (tokens[0] !== '$JS' || tokens[1] !== 'ACK') return undefined;
	if (tokens.length === 7) return readPreviewSubject(tokens);
	if (tokens.length !== 9 && tokens.length < 11) return undefined;
	const numbers = tokens.slice(tokens.length === 9 ? 4 : 6).map(readDigits);
	const [deliveries, seq, consumerSeq, ns, pending] = numbers;
	if (deliveries === undefined || seq === undefined || consumerSeq === undefined) return undefined;
	if (ns === undefined || pending === undefined) return undefined;
	return { deliveries: Number(deliveries), seq, consumerSeq, pending, time: timeOf(BigInt(ns)) };
}

const never = '0001-01-01T00:00:00Z';

function readPreviewSubject(tokens: readonly string[]): AckSubject | undefined {
	const [deliveries, seq, consumerSeq] = tokens.slice(4).map(readDigits);
	if (deliveries === undefined || seq === undefined || consumerSeq === undefined) return undefined;
	return { deliveries: Number(deliveries), seq, consumerSeq, time: never };
}

function timeOf(ns: bigint): string {
	const whole = new Date(Number(ns / 1_000_000_000n) * 1000).toISOString().slice(0, -5);
	const fraction = String(ns % 1_000_000_000n)
		.padStart(9, '0')
		.replace(/0+$/, '');
	return `${whole}${fraction === '' ? '' : `.${fraction}`}Z`;
}
