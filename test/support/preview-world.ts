import { stringifyJson } from '../../src/format/json.ts';
import { ackFromPreview } from '../../src/jetstream/preview/ack.ts';
import { asPreviewReply } from '../../src/jetstream/preview/as-preview-reply.ts';
import { buildSubject } from '../../src/jetstream/subject.ts';
import type { Link, Message } from '../../src/nats/link.ts';
import { raw } from './jetstream.ts';
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
	let stop = (): void => {};
	/** The names that the server gave to ephemeral consumers. */
	let given = '';
	const listen = async (subject: string): Promise<void> => {
		stop();
		stop = link.subscribe(subject, () => {});
		await link.roundTrip();
	};
	const deaf = async (): Promise<void> => {
		stop();
		await link.roundTrip();
	};
	const read = async (subject: string): Promise<Readonly<Record<string, unknown>>> => {
		const reply = await link.request(subject, '');
		return reply.ok ? JSON.parse(text(reply.message.data)) : {};
	};
	const fetchOne = async (stream: string, consumer: string): Promise<void> => {
		const pulled = await link.gather(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, '', { isLast: () => true });
		const [reply] = pulled.messages.map((message) => message.reply ?? '');
		await link.request(reply ?? '', '');
	};
	const forget = (stream: string, consumer: string) => raw(link, `$JS.API.CONSUMER.DELETE.${stream}.${consumer}`, {});
	const unrecorded: Readonly<Record<string, () => Promise<unknown>>> = {
		'noreply.create': () => raw(link, '$JS.API.STREAM.CREATE.NOREPLY', { name: 'NOREPLY', storage: 'memory' }),
		'consumer.create.empty': async () => {
			for (const at of [1, 2, 3, 4, 5, 6]) await link.request(at % 2 === 1 ? 'orders.new' : 'orders.done', `o${at}`);
		},
		'push.create': () => listen('out.d'),
		'push.info.pending': () => delivered('D', 6),
		'push.info.after-acks': () => delivered('D', 7),
		'push.info.exceeded': () => delivered('D', 8),
		'push.create.replace-diff': deaf,
		'start.NEW.create': () => listen('out.p'),
		'pull.next.wait': () => link.request('orders.new', 'o7'),
		'ephemeral.ok': async () => {
			await link.request('orders.new', 'o8');
			await listen('out.e');
		},
		'ephemeral.gone': async () => {
			await deaf();
			const names = () => read('$JS.API.CONSUMER.NAMES.ORDERS');
			await until(async () => (await names()).total === 0, {
				what: 'the end of the ephemeral consumer',
				within: 15_000,
			});
		},
		'wq.info-after-ack': async () => {
			await link.request('wq.a', '1');
			await fetchOne('WQ', 'A');
		},
		'interest.no-consumer': () => link.request('int.a', '1'),
		'sample.info': () => fetchOne('ORDERS', 'S'),
	};
	const delivered = (consumer: string, count: number) =>
		until(
			async () => {
				const info = await read(`$JS.API.CONSUMER.INFO.ORDERS.${consumer}`);
				return ((info.delivered as { readonly consumer_seq?: number } | undefined)?.consumer_seq ?? 0) >= count;
			},
			{ what: `${count} deliveries` },
		);
	const ask = async ({ subject, replies }: Recorded, named: Recorded) => {
		const counterpart = counterpartOf(named);
		if (typeof counterpart === 'string') return { refusal: counterpart };
		if (counterpart === undefined) return [];
		const { id, params, body } = counterpart;
		const built = buildSubject('$JS.API', id, params);
		if (!built.ok) return { refusal: built.problem.message };
		const payload = body === undefined ? '' : stringifyJson(body);
		const most = Math.max(1, replies.length);
		const timeoutMs = replies.length === 0 ? 100 : 2000;
		const { messages } = await link.gather(built.subject, payload, { timeoutMs, isLast: (_, count) => count === most });
		if (id === 'consumer.next') return messages.filter(({ status }) => status === undefined).map(deliveryIn);
		return messages.map(({ data }) => asPreviewReply(id, subject, JSON.parse(text(data))).text);
	};
	return {
		prepare: async ({ case: name }) => {
			await unrecorded[name]?.();
			const [, consumer] = /^(?:start\.([A-Z]+)\.create)$/.exec(name) ?? [];
			const before = startOrder[startOrder.indexOf(consumer ?? '') - 1];
			if (before !== undefined) await forget('ORDERS', before);
			if (name === 'pull.create') await forget('ORDERS', startOrder.at(-1) ?? '');
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
				const { messages } = await link.gather(ack ?? subject, request ?? '', { timeoutMs: 200, isLast: () => true });
				return request === '+NXT' ? messages.map(deliveryIn) : [];
			}
			const told = await ask(recorded, { ...recorded, subject: subject.replace(ephemeral, given) });
			if ('refusal' in told) return told;
			const [, name] = /^\+OK (\S+)$/.exec(told[0] ?? '') ?? [];
			given = name ?? given;
			return told.map((each) => (given === '' ? each : each.replaceAll(given, ephemeral)));
		},
	};
}

/** In the order in which they were made; each was deleted before the next. */
const startOrder = ['NEW', 'ALL', 'LAST', 'SEQ', 'SEQHI', 'TIME', 'TIMEF', 'FLAST', 'FALL'];

/** A message as the transcript writes it; the subject to acknowledge it by had seven tokens. */
function deliveryIn({ subject, reply = '', data }: Message): string {
	return JSON.stringify({ subject, reply: reply.split('.').slice(0, 7).join('.'), data: text(data) });
}
