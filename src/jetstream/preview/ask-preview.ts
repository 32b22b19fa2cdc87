import { isInteger } from '../../format/integer.ts';
import { asRecord } from '../../format/is.ts';
import type { Link } from '../../nats/link.ts';
import { apiProblem, linkProblem, malformedProblem, previewSilence } from '../advice.ts';
import { type EndpointId, endpointById } from '../endpoints.ts';
import { type Answer, failed, type Problem } from '../problem.ts';
import type { AskOptions } from '../replies.ts';
import { subjectsOverlap } from '../subject-match.ts';
import { findMessage } from './find-message.ts';
import { fromPreviewReply, onePage } from './from-preview-reply.ts';
import { toPreview } from './to-preview.ts';

type Value = Readonly<Record<string, unknown>>;

/** A current request, for a preview server. */
export interface PreviewAsk {
	readonly id: EndpointId;
	readonly params: Readonly<Record<string, string>>;
	readonly body?: object | undefined;
}

type Options = AskOptions;

/** How many to ask for at once, because the preview had no list. */
const atOnce = 8;

/**
 * Asks a preview server and answers in the current shape. One current request may become several: a list is the names
 * and then each of them, and a created stream is read after the bare `+OK`. Never rejects.
 */
export async function askPreview(link: Link, ask: PreviewAsk, options: Options = {}): Promise<Answer<Value>> {
	return (several[ask.id] ?? askOnce)(link, ask, options);
}

type Asker = (link: Link, ask: PreviewAsk, options: Options) => Promise<Answer<Value>>;

const several: Readonly<Partial<Record<EndpointId, Asker>>> = {
	'stream.names': streamNames,
	'stream.list': (link, _, options) => listOf(link, { id: 'stream.names', params: {} }, streamAsk, 'streams', options),
	'consumer.list': (link, { params }, options) =>
		listOf(link, { id: 'consumer.names', params }, (consumer) => consumerAsk(params, consumer), 'consumers', options),
	'stream.msg.get': getMessage,
	'stream.create': (link, ask, options) => thenRead(link, ask, streamAsk(ask.params.stream ?? ''), options),
	'stream.update': (link, ask, options) => thenRead(link, ask, streamAsk(ask.params.stream ?? ''), options),
	'consumer.create': createConsumer,
	'consumer.create.filtered': createConsumer,
	'consumer.create.durable': createConsumer,
	'consumer.create.ephemeral': createConsumer,
};

const streamAsk = (stream: string): PreviewAsk => ({ id: 'stream.info', params: { stream } });

const consumerAsk = ({ stream = '' }: PreviewAsk['params'], consumer: string): PreviewAsk => ({
	id: 'consumer.info',
	params: { stream, consumer },
});

async function askOnce(
	link: Link,
	{ id, params, body }: PreviewAsk,
	{ onReply, ...options }: Options,
): Promise<Answer<Value>> {
	const written = toPreview(id, params, body as Value | undefined);
	if (!written.ok) return failed(unsupported(id, written.message), 0);
	const { subject, payload } = written;
	const reply = await link.request(subject, payload, options);
	if (!reply.ok) {
		const problem = linkProblem(endpointById(id), subject, reply.problem, link);
		const status = link.status();
		// Its INFO line is certain, the dialect only probable.
		const then = problem.kind === 'timeout' && 'server' in status ? previewSilence(status.server) : undefined;
		return failed({ ...problem, advice: then ?? advices[problem.kind] ?? problem.advice }, reply.ms);
	}
	onReply?.(reply.message);
	const read = fromPreviewReply(id, params, new TextDecoder().decode(reply.message.data));
	switch (read.kind) {
		case 'value':
			return { ok: true, value: read.value, at: Date.now(), ms: reply.ms };
		case 'error':
			return failed(apiProblem(subject, read.error), reply.ms);
		case 'malformed':
			return failed(malformedProblem(subject, read.reason), reply.ms);
		default:
			return read satisfies never;
	}
}

