import { beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../../src/jetstream/request.ts';
import type { Link } from '../../src/nats/link.ts';
import { connect } from '../support/jetstream.ts';
import { linkWith, reached } from '../support/links.ts';
import { endsServer, isRead } from '../support/preview-film.ts';
import { acknowledgementOf, type Counterpart, producedBy } from '../support/preview-producible.ts';
import { deliveryOf, type PreviewServer, startPreviewServer } from '../support/preview-responder.ts';
import { type Recorded, runOf, transcript } from '../support/preview-transcript.ts';
import { until } from '../support/until.ts';

const text = (data: Uint8Array): string => new TextDecoder().decode(data);

let server: PreviewServer;
beforeAll(async () => {
	server = await startPreviewServer();
});

const asked = transcript.filter(({ request }) => request !== null);

/** Goes through the transcript in its order; each exchange stands next when it is asked for. */
async function walk(visit: (recorded: Recorded) => Promise<void>): Promise<void> {
	let run = -1;
	for (const recorded of asked) {
		if (!endsServer(recorded) && runOf(recorded)[0] !== run) server.play({ from: recorded.case });
		run = runOf(recorded)[0];
		await visit(recorded);
	}
}

/** Lets what the door did not send happen all the same. */
async function pass(link: Link, { subject, request, replies }: Recorded): Promise<void> {
	const wanted = replies.length;
	const timeoutMs = wanted === 0 ? 20 : 2000;
	await link.gather(subject, request ?? '', { timeoutMs, isLast: (_, number) => number === wanted });
}

const offThere = /^JetStream is off on this server, 2\.2\.0-beta\.7, of the technical preview of 2020/;

describe('the door on a preview server', () => {
	it('finds out what the server speaks', async () => {
		const link = await connect(server);
		const api = openApi(link, { readOnly: true });
		expect((await api.request('stream.names', {})).ok).toBe(true);
		expect(api.dialect()).toBe('preview');
		server.expectAllKnown();
	});

	it('is known by its INFO line where it says nothing, and asked again later', async () => {
		const own = await startPreviewServer({ from: 'disabled.server' });
		const api = openApi(await connect(own), { readOnly: true });
		const ask = () => api.request('stream.names', {}, undefined, { timeoutMs: 50 });
		expect((await ask()).ok).toBe(false);
		// Requests of today would be words that it never had.
		expect(api.dialect()).toBe('preview');
		// Nothing answers, and the INFO line tells why.
		const silent = await ask();
		expect(silent).toMatchObject({ problem: { kind: 'timeout', advice: expect.stringMatching(offThere) } });
		own.play({ from: 'blog.stream.list' });
		await until(async () => (await ask()).ok, { what: 'the preview dialect', within: 15_000 });
		expect(api.dialect()).toBe('preview');
	});

	it('sends each recorded request that the deck produces, and reads its answer', async () => {
		const link = await linkWith({ server: server.url, dialect: 'preview' });
		await reached(link, 'connected');
		const api = openApi(link, { readOnly: false });
		let produced = 0;
		const ask = async ({ id, params, body }: Counterpart, { replies }: Recorded): Promise<readonly string[]> => {
			// What is read after a change is not always recorded.
			const timeoutMs = replies.length === 0 ? 20 : 400;
			if (id === 'consumer.next') {
				const isLast = (_: unknown, number: number) => number === replies.length;
				const names = params as { readonly stream: string; readonly consumer: string };
				const { messages } = await api.receive(id, names, body ?? {}, { isLast, timeoutMs });
				return messages.map(({ subject, reply, data }) => JSON.stringify({ subject, reply, data: text(data) }));
			}
			const answer = await api.request(id as 'stream.info', params as { readonly stream: string }, body, { timeoutMs });
			if (answer.ok) return ['ok'];
			return answer.problem.kind === 'timeout' ? [] : [`${answer.problem.kind}: ${answer.problem.message}`];
		};
		await walk(async (recorded) => {
			const counterpart = producedBy(recorded);
			const word = acknowledgementOf(recorded);
			if (counterpart === undefined && word === undefined) return pass(link, recorded);
			const before = server.answered.length;
			produced += 1;
			const name = `${recorded.at} ${recorded.case}`;
			if (counterpart === undefined) {
				expect(await api.acknowledge(recorded.subject, word ?? ''), name).toMatchObject({ ok: true });
			} else {
				const got = await ask(counterpart, recorded);
				expect(got, name).toEqual(recorded.replies.map((reply) => saidOf(reply)));
			}
			await until(() => server.answered.length > before, { what: name });
			expect(server.answered[before]?.at, name).toBe(recorded.at);
		});
		expect(produced).toBe(203);
	});

	it('sends what is typed as it is, but for what ends the server', async () => {
		const link = await linkWith({ server: server.url, dialect: 'preview' });
		await reached(link, 'connected');
		const { raw } = openApi(link, { readOnly: false });
		const refused: string[] = [];
		const seen = server.unexpected.length;
		await walk(async (recorded) => {
			const { subject, request, replies } = recorded;
			const name = `${recorded.at} ${recorded.case}`;
			const most = replies.length;
			const timeoutMs = most === 0 ? 20 : 2000;
			const answer = await raw.request({ subject, payload: request ?? '' }, { allow: 'change', most, timeoutMs });
			if (answer.problem?.kind === 'bad-input') {
				refused.push(recorded.case);
				return endsServer(recorded) ? undefined : pass(link, recorded);
			}
			const texts = answer.messages.map(({ data }) => text(data));
			expect(texts, name).toEqual(replies.map((reply) => deliveryOf(reply)?.data ?? reply));
		});
		expect(refused).toEqual([
			'stream.create.wildcard-name',
			'consumer.create.star-name',
			'crash.stream.create.bad-subject',
			'edge.stream.create.empty-subject',
			'edge.stream.create.space-subject',
			'edge.stream.create.space-name',
			'crash.stream.update.bad-subject',
			'crash.template.create.no-config',
			'crash.template.create.bad-subject',
		]);
		expect(server.unexpected.slice(seen)).toEqual([]);
	});

	it('sends nothing but reads when it is read-only', async () => {
		const link = await linkWith({ server: server.url, dialect: 'preview' });
		await reached(link, 'connected');
		const { raw } = openApi(link, { readOnly: true });
		const left: Recorded[] = [];
		await walk(async (recorded) => {
			const message = { subject: recorded.subject, payload: recorded.request ?? '' };
			const most = Math.max(1, recorded.replies.length);
			const answer = await raw.request(message, { allow: 'change', most, timeoutMs: 20 });
			if (answer.problem?.kind !== 'read-only' && answer.problem?.kind !== 'bad-input') left.push(recorded);
		});
		expect(left.filter(({ subject }) => !isRead(subject))).toEqual([]);
		expect(left.length).toBeGreaterThan(90);
	});
});

const saidOf = (reply: string): unknown => {
	const delivery = deliveryOf(reply);
	if (delivery !== undefined) return JSON.stringify(delivery);
	const [, reason] = /^-ERR '(.*)'$/.exec(reply) ?? [];
	return reason === undefined ? 'ok' : expect.stringContaining(reason);
};
