import type { Message } from '../../nats/link.ts';
import type { Problem } from '../problem.ts';
import type { Api } from '../request.ts';
import { type Delivered, deliveredOf } from './delivered.ts';

/** CONSUMER.MSG.NEXT, with the options that a person sets. */
export interface PullBody {
	readonly batch: number;
	/** Return available messages at once; otherwise wait for `expires`. */
	readonly no_wait?: true;
	/** Nanoseconds. */
	readonly expires?: number;
	/** Of a consumer with priority groups, 2.11 and later. */
	readonly group?: string;
}

export interface Pulled {
	/** These count as delivered, even after a problem. */
	readonly messages: readonly Delivered[];
	/** Why it ended before the batch was full, as a sentence. */
	readonly ended?: string;
	readonly problem?: Problem;
	readonly ms: number;
}

/** Longer than the server itself waits. */
const graceMs = 2_000;

/** Pulls messages from a consumer, which changes it: they count as delivered and wait for acknowledgement. */
export async function pull(
	api: Api,
	params: { readonly stream: string; readonly consumer: string },
	body: PullBody,
): Promise<Pulled> {
	let taken = 0;
	const isLast = (message: Message): boolean => {
		if (message.status !== undefined) return !isSign(message);
		taken += 1;
		return taken >= body.batch;
	};
	const timeoutMs = body.expires === undefined ? undefined : body.expires / 1e6 + graceMs;
	const options = { isLast, ...(timeoutMs !== undefined && { timeoutMs }) };
	const received = await api.receive('consumer.next', params, body, options);
	const at = Date.now();
	const messages = received.messages.flatMap((message) => deliveredOf(message, at) ?? []);
	const status = received.messages.findLast((message) => message.status !== undefined && !isSign(message))?.status;
	// Without statuses silence is all that ends a pull.
	const isSilence = api.dialect() === 'preview' && received.problem?.kind === 'timeout';
	const problem = isSilence ? undefined : (received.problem ?? refusedBy(received.messages, status, api.prefix));
	return {
		messages,
		ms: received.ms,
		...(status !== undefined && { ended: sentenceOf(status) }),
		...(isSilence && { ended: 'No more messages came in time.' }),
		...(problem !== undefined && { problem }),
	};
}

type Status = NonNullable<Message['status']>;

/** Heartbeats and flow control: more may come. */
const isSign = ({ status }: Message): boolean => status?.code === 100;

/** `no_wait` with a partly filled batch ends with 404 on newer servers, and with 408 on 2.9 and 2.10. */
const nothingMore: ReadonlySet<number> = new Set([404, 408]);

function sentenceOf({ code, description }: Status): string {
	if (code === 404) return 'The consumer has no more messages.';
	return code === 408 ? 'No more messages came in time.' : `The server ended the pull: ${description} (${code}).`;
}

/** A status that means that the request is wrong and nothing was delivered. */
function refusedBy(messages: readonly Message[], status: Status | undefined, subject: string): Problem | undefined {
	if (status === undefined || nothingMore.has(status.code) || messages.some((each) => each.status === undefined))
		return undefined;
	return {
		kind: 'api',
		subject,
		message: `${status.description || 'The server refused the pull request'} (${status.code}).`,
		advice: advices[status.code] ?? 'Look at the consumer before you try again.',
		code: status.code,
	};
}

const advices: Readonly<Record<number, string>> = {
	400: 'The consumer refuses this request: check its priority groups and its limits for pulls.',
	409: 'The request exceeds a limit of the consumer, or somebody deleted the consumer, or it is not a pull consumer.',
	412: 'The server lacks something that the request requires.',
	423: 'Another client is pinned: unpin it first.',
};
