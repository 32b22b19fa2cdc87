import type { Asset } from '../../src/changes/asset.ts';
import { findPreviewRefusal } from '../../src/console/preview-refusal.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { ackFromPreview } from '../../src/jetstream/preview/ack.ts';
import { asPreviewReply } from '../../src/jetstream/preview/as-preview-reply.ts';
import { refusalByPayload } from '../../src/jetstream/preview/refusals.ts';
import { buildSubject } from '../../src/jetstream/subject.ts';
import type { Link, Message } from '../../src/nats/link.ts';
import { raw } from './jetstream.ts';
import { differenceOf } from './preview-differences.ts';
import { counterpartOf } from './preview-producible.ts';
import type { Recorded } from './preview-transcript.ts';
import { until } from './until.ts';

const text = (data: Uint8Array): string => new TextDecoder().decode(data);

/** A server of today on which the recorded requests are carried out, translated. */
export interface World {
	/** What the deck tells of it as the preview would have answered; `refusal` where it sends nothing. */
	tell(recorded: Recorded): Promise<readonly string[] | { readonly refusal: string }>;
	/** Does what was done there without having been recorded, before a case that needs it. */
	prepare(recorded: Recorded): Promise<void>;
	/** Takes back a creation. */
	undo(recorded: Recorded): Promise<void>;
}

/** @param ephemeral the name that an ephemeral consumer has in the transcript */
export function openWorld(link: Link, ephemeral: string): World {
	const unrecorded = unrecordedIn(link);
	/** The name that the server gave to the last ephemeral consumer. */
	let given = '';
	const forget = (stream: string, consumer: string) => raw(link, `$JS.API.CONSUMER.DELETE.${stream}.${consumer}`, {});
	return {
		prepare: async (recorded) => {
			const { case: name } = recorded;
			await unrecorded[name]?.();
			const [, stream = '', consumer] = /^\$JS\.STREAM\.([^.]+)\.CONSUMER\.([^.]+)\.INFO$/.exec(recorded.subject) ?? [];
			// A push consumer delivers when it can: what is counted is looked at once it did.
			if (consumer !== undefined && differenceOf(recorded) === undefined)
				await delivered(link, stream, consumer.replace(ephemeral, given), deliveriesIn(recorded));
			const [, next] = /^start\.([A-Z]+)\.create$/.exec(name) ?? [];
			const before = name === 'pull.create' ? startOrder.at(-1) : startOrder[startOrder.indexOf(next ?? '') - 1];
			if (before !== undefined) await forget('ORDERS', before);
		},
		undo: async ({ subject }) => {
			const [, stream = '', consumer] = /^\$JS\.STREAM\.([^.]+)\.(?:CONSUMER\.([^.]+)\.)?/.exec(subject) ?? [];
			if (subject.includes('.EPHEMERAL.')) await forget(stream, given);
			else if (consumer !== undefined) await forget(stream, consumer);
			else await raw(link, `$JS.API.STREAM.DELETE.${stream}`, {});
		},
		tell: async (recorded) => {
			const { subject, request } = recorded;
			const ack = ackFromPreview(subject);
			if (ack !== undefined || !subject.startsWith('$JS.')) {
				// What nobody answers is not waited for long.
				const timeoutMs = recorded.replies.length === 0 ? 200 : 2000;
				const { messages } = await link.gather(ack ?? subject, request ?? '', { timeoutMs, isLast: () => true });
				return request === '+NXT' ? messages.map(deliveryIn) : [];
			}
			const told = await ask(link, recorded, subject.replace(ephemeral, given), (name) => {
				given = name;
			});
			if ('refusal' in told) return told;
			return told.map((each) => (given === '' ? each : each.replaceAll(given, ephemeral)));
		},
	};
}

/** Sends what a recorded request is today, to a subject with names of today. */
async function ask(
	link: Link,
	recorded: Recorded,
	subject: string,
	onEphemeral: (name: string) => void,
): ReturnType<World['tell']> {
	const counterpart = counterpartOf({ ...recorded, subject });
	if (typeof counterpart === 'string') return { refusal: counterpart };
	if (counterpart === undefined) return [];
	const { id, params, body } = counterpart;
	const built = buildSubject('$JS.API', id, params);
	if (!built.ok) return { refusal: built.problem.message };
	const payload = recorded.request ?? '';
	const refused =
		refusalByPayload(id, payload, body) ??
		(await findPreviewRefusal(id, params, body ?? {}, (asset) => look(link, asset)));
	const asked = { subject, payload, endpoint: id, ...(refused && { refused }) };
	const { length } = recorded.replies;
	const { messages } = await link.gather(built.subject, body === undefined ? '' : stringifyJson(body), {
		timeoutMs: length === 0 ? 100 : 2000,
		isLast: (_, count) => count === Math.max(1, length),
	});
	if (id === 'consumer.next') return messages.filter(({ status }) => status === undefined).map(deliveryIn);
	const replies = messages.map(({ data }) => JSON.parse(text(data)) as Readonly<Record<string, unknown>>);
	if (id === 'consumer.create.ephemeral') for (const { name } of replies) onEphemeral(String(name));
	return replies.map((reply) => asPreviewReply(asked, reply).text);
}

