import { type ConsoleReply, type Exchange, newExchangeId } from '../../src/console/state.ts';
import { nowhere } from './nats-lines.ts';

/** A line of the console that was answered, or as the parts say. */
export function exchange(answers: readonly (string | object)[], parts: Partial<Exchange> = {}): Exchange {
	const replies = answers.map((answer, at) => reply(answer, { number: at + 1 }));
	return {
		id: newExchangeId(),
		text: 'asked',
		verb: 'request',
		effect: 'read',
		subject: 'asked',
		payload: '',
		headers: [],
		cli: nowhere,
		at: 0,
		notes: [],
		phase: 'over',
		several: answers.length > 1,
		replies,
		came: replies.length,
		bytes: replies.reduce((sum, { message }) => sum + message.data.length, 0),
		ms: 1,
		raw: false,
		toggled: new Set(),
		...parts,
	};
}

interface ReplyParts extends Partial<ConsoleReply['message']> {
	readonly number?: number;
}

export function reply(answer: string | object, { number = 1, ...message }: ReplyParts = {}): ConsoleReply {
	const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
	const plain = { subject: '_INBOX.0123456789ABCDEFGHIJKL', data: new TextEncoder().encode(text), headers: [] };
	return { number, ms: 1, message: { ...plain, ...message } };
}