/** Problems that mean something else on a preview server. */
const advices: Readonly<Partial<Record<Problem['kind'], string>>> = {
	timeout:
		'A preview server does not reply when JetStream is off for the account, or when it does not know what the request names.',
	'no-responders': 'This server does not speak the technical preview of 2020: leave out --dialect preview.',
};

/** Why the preview is not asked. */
export function unsupported(id: EndpointId, message: string): Problem {
	const advice = 'Nothing was sent. This server speaks the technical preview of 2020.';
	return { kind: 'unsupported', subject: endpointById(id).subject, message, advice };
}

/** Finds a message of a subject by trying sequences. */
function getMessage(link: Link, ask: PreviewAsk, options: Options): Promise<Answer<Value>> {
	const { last_by_subj: last, next_by_subj: next, seq } = (ask.body ?? {}) as Value;
	const subject = last ?? next;
	if (typeof subject !== 'string') return askOnce(link, ask, options);
	const wanted = last === undefined ? { subject, seq: isInteger(seq) ? seq : 1 } : { subject };
	return findMessage((each) => askOnce(link, each, options), ask.params.stream ?? '', wanted);
}

/** Finds the streams of a subject in their configurations. */
async function streamNames(link: Link, ask: PreviewAsk, options: Options): Promise<Answer<Value>> {
	const { subject, ...body } = (ask.body ?? {}) as Value;
	if (typeof subject !== 'string') return askOnce(link, { ...ask, body }, options);
	const answer = await askPreview(link, { id: 'stream.list', params: {} }, options);
	if (!answer.ok) return answer;
	const streams = (answer.value.streams as readonly Value[]).flatMap(({ config }) => {
		const { name, subjects } = asRecord(config);
		const taken = Array.isArray(subjects) && subjects.some((each) => subjectsOverlap(String(each), subject));
		return taken ? [String(name)] : [];
	});
	return { ...answer, value: { streams, ...onePage(streams.length) } };
}

/** What was deleted while the list was read is left out. */
async function listOf(
	link: Link,
	names: PreviewAsk,
	askFor: (name: string) => PreviewAsk,
	key: 'streams' | 'consumers',
	options: Options,
): Promise<Answer<Value>> {
	const started = Date.now();
	const listed = await askOnce(link, names, options);
	if (!listed.ok) return listed;
	const waiting = [...(listed.value[key] as readonly string[])];
	const all = onePage(waiting.length);
	const found = new Map<string, Value>();
	const missing: string[] = [];
	const worker = async (): Promise<void> => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
			const answer = await askOnce(link, askFor(name), options);
			if (answer.ok) found.set(name, answer.value);
			else if (answer.problem.kind !== 'api') missing.push(name);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	const items = [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
	const value = { [key]: items, ...all, ...(missing.length > 0 && { missing }) };
	return { ok: true, value, at: Date.now(), ms: Date.now() - started };
}

/** The current reply to a creation or an update is the result. */
async function thenRead(link: Link, ask: PreviewAsk, read: PreviewAsk, options: Options): Promise<Answer<Value>> {
	const done = await askOnce(link, ask, options);
	if (!done.ok) return done;
	const after = await askOnce(link, read, options);
	// The request was carried out, even if reading the result failed.
	return after.ok ? { ...after, ms: done.ms + after.ms } : done;
}

async function createConsumer(link: Link, ask: PreviewAsk, options: Options): Promise<Answer<Value>> {
	const config = ((ask.body ?? {}) as Value).config as Value | undefined;
	const durable = ask.params.consumer ?? config?.durable_name;
	if (typeof durable === 'string') return thenRead(link, ask, consumerAsk(ask.params, durable), options);
	const done = await askOnce(link, ask, options);
	if (!done.ok || typeof done.value.name !== 'string') return done;
	const after = await askOnce(link, consumerAsk(ask.params, done.value.name), options);
	return after.ok ? after : done;
}