/** What is there, as the console looks at it before it sends a change. */
async function look(link: Link, asset: Asset): Promise<Readonly<Record<string, unknown>> | undefined> {
	const { stream } = asset;
	const subject = asset.kind === 'stream' ? `STREAM.INFO.${stream}` : `CONSUMER.INFO.${stream}.${asset.consumer}`;
	const info = await read(link, `$JS.API.${subject}`);
	return info.config === undefined ? undefined : info;
}

/** What was done there without having been recorded, by the case before which it was. */
function unrecordedIn(link: Link): Readonly<Record<string, () => Promise<unknown>>> {
	const { listen, deaf } = earsOf(link);
	return {
		'noreply.create': () => raw(link, '$JS.API.STREAM.CREATE.NOREPLY', { name: 'NOREPLY', storage: 'memory' }),
		'consumer.create.empty': async () => {
			for (const at of [1, 2, 3, 4, 5, 6]) await link.request(at % 2 === 1 ? 'orders.new' : 'orders.done', `o${at}`);
		},
		'push.create': () => listen('out.d'),
		'push.info.pending': () => delivered(link, 'ORDERS', 'D', 6),
		'push.info.after-acks': () => delivered(link, 'ORDERS', 'D', 7),
		'push.info.exceeded': () => delivered(link, 'ORDERS', 'D', 8),
		'push.create.replace-diff': deaf,
		'start.NEW.create': () => listen('out.p'),
		'pull.next.wait': () => link.request('orders.new', 'o7'),
		'ephemeral.ok': async () => {
			await link.request('orders.new', 'o8');
			await listen('out.e');
		},
		'ephemeral.gone': async () => {
			await deaf();
			const isGone = async () => (await read(link, '$JS.API.CONSUMER.NAMES.ORDERS')).total === 0;
			await until(isGone, { what: 'the end of the ephemeral consumer', within: 15_000 });
		},
		'wq.info-after-ack': async () => {
			await link.request('wq.a', '1');
			await fetchOne(link, 'WQ', 'A');
		},
		'interest.no-consumer': () => link.request('int.a', '1'),
		'sample.info': () => fetchOne(link, 'ORDERS', 'S'),
	};
}

/** Somebody who listens where messages are pushed to, to one subject at a time. */
function earsOf(link: Link) {
	let stop = (): void => {};
	return {
		listen: async (subject: string): Promise<void> => {
			stop();
			stop = link.subscribe(subject, () => {});
			await link.roundTrip();
		},
		deaf: async (): Promise<void> => {
			stop();
			await link.roundTrip();
		},
	};
}

async function read(link: Link, subject: string): Promise<Readonly<Record<string, unknown>>> {
	const reply = await link.request(subject, '');
	return reply.ok ? JSON.parse(text(reply.message.data)) : {};
}

async function fetchOne(link: Link, stream: string, consumer: string): Promise<void> {
	const pulled = await link.gather(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, '', { isLast: () => true });
	const [reply] = pulled.messages.map((message) => message.reply ?? '');
	await link.request(reply ?? '', '');
}

/** Waits for this many deliveries of a consumer, those that were repeated among them. */
async function delivered(link: Link, stream: string, consumer: string, count: number): Promise<void> {
	const isDone = async (): Promise<boolean> => {
		const info = await read(link, `$JS.API.CONSUMER.INFO.${stream}.${consumer}`);
		return ((info.delivered as { readonly consumer_seq?: number } | undefined)?.consumer_seq ?? 0) >= count;
	};
	if (count > 0) await until(isDone, { what: `${count} deliveries` });
}

/** Deliveries that a recorded INFO of a consumer counts. */
function deliveriesIn({ replies }: Recorded): number {
	if (!replies[0]?.startsWith('{')) return 0;
	const { state } = JSON.parse(replies[0]) as { state?: { delivered?: { consumer_seq: number } } };
	return state?.delivered?.consumer_seq ?? 0;
}

/** In the order in which they were made; each was deleted before the next. */
const startOrder = ['NEW', 'ALL', 'LAST', 'SEQ', 'SEQHI', 'TIME', 'TIMEF', 'FLAST', 'FALL'];

/** A message as the transcript writes it; the subject to acknowledge it by had seven tokens. */
function deliveryIn({ subject, reply = '', data }: Message): string {
	return JSON.stringify({ subject, reply: reply.split('.').slice(0, 7).join('.'), data: text(data) });
}
